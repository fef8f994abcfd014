import { derivedId } from '../read/cloudformation/stand-ins/derived-id.ts';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { isKnown, type Value } from '../value.ts';
import { type Authorization, readAuthorizer } from './authorizer.ts';
import { readIntegration } from './integration.ts';
import type { ApiMethod, RequestValidation } from './method.ts';
import { at, booleanOr, entries, knownString, type Report, stringOr } from './reading.ts';

/** The methods that resources of their own declare, and why there may be more. */
export interface DeclaredMethods {
  readonly methods: readonly ApiMethod[];
  readonly unknown: readonly string[];
}

/** The methods of AWS::ApiGateway::Method, with their paths from the tree of AWS::ApiGateway::Resource. */
export function declaredMethods(api: Resource, resources: Resources, report: Report): DeclaredMethods {
  const methods: ApiMethod[] = [];
  const unknown: string[] = [];
  for (const resource of resources.ownedBy('AWS::ApiGateway::Method', 'RestApiId', api.physicalId)) {
    const owner = knownString(at(resource.properties, 'RestApiId'));
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
function rootResourceId(api: Resource): string {
  const known = rootIds.get(api) ?? derivedId(`${api.stack}/${api.logicalId} root`, 10);
  rootIds.set(api, known);
  return known;
}

/** Only a cache: each level of each method's path asks. */
const rootIds = new WeakMap<Resource, string>();

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
