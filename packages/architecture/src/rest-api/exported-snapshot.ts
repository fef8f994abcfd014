import type { Diagnostic } from '@sallyport/http';
import type { HandedInSnapshot, Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import type { Value } from '../value.ts';
import type { ApiSnapshot } from './api-snapshot.ts';
import { openApiGatewayResponses } from './gateway-response.ts';
import type { SnapshotOwner } from './handed-in.ts';
import { resourcesOf } from './method.ts';
import { isApiKeyScheme, openApiMethods, openApiOperations, schemesOf } from './open-api.ts';
import { at, items, knownString, stringOr, strings } from './reading.ts';
import { readResourcePolicy } from './resource-policy.ts';
import { untoldKeySource } from './untold-key-source.ts';

/**
 * A stage as `aws apigateway get-export --parameters extensions=apigateway` prints it, as OpenAPI 3 or Swagger 2, JSON or YAML:
 * methods with their keys, authorizers, validators and integrations, the resource policy, gateway responses and binary media
 * types (the parts beside methods: observed in exports that others have published). The paths are those of the resources, the
 * base path is the stage's. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-export-api.html
 */
export function exportedSnapshot(of: HandedInSnapshot, exported: Value, owner: SnapshotOwner): ApiSnapshot | undefined {
  const { api, resources, snapshot, report } = owner;
  const document = asInSources(exported, api, resources);
  const refusal = missingExtensions(of, document) ?? otherStage(of, document);
  if (refusal) {
    report(refusal);
    return undefined;
  }
  const doubtful = otherApi(of, document, api);
  if (doubtful) report(doubtful);
  const source = at(document, 'x-amazon-apigateway-api-key-source');
  const policy = at(document, 'x-amazon-apigateway-policy');
  const methods = openApiMethods(document, `${api.id} ${of.of}`, 'ignore', report);
  return {
    // An export need not name it.
    apiKeySource: source ? stringOr(source, 'HEADER') : untoldKeySource(of.place.file, methods, snapshot.apiKeySource),
    policy: policy && readResourcePolicy(policy),
    binaryMediaTypes: strings(at(document, 'x-amazon-apigateway-binary-media-types')),
    resources: resourcesOf(methods),
    unknownMethods: [],
    gatewayResponses: openApiGatewayResponses(document),
  };
}

/** Every operation has an integration, and every scheme that is no key an authorizer, or the export was made without them. */
function missingExtensions(of: HandedInSnapshot, document: Value): Diagnostic | undefined {
  const operations = openApiOperations(document);
  const bare = operations.find(({ operation }) => !at(operation, 'x-amazon-apigateway-integration'));
  if (bare)
    return incomplete(of, `no x-amazon-apigateway-integration on ${bare.httpMethod} ${bare.path}`, bare.operation);
  for (const operation of operations) {
    const open = schemesOf(document, operation.operation).find(([, scheme]) => !isComplete(scheme));
    if (open)
      return incomplete(of, `no authorizer in the security scheme "${open[0]}"`, open[1] ?? operation.operation);
  }
  return undefined;
}

const isComplete = (scheme: Value | undefined): boolean =>
  isApiKeyScheme(scheme) ||
  at(scheme, 'x-amazon-apigateway-authorizer') !== undefined ||
  knownString(at(scheme, 'x-amazon-apigateway-authtype')) === 'awsSigv4';

const incomplete = ({ of, place: { file } }: HandedInSnapshot, found: string, { place }: Value): Diagnostic => ({
  code: 'incomplete-export',
  severity: 'error',
  message: `Cannot take "${file}" for what "${of}" serves: ${found} found, expected an export with all extensions.`,
  place,
  help: 'Export it with --parameters extensions=apigateway.',
});

/** The export names the stage that it was made from, unless a custom domain name stands in its place. */
function otherStage({ of, stage, place }: HandedInSnapshot, document: Value): Diagnostic | undefined {
  const { host, basePath } = addressOf(document);
  if (stage === undefined || basePath === undefined || exportedApiId(host) === undefined) return undefined;
  const exported = basePath.replace(/^\/+|\/+$/g, '');
  if (exported === '' || exported === stage || of.endsWith('/canary')) return undefined;
  return {
    code: 'other-stage-export',
    severity: 'error',
    message: `Cannot take "${place.file}" for what "${of}" serves: an export of stage "${exported}" found, expected one of stage "${stage}".`,
    place,
    help: 'A deployment that another stage serves too is named by its id: --deployed API@DEPLOYMENT_ID=FILE.',
  };
}

/** An export bears the API's name as its title. */
function otherApi({ of, place }: HandedInSnapshot, document: Value, api: Resource): Diagnostic | undefined {
  const title = at(document, 'info', 'title');
  const [found, name] = [knownString(title), knownString(at(api.properties, 'Name'))];
  if (found === undefined || name === undefined || found === name) return undefined;
  return {
    code: 'other-api-export',
    severity: 'warning',
    message: `Cannot be sure that "${place.file}" is what "${of}" serves: the title "${found}" found, expected the API's name "${name}".`,
    place: title?.place ?? place,
  };
}

interface Address {
  readonly host: string | undefined;
  readonly basePath: string | undefined;
}

/** Swagger 2: `host` and `basePath`; OpenAPI 3: the first server, whose path is a variable. */
function addressOf(document: Value): Address {
  const [server] = items(at(document, 'servers'));
  const [, host, path] = /^https?:\/\/([^/]+)(\/.*)?$/.exec(knownString(at(server, 'url')) ?? '') ?? [];
  const variable = knownString(at(server, 'variables', 'basePath', 'default'));
  return {
    host: knownString(at(document, 'host')) ?? host,
    basePath: knownString(at(document, 'basePath')) ?? variable ?? path,
  };
}

const exportedApiId = (host: string | undefined): string | undefined =>
  /^([a-z0-9]+)\.execute-api\./.exec(host ?? '')?.[1];

/** An export with the names that the sources have for what it is about: the API in its policy, the functions of the stack. */
function asInSources(exported: Value, api: Resource, resources: Resources): Value {
  const id = exportedApiId(addressOf(exported).host);
  const functions = resources.ofType('AWS::Lambda::Function');
  const named = (text: string): string =>
    text.replace(FUNCTION_ARN, (arn, head: string, name: string) => {
      const found = functionOf(name, functions);
      return found === undefined ? arn : `${head}${found.physicalId}`;
    });
  const own = (text: string): string =>
    text.replace(API_ARN, (arn, head: string, of: string) =>
      id !== undefined && of !== id ? arn : `${head}:${api.region}:${api.account}:${api.physicalId}`,
    );
  return mapTexts(exported, (text) => own(named(text)));
}

const FUNCTION_ARN = /(arn:[a-z-]+:lambda:[a-z0-9-]*:[0-9]*:function:)([A-Za-z0-9_-]+)/g;
/** With an id that is no pattern. */
const API_ARN = /(arn:[a-z-]+:execute-api):[a-z0-9-]+:[0-9]+:([a-z0-9]{10})(?=\/|$)/g;

/**
 * A function by its own name, or by the one that CloudFormation makes of the stack's name, the logical id and a random text
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html; approximated: names that were
 * shortened are not recognised).
 */
function functionOf(name: string, functions: readonly Resource[]): Resource | undefined {
  if (functions.some(({ properties }) => knownString(at(properties, 'FunctionName')) === name)) return undefined;
  const [, middle] = /^[A-Za-z][A-Za-z0-9-]*-([A-Za-z0-9]+)-[A-Za-z0-9]{8,14}$/.exec(name) ?? [];
  const fitting = functions.filter(
    ({ logicalId, properties }) => logicalId === middle && !at(properties, 'FunctionName'),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

function mapTexts(value: Value, change: (text: string) => string): Value {
  switch (value.kind) {
    case 'scalar':
      return typeof value.value === 'string' ? { ...value, value: change(value.value) } : value;
    case 'list':
      return { ...value, items: value.items.map((item) => mapTexts(item, change)) };
    case 'map':
      return { ...value, entries: new Map([...value.entries].map(([key, item]) => [key, mapTexts(item, change)])) };
    default:
      return value;
  }
}
