import type { Place } from '@sallyport/http';
import type { Doubt } from '../doubt.ts';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { namelessStages } from '../rest-api/doubts.ts';
import {
  at,
  booleanOr,
  entries,
  jsonValue,
  knownString,
  numberOr,
  type Report,
  stringOr,
  texts,
} from '../rest-api/reading.ts';
import { standInStageName } from '../rest-api/stage.ts';
import { textSetting } from '../setting.ts';
import type { Text } from '../text.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';

/** The backend of a route. */
export interface HttpApiIntegration {
  /** `AWS_PROXY` or `HTTP_PROXY`. */
  readonly type: Setting<string>;
  readonly uri: Setting<Text> | undefined;
  readonly method: string | undefined;
  /** `1.0` or `2.0`. */
  readonly payloadFormatVersion: string;
  readonly connectionType: string;
  /** Names of mapped request parameters, which are not carried out. */
  readonly mappings: readonly string[];
  readonly timeoutMilliseconds: Setting<number>;
  readonly place: Place;
}

/** What a route asks of a caller. */
export type RouteAuthorization =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'AWS_IAM' }
  | { readonly kind: 'JWT'; readonly name: string }
  | {
      readonly kind: 'REQUEST';
      readonly id: string;
      readonly name: string;
      readonly uri: Setting<Text> | undefined;
      readonly payloadFormatVersion: string;
      readonly simpleResponses: boolean;
    }
  | { readonly kind: 'unknown'; readonly reason: string; readonly identity: string };

/** A route of an HTTP API: `GET /users/{id}`, `ANY /{proxy+}` or `$default`. */
export interface Route {
  readonly key: string;
  /** Undefined for `$default`. */
  readonly path: string | undefined;
  readonly method: string;
  readonly authorization: RouteAuthorization;
  readonly integration: HttpApiIntegration | undefined;
  readonly place: Place;
}

export interface HttpApiStage {
  readonly id: string;
  /** `$default` is served at the root. */
  readonly name: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly rateLimit: Setting<number> | undefined;
  readonly burstLimit: Setting<number> | undefined;
  readonly place: Place;
}

/** An HTTP API. It has no API keys, no resource policy and takes no web ACL. */
export interface HttpApi {
  readonly id: string;
  readonly apiId: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly disableExecuteApiEndpoint: Setting<boolean>;
  readonly routes: readonly Route[];
  readonly unknownRoutes: readonly string[];
  readonly stages: readonly HttpApiStage[];
  readonly place: Place;
}

export interface HttpApis {
  readonly apis: readonly HttpApi[];
}

/** Stages of version 2 whose name is not known. */
export const httpStageDoubts = (resources: Resources): readonly Doubt[] =>
  namelessStages(resources.ofType('AWS::ApiGatewayV2::Stage'), 'ApiId', resources.ofType('AWS::ApiGatewayV2::Api'));

/** Reads the HTTP APIs of API Gateway's version 2. WebSocket APIs are named in diagnostics. */
export function readHttpApis(resources: Resources, report: Report): HttpApis {
  for (const resource of resources.ofType('AWS::Serverless::HttpApi'))
    report(unsupported(resource, 'the resources that the AWS::Serverless transform makes of it'));
  const apis = resources.ofType('AWS::ApiGatewayV2::Api').filter((resource) => {
    const isWebSocket = knownString(at(resource.properties, 'ProtocolType')) === 'WEBSOCKET';
    if (isWebSocket) report(unsupported(resource, 'an HTTP API'));
    return !isWebSocket;
  });
  return { apis: apis.map((resource) => readHttpApi(resource, resources)) };
}

const unsupported = (resource: Resource, wanted: string) => ({
  code: resource.type.startsWith('AWS::Serverless') ? 'serverless-transform' : 'websocket-api',
  severity: 'warning' as const,
  message: `Cannot read resource "${resource.logicalId}": found type "${resource.type}", expected ${wanted}`,
  place: resource.place,
});

function readHttpApi(resource: Resource, resources: Resources): HttpApi {
  const { properties } = resource;
  const own = (type: string): readonly Resource[] =>
    resources.ofType(type).filter((each) => knownString(at(each.properties, 'ApiId')) === resource.physicalId);
  const body = jsonValue(at(properties, 'Body'));
  const target = at(properties, 'Target');
  return {
    id: resource.id,
    apiId: resource.physicalId,
    name: knownString(at(properties, 'Name')) ?? knownString(at(body, 'info', 'title')) ?? resource.logicalId,
    region: resource.region,
    account: resource.account,
    disableExecuteApiEndpoint: booleanOr(at(properties, 'DisableExecuteApiEndpoint'), false),
    routes: [
      ...(body ? openApiRoutes(resource.id, body) : []),
      ...own('AWS::ApiGatewayV2::Route').flatMap((each) => readRoute(each, resources)),
      ...(target ? [quickCreated(resource, target)] : []),
    ],
    unknownRoutes: [...unknownRoutes(properties, body), ...unreadRoutes(resource, resources)],
    stages: [...own('AWS::ApiGatewayV2::Stage').flatMap(readStage), ...(target ? [quickCreatedStage(resource)] : [])],
    place: resource.place,
  };
}

function unknownRoutes(properties: Value, body: Value | undefined): readonly string[] {
  const reasons: string[] = [];
  if (at(properties, 'BodyS3Location')) reasons.push('the OpenAPI definition lies in a bucket (BodyS3Location)');
  if (body && body.kind !== 'map') reasons.push('the OpenAPI definition is not known');
  const paths = at(body, 'paths');
  if (paths?.kind === 'unknown') reasons.push(`the paths of the OpenAPI definition are not known (${paths.reason})`);
  for (const [key, item] of entries(paths)) if (item.kind === 'unknown') reasons.push(`path "${key}": ${item.reason}`);
  return reasons;
}

/** Routes whose API or key is not known: they may be this one's, and more specific than those that are read. */
function unreadRoutes(api: Resource, resources: Resources): readonly string[] {
  return resources.ofType('AWS::ApiGatewayV2::Route').flatMap(({ logicalId, properties }) => {
    const owner = knownString(at(properties, 'ApiId'));
    if (owner !== undefined && owner !== api.physicalId) return [];
    const isRead = owner !== undefined && knownString(at(properties, 'RouteKey')) !== undefined;
    return isRead ? [] : [`the ${owner === undefined ? 'API' : 'key'} of route "${logicalId}" is not known`];
  });
}

/** `Target` makes a catch-all route and a `$default` stage. https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html */
function quickCreated(resource: Resource, target: Value): Route {
  const key = knownString(at(resource.properties, 'RouteKey')) ?? '$default';
  const uri = textSetting(target);
  const isFunction = isKnown(uri) && typeof uri.known === 'string' && uri.known.startsWith('arn:');
  const integration: HttpApiIntegration = {
    type: known(isFunction ? 'AWS_PROXY' : 'HTTP_PROXY'),
    uri,
    method: undefined,
    payloadFormatVersion: '2.0',
    connectionType: 'INTERNET',
    mappings: [],
    timeoutMilliseconds: known(30_000),
    place: target.place,
  };
  return { ...routeKey(key), authorization: { kind: 'NONE' }, integration, place: target.place };
}

const quickCreatedStage = (resource: Resource): HttpApiStage => ({
  id: resource.id,
  name: '$default',
  variables: new Map(),
  rateLimit: undefined,
  burstLimit: undefined,
  place: resource.place,
});

function routeKey(key: string): Pick<Route, 'key' | 'path' | 'method'> {
  const [, method, path] = /^([A-Z]+) +(\/.*)$/.exec(key) ?? [];
  return method === undefined ? { key, path: undefined, method: 'ANY' } : { key, path, method };
}

function readRoute(resource: Resource, resources: Resources): readonly Route[] {
  const key = knownString(at(resource.properties, 'RouteKey'));
  if (key === undefined) return [];
  const given = at(resource.properties, 'Target');
  const target = knownString(given)?.replace(/^integrations\//, '');
  const found = target === undefined ? undefined : resources.byPhysicalId('AWS::ApiGatewayV2::Integration', target);
  const integration = found ? readIntegration(found.properties, found.place) : given && unknownIntegration(given);
  return [
    {
      ...routeKey(key),
      authorization: readAuthorization(resource.properties, resources),
      integration,
      place: resource.place,
    },
  ];
}

/** Of a route whose target is no integration of the sources. */
const unknownIntegration = ({ place }: Value): HttpApiIntegration => ({
  type: { unknown: 'its target is no integration of the sources', identity: 'target', place },
  uri: undefined,
  method: undefined,
  payloadFormatVersion: '2.0',
  connectionType: 'INTERNET',
  mappings: [],
  timeoutMilliseconds: known(30_000),
  place,
});

function readIntegration(value: Value, place: Place): HttpApiIntegration {
  const uri = at(value, 'IntegrationUri');
  return {
    type: stringOr(at(value, 'IntegrationType'), 'HTTP_PROXY'),
    uri: uri && textSetting(uri),
    method: knownString(at(value, 'IntegrationMethod')),
    payloadFormatVersion: knownString(at(value, 'PayloadFormatVersion')) ?? '1.0',
    connectionType: knownString(at(value, 'ConnectionType')) ?? 'INTERNET',
    mappings: [...texts(at(value, 'RequestParameters')).keys()],
    timeoutMilliseconds: numberOr(at(value, 'TimeoutInMillis'), 30_000),
    place,
  };
}

function readAuthorization(properties: Value, resources: Resources): RouteAuthorization {
  const type = stringOr(at(properties, 'AuthorizationType'), 'NONE');
  if (!isKnown(type)) return { kind: 'unknown', reason: type.unknown, identity: type.identity };
  if (type.known === 'NONE' || type.known === 'AWS_IAM') return { kind: type.known };
  const id = knownString(at(properties, 'AuthorizerId'));
  const authorizer = id === undefined ? undefined : resources.byPhysicalId('AWS::ApiGatewayV2::Authorizer', id);
  if (type.known === 'JWT') return { kind: 'JWT', name: authorizer?.logicalId ?? id ?? 'JWT' };
  if (!authorizer)
    return { kind: 'unknown', reason: 'its authorizer is not in the sources', identity: `authorizer ${id}` };
  const uri = at(authorizer.properties, 'AuthorizerUri');
  return {
    kind: 'REQUEST',
    id: authorizer.id,
    name: authorizer.logicalId,
    uri: uri && textSetting(uri),
    payloadFormatVersion: knownString(at(authorizer.properties, 'AuthorizerPayloadFormatVersion')) ?? '1.0',
    simpleResponses: knownString(at(authorizer.properties, 'EnableSimpleResponses')) === 'true',
  };
}

function readStage(resource: Resource): readonly HttpApiStage[] {
  const name = knownString(at(resource.properties, 'StageName')) ?? standInStageName(resource);
  const rate = at(resource.properties, 'DefaultRouteSettings', 'ThrottlingRateLimit');
  const burst = at(resource.properties, 'DefaultRouteSettings', 'ThrottlingBurstLimit');
  return [
    {
      id: resource.id,
      name,
      variables: texts(at(resource.properties, 'StageVariables')),
      rateLimit: rate && numberOr(rate, 0),
      burstLimit: burst && numberOr(burst, 0),
      place: resource.place,
    },
  ];
}

const OPERATIONS = new Set([
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'x-amazon-apigateway-any-method',
]);

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html */
function openApiRoutes(apiId: string, body: Value): readonly Route[] {
  return entries(at(body, 'paths')).flatMap(([path, item]) =>
    entries(item).flatMap(([name, operation]): Route[] => {
      if (!OPERATIONS.has(name)) return [];
      const method = name.startsWith('x-') ? 'ANY' : name.toUpperCase();
      const isDefault = path === '/$default';
      const value = at(operation, 'x-amazon-apigateway-integration');
      return [
        {
          key: isDefault ? '$default' : `${method} ${path}`,
          path: isDefault ? undefined : path,
          method,
          authorization: openApiAuthorization(apiId, operation),
          integration: value && openApiIntegration(value),
          place: operation.place,
        },
      ];
    }),
  );
}

function openApiAuthorization(apiId: string, operation: Value): RouteAuthorization {
  const security = at(operation, 'security');
  if (!security || (security.kind === 'list' && security.items.length === 0)) return { kind: 'NONE' };
  const place = `${security.place.file}:${security.place.line}`;
  return { kind: 'unknown', reason: 'the security of an OpenAPI operation', identity: `security ${apiId} ${place}` };
}

function openApiIntegration(value: Value): HttpApiIntegration {
  const uri = at(value, 'uri');
  const type = stringOr(at(value, 'type'), 'http_proxy');
  return {
    type: isKnown(type) ? known(type.known.toUpperCase(), type.place) : type,
    uri: uri && textSetting(uri),
    method: knownString(at(value, 'httpMethod')),
    payloadFormatVersion: knownString(at(value, 'payloadFormatVersion')) ?? '1.0',
    connectionType: knownString(at(value, 'connectionType')) ?? 'INTERNET',
    mappings: [...texts(at(value, 'requestParameters')).keys()],
    timeoutMilliseconds: numberOr(at(value, 'timeoutInMillis'), 30_000),
    place: value.place,
  };
}
