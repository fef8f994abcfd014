import type { ApiMethod } from '@sallyport/architecture';
import { type Body, headerValue, latin1, queryArguments, type Request, splitTarget } from '@sallyport/http';
import { standInText } from '../stand-in.ts';
import type { Facts } from '../step.ts';
import { base64 } from './base64.ts';
import type { StageContext } from './context.ts';
import { apiRequestId, extendedRequestId } from './request-id.ts';
import { pathParameters } from './resource-order.ts';

/**
 * The event of a Lambda proxy integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function lambdaEvent(context: StageContext, method: ApiMethod, request: Request, facts: Facts): unknown {
  const { path, query } = splitTarget(request.target);
  const isBase64Encoded = isBinary(context.api.binaryMediaTypes, request);
  const argumentLists = decodedArguments(query);
  return {
    resource: method.path,
    path: eventPath(context, request, path),
    httpMethod: request.method,
    headers: lastValues(headerLists(request)),
    multiValueHeaders: orNull(headerLists(request)),
    queryStringParameters: lastValues(argumentLists),
    multiValueQueryStringParameters: orNull(argumentLists),
    pathParameters: decodedParameters(method.path, path),
    stageVariables: context.stage.variables.size === 0 ? null : Object.fromEntries(context.stage.variables),
    requestContext: requestContext(context, method, request, facts, path),
    body: bodyText(request.body, isBase64Encoded),
    isBase64Encoded,
  };
}

type Lists = ReadonlyMap<string, readonly string[]>;

const orNull = (lists: Lists): unknown => (lists.size === 0 ? null : Object.fromEntries(lists));
const lastValues = (lists: Lists): unknown =>
  lists.size === 0 ? null : Object.fromEntries([...lists].map(([name, values]) => [name, values.at(-1)]));

/** Headers by the name that the request has them under; names are told apart without regard to case. */
export function headerLists(request: Request): Lists {
  const lists = new Map<string, string[]>();
  const names = new Map<string, string>();
  for (const [name, value] of request.headers) {
    const shown = names.get(name.toLowerCase()) ?? name;
    names.set(name.toLowerCase(), shown);
    lists.set(shown, [...(lists.get(shown) ?? []), value]);
  }
  return lists;
}

function decodedArguments(query: string | undefined): Lists {
  const lists = new Map<string, string[]>();
  for (const { name, value } of queryArguments(query)) {
    if (name === '' && value === undefined) continue;
    const key = decoded(name.replaceAll('+', ' '));
    lists.set(key, [...(lists.get(key) ?? []), decoded((value ?? '').replaceAll('+', ' '))]);
  }
  return lists;
}

/** Percent-decoding as UTF-8; a text that is not so encoded stays as it stands. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function decodedParameters(template: string, path: string): unknown {
  const found = pathParameters(template, path);
  if (!found || found.size === 0) return null;
  return Object.fromEntries([...found].map(([name, value]) => [name, decoded(value)]));
}

/** Whether the body's media type is one of the API's binary ones. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html */
export function isBinary(binaryMediaTypes: readonly string[], request: Request): boolean {
  if (request.body.bytes.length === 0) return false;
  const type = (headerValue(request.headers, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return binaryMediaTypes.some((each) => each === '*/*' || each.toLowerCase() === type);
}

/** The body as a text: UTF-8, or base64; null where there is none. */
export function bodyText(body: Body, encoded: boolean): string | null {
  if (body.bytes.length === 0) return null;
  if (encoded) return base64(body.bytes);
  const bytes = latin1(body.bytes);
  // Escaping only what is not ASCII keeps the percent signs of the body itself out of the way.
  const escaped = bytes.replace(/[%\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return decodedOr(escaped, bytes);
}

function decodedOr(escaped: string, otherwise: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return otherwise;
  }
}

const hostOf = (request: Request): string =>
  (headerValue(request.headers, 'host') ?? '').replace(/:\d+$/, '').toLowerCase();

/** Behind a custom domain name the event's path keeps the base path, which only the Host still tells. */
function eventPath(context: StageContext, request: Request, path: string): string {
  const domain = context.input.restApis.domainNames.find((each) => each.name === hostOf(request));
  const mapping = domain?.mappings.find(
    (each) => each.apiId === context.api.apiId && (each.stage === undefined || each.stage === context.stage.name),
  );
  return mapping && mapping.basePath !== '' ? `/${mapping.basePath}${path === '/' ? '' : path}` : path;
}

function requestContext(
  context: StageContext,
  method: ApiMethod,
  request: Request,
  facts: Facts,
  path: string,
): Readonly<Record<string, unknown>> {
  const { api, stage } = context;
  const host = hostOf(request);
  const custom = context.input.restApis.domainNames.some((each) => each.name === host);
  return {
    resourceId: resourceId(`${api.apiId} ${method.path}`),
    resourcePath: method.path,
    httpMethod: request.method,
    extendedRequestId: extendedRequestId(facts.requestId),
    requestTime: clfTime(facts.now),
    path: custom ? eventPath(context, request, path) : `/${stage.name}${path}`,
    accountId: api.account,
    protocol: `HTTP/${request.httpVersion === '2' ? '2.0' : request.httpVersion}`,
    stage: stage.name,
    domainPrefix: host.split('.')[0] ?? '',
    requestTimeEpoch: facts.now,
    requestId: apiRequestId(facts.requestId),
    identity: identity(context, method, request),
    domainName: host,
    deploymentId: resourceId(`${api.apiId} ${stage.deployment?.name ?? ''}`),
    apiId: api.apiId,
  };
}

function identity(context: StageContext, method: ApiMethod, request: Request): Readonly<Record<string, unknown>> {
  const sent = headerValue(request.headers, 'x-api-key');
  const keyed = 'known' in method.apiKeyRequired && method.apiKeyRequired.known && sent !== undefined;
  const key = keyed ? context.input.restApis.apiKeys.find((each) => standInText(each.value) === sent) : undefined;
  return {
    cognitoIdentityPoolId: null,
    accountId: null,
    cognitoIdentityId: null,
    caller: null,
    ...(keyed ? { apiKey: sent, apiKeyId: key?.keyId ?? null } : {}),
    sourceIp: request.connection.address,
    principalOrgId: null,
    accessKey: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: null,
    userAgent: headerValue(request.headers, 'user-agent') ?? null,
    user: null,
  };
}

/** Six letters and digits that depend on a text alone, in the shape of API Gateway's ids. */
function resourceId(text: string): string {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return (state >>> 0).toString(36).padStart(6, '0').slice(0, 6);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time as access logs write it: `21/Nov/2026:08:00:00 +0000`. */
export function clfTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()] ?? ''}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}
