import type { Place } from '@sallyport/http';
import { derivedId } from '../read/cloudformation/stand-ins/derived-id.ts';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { isKnown, type Setting, type Value } from '../value.ts';
import { type Authorization, readAuthorizer } from './authorizer.ts';
import { reportUnknownProperties } from './coverage.ts';
import { type DomainName, readDomainNames } from './domain-name.ts';
import { type GatewayResponse, openApiGatewayResponses, readGatewayResponse } from './gateway-response.ts';
import { readIntegration } from './integration.ts';
import { type ApiMethod, type ApiResource, type RequestValidation, resourcesOf } from './method.ts';
import { type BasePathMode, openApiMethods } from './open-api.ts';
import { at, booleanOr, entries, items, jsonValue, knownString, type Report, stringOr, strings } from './reading.ts';
import { type ResourcePolicy, readResourcePolicy } from './resource-policy.ts';
import { readStages, type Stage } from './stage.ts';
import { type ApiKey, readApiKeys, readUsagePlans, type UsagePlan } from './usage-plan.ts';

/** A REST API as the sources have it. */
export interface RestApi {
  /** The resource's id. */
  readonly id: string;
  /** What `Ref` gives: the first label of its default endpoint. */
  readonly apiId: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
  /** `EDGE` (the default), `REGIONAL` or `PRIVATE`. */
  readonly endpointType: Setting<string>;
  readonly disableExecuteApiEndpoint: Setting<boolean>;
  /** `HEADER` (the default) or `AUTHORIZER`. */
  readonly apiKeySource: Setting<string>;
  readonly policy: ResourcePolicy | undefined;
  readonly binaryMediaTypes: readonly string[];
  readonly resources: readonly ApiResource[];
  /** Reasons for which there may be further methods. */
  readonly unknownMethods: readonly string[];
  readonly stages: readonly Stage[];
  readonly gatewayResponses: readonly GatewayResponse[];
  readonly place: Place;
}

/** The REST APIs of the sources, and what is shared between them. */
export interface RestApis {
  readonly apis: readonly RestApi[];
  readonly apiKeys: readonly ApiKey[];
  readonly usagePlans: readonly UsagePlan[];
  readonly domainNames: readonly DomainName[];
}

/** Reads everything of Amazon API Gateway's version 1, and the custom domain names of both versions. */
export function readRestApis(resources: Resources, report: Report): RestApis {
  reportUnknownProperties(resources, report);
  for (const resource of resources.ofType('AWS::Serverless::Api')) report(serverless(resource));
  const apiKeys = readApiKeys(resources);
  return {
    apis: resources.ofType('AWS::ApiGateway::RestApi').map((resource) => readRestApi(resource, resources, report)),
    apiKeys,
    usagePlans: readUsagePlans(resources, apiKeys, report),
    domainNames: readDomainNames(resources, report),
  };
}

function readRestApi(resource: Resource, resources: Resources, report: Report): RestApi {
  const { properties } = resource;
  const body = jsonValue(at(properties, 'Body'));
  const policies = [at(properties, 'Policy'), at(body, 'x-amazon-apigateway-policy')].flatMap((each) => each ?? []);
  const imported = body?.kind === 'map' ? openApiMethods(body, resource.id, basePathMode(properties), report) : [];
  const declared = declaredMethods(resource, resources, report);
  return {
    id: resource.id,
    apiId: resource.physicalId,
    name: knownString(at(properties, 'Name')) ?? knownString(at(body, 'info', 'title')) ?? resource.logicalId,
    region: resource.region,
    account: resource.account,
    // EDGE where nothing is said: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html
    endpointType: stringOr(items(at(properties, 'EndpointConfiguration', 'Types'))[0], 'EDGE'),
    disableExecuteApiEndpoint: agreed(
      at(properties, 'DisableExecuteApiEndpoint'),
      at(body, 'x-amazon-apigateway-endpoint-configuration', 'disableExecuteApiEndpoint'),
      (value) => booleanOr(value, false),
    ),
    apiKeySource: agreed(at(properties, 'ApiKeySourceType'), at(body, 'x-amazon-apigateway-api-key-source'), (value) =>
      stringOr(value, 'HEADER'),
    ),
    policy: policyOf(policies),
    binaryMediaTypes: strings(at(properties, 'BinaryMediaTypes') ?? at(body, 'x-amazon-apigateway-binary-media-types')),
    resources: resourcesOf([...imported, ...declared.methods]),
    unknownMethods: [
      ...unknownDefinition(properties, body),
      ...declared.unknown,
      ...clashing(imported, declared.methods),
    ],
    stages: readStages(resource, resources, report),
    gatewayResponses: readGatewayResponses(resource, resources, body),
    place: resource.place,
  };
}

/** A setting that both the resource and its definition may give. Which of the two wins is not documented. */
function agreed<T>(
  own: Value | undefined,
  imported: Value | undefined,
  read: (value: Value | undefined) => Setting<T>,
): Setting<T> {
  const [first, second] = [read(own ?? imported), read(imported ?? own)];
  if (!isKnown(first) || !isKnown(second) || first.known === second.known) return first;
  const unknown = `the template says ${first.known}, the OpenAPI definition ${second.known}`;
  return { unknown, identity: unknown, ...(first.place ? { place: first.place } : {}) };
}

/** Which of two policies stands is not documented either. */
function policyOf(policies: readonly Value[]): ResourcePolicy | undefined {
  const [first, second] = policies;
  const read = first && readResourcePolicy(first);
  if (!read || !second) return read;
  const unknown = 'there is one in the template and one in the OpenAPI definition';
  return { statements: { unknown, identity: unknown }, place: read.place };
}

function basePathMode(properties: Value): BasePathMode {
  const mode =
    knownString(at(properties, 'Parameters', 'basepath')) ?? knownString(at(properties, 'Parameters', 'basePath'));
  return mode === 'prepend' || mode === 'split' ? mode : 'ignore';
}

/** Why there may be methods that the template does not show. */
function unknownDefinition(properties: Value, body: Value | undefined): readonly string[] {
  const reasons: string[] = [];
  if (at(properties, 'BodyS3Location')) reasons.push('the OpenAPI definition lies in a bucket (BodyS3Location)');
  if (at(properties, 'CloneFrom')) reasons.push('the API is cloned from another (CloneFrom)');
  if (body && body.kind !== 'map')
    reasons.push(`the OpenAPI definition is not known (${body.kind === 'unknown' ? body.reason : body.kind})`);
  const paths = at(body, 'paths');
  if (paths?.kind === 'unknown') reasons.push(`the paths of the OpenAPI definition are not known (${paths.reason})`);
  // Fn::Transform (AWS::Include) leaves a part of the definition elsewhere.
  for (const [key, item] of entries(paths)) {
    if (item.kind === 'unknown') reasons.push(`path "${key}": ${item.reason}`);
    if (at(item, '$ref') && item.kind === 'map') reasons.push(`path "${key}" is a reference ($ref)`);
  }
  return reasons;
}

function readGatewayResponses(
  api: Resource,
  resources: Resources,
  body: Value | undefined,
): readonly GatewayResponse[] {
  const own = resources
    .ofType('AWS::ApiGateway::GatewayResponse')
    .filter((each) => knownString(at(each.properties, 'RestApiId')) === api.physicalId);
  return [...own.map(readGatewayResponse), ...(body ? openApiGatewayResponses(body) : [])];
}

/** A method that the definition makes cannot be made again: which of the two a deployed stack has is not told. */
const clashing = (imported: readonly ApiMethod[], declared: readonly ApiMethod[]): readonly string[] =>
  declared.flatMap(({ httpMethod, path }) =>
    imported.some((each) => each.path === path && each.httpMethod === httpMethod)
      ? [`${httpMethod} ${path} is both in the OpenAPI definition and an AWS::ApiGateway::Method`]
      : [],
  );

interface Declared {
  readonly methods: readonly ApiMethod[];
  readonly unknown: readonly string[];
}

/** The methods of AWS::ApiGateway::Method, with their paths from the tree of AWS::ApiGateway::Resource. */
function declaredMethods(api: Resource, resources: Resources, report: Report): Declared {
  const methods: ApiMethod[] = [];
  const unknown: string[] = [];
  for (const resource of resources.ofType('AWS::ApiGateway::Method')) {
    const owner = knownString(at(resource.properties, 'RestApiId'));
    if (owner !== undefined && owner !== api.physicalId) continue;
    const path = resourcePath(at(resource.properties, 'ResourceId'), api, resources);
    const httpMethod = knownString(at(resource.properties, 'HttpMethod'))?.toUpperCase();
    if (owner === undefined || path === undefined || httpMethod === undefined) {
      const what = owner === undefined ? 'API' : 'path or HTTP method';
      const reason = `the ${what} of method "${resource.logicalId}" is not known`;
      unknown.push(reason);
      report({
        code: 'unknown-method',
        severity: 'warning',
        message: `Cannot read method "${resource.logicalId}": ${reason}, expected a resource of the sources and a method name`,
        place: resource.place,
      });
    } else methods.push(readMethod(resource, path, httpMethod, resources));
  }
  return { methods, unknown };
}

/** The stand-in for `Fn::GetAtt: [Api, RootResourceId]`. INVARIANT: it is the text that the readers give for the attribute. */
const rootResourceId = ({ stack, logicalId }: Resource): string => derivedId(`${stack}/${logicalId} root`, 10);

/** The path of a resource id, up its parents; undefined for an id of which the sources know nothing. */
function resourcePath(
  reference: Value | undefined,
  api: Resource,
  resources: Resources,
  depth = 0,
): string | undefined {
  const id = knownString(reference);
  if (id === undefined || depth > 300) return undefined;
  if (id === rootResourceId(api)) return '/';
  const resource = resources.byPhysicalId('AWS::ApiGateway::Resource', id);
  if (!resource) return undefined;
  const part = knownString(at(resource.properties, 'PathPart'));
  const parent = resourcePath(at(resource.properties, 'ParentId'), api, resources, depth + 1);
  if (part === undefined || parent === undefined) return undefined;
  return `${parent === '/' ? '' : parent}/${part}`;
}

function readMethod(resource: Resource, path: string, httpMethod: string, resources: Resources): ApiMethod {
  const { properties } = resource;
  const integration = at(properties, 'Integration');
  return {
    path,
    httpMethod,
    apiKeyRequired: booleanOr(at(properties, 'ApiKeyRequired'), false),
    authorization: readAuthorization(properties, resources),
    validation: readValidation(properties, resources),
    integration: integration && readIntegration(integration),
    place: resource.place,
  };
}

function readAuthorization(properties: Value, resources: Resources): Authorization {
  const type = stringOr(at(properties, 'AuthorizationType'), 'NONE');
  if (!isKnown(type)) return { kind: 'unknown', reason: type.unknown, identity: type.identity };
  const kind = type.known.toUpperCase();
  if (kind === 'NONE' || kind === 'AWS_IAM') return { kind };
  if (kind !== 'CUSTOM' && kind !== 'COGNITO_USER_POOLS')
    return { kind: 'unknown', reason: `authorization type "${type.known}"`, identity: `authorization ${type.known}` };
  const id = knownString(at(properties, 'AuthorizerId'));
  const found = id === undefined ? undefined : resources.byPhysicalId('AWS::ApiGateway::Authorizer', id);
  return { kind, authorizer: found && readAuthorizer(found) };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html */
function readValidation(properties: Value, resources: Resources): RequestValidation {
  const reference = at(properties, 'RequestValidatorId');
  const id = knownString(reference);
  const validator = id === undefined ? undefined : resources.byPhysicalId('AWS::ApiGateway::RequestValidator', id);
  if (reference && !validator)
    return {
      requiredParameters: [],
      body: {
        unknown: 'its request validator is not in the sources',
        identity: `validator ${id}`,
        place: reference.place,
      },
    };
  const parameters = booleanOr(at(validator?.properties, 'ValidateRequestParameters'), false);
  return {
    requiredParameters: isKnown(parameters) && parameters.known ? requiredParameters(properties) : [],
    body: booleanOr(at(validator?.properties, 'ValidateRequestBody'), false),
  };
}

const requiredParameters = (properties: Value): RequestValidation['requiredParameters'] =>
  entries(at(properties, 'RequestParameters')).flatMap(([key, value]): RequestValidation['requiredParameters'] => {
    const [, place, name] = /^method\.request\.(header|querystring|path)\.(.+)$/.exec(key) ?? [];
    if (knownString(value) !== 'true' || name === undefined) return [];
    return place === 'header' || place === 'querystring' ? [{ in: place, name }] : [];
  });

const serverless = (resource: Resource) => ({
  code: 'serverless-transform',
  severity: 'warning' as const,
  message: `Cannot read resource "${resource.logicalId}": found type "${resource.type}", expected the resources that the AWS::Serverless transform makes of it`,
  place: resource.place,
  help: 'Give the processed template (`aws cloudformation get-template --template-stage Processed`).',
});
