import type { HttpApi, HttpApiStage, Route } from '@sallyport/architecture';
import { headerValue, headerValues, type Request, splitTarget } from '@sallyport/http';
import { bodyText, clfTime, decoded, headerLists } from '../rest-api/lambda-event.ts';
import { extendedRequestId } from '../rest-api/request-id.ts';
import { pathParameters } from '../rest-api/resource-order.ts';
import type { Facts } from '../step.ts';

/** A route of a stage of an HTTP API, which an event tells of. */
export interface RouteContext {
  readonly api: HttpApi;
  readonly stage: HttpApiStage;
  readonly route: Route;
}

/** The event of a Lambda integration, in the integration's payload format. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export const httpApiEvent = (context: RouteContext, request: Request, facts: Facts): unknown =>
  context.route.integration?.payloadFormatVersion === '1.0'
    ? versionOne(context, request, facts)
    : versionTwo(context, request, facts);

/** Bodies of media types that are not text are base64. */
function isBinary(request: Request): boolean {
  const type = headerValue(request.headers, 'content-type')?.toLowerCase() ?? '';
  const isText = /^text\/|^application\/(json|xml|javascript|x-www-form-urlencoded)|\+(json|xml)/.test(type);
  return request.body.bytes.length > 0 && !isText;
}

function versionTwo({ api, stage, route }: RouteContext, request: Request, facts: Facts): unknown {
  const { path, query } = splitTarget(request.target);
  const rawPath = stage.name === '$default' ? path : `/${stage.name}${path}`;
  const lists = headerLists(request);
  const cookies = headerValues(request.headers, 'cookie').flatMap((line) =>
    line.split(';').map((piece) => piece.trim()),
  );
  const parameters = parametersOf(route, path);
  const domainName = domainNameOf(request);
  const encoded = isBinary(request);
  const body = bodyText(request.body, encoded);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath,
    rawQueryString: query ?? '',
    ...(cookies.length === 0 ? {} : { cookies }),
    headers: Object.fromEntries(
      [...lists]
        .filter(([name]) => name.toLowerCase() !== 'cookie')
        .map(([name, values]) => [name.toLowerCase(), values.join(',')]),
    ),
    ...(query ? { queryStringParameters: joined(query) } : {}),
    requestContext: {
      accountId: api.account,
      apiId: api.apiId,
      domainName,
      domainPrefix: domainName.split('.')[0] ?? '',
      http: {
        method: request.method,
        path: rawPath,
        protocol: `HTTP/${request.httpVersion === '2' ? '2.0' : request.httpVersion}`,
        sourceIp: request.connection.address,
        userAgent: headerValue(request.headers, 'user-agent') ?? '',
      },
      requestId: extendedRequestId(facts.requestId),
      routeKey: route.key,
      stage: stage.name,
      time: clfTime(facts.now),
      timeEpoch: facts.now,
    },
    ...(parameters ? { pathParameters: parameters } : {}),
    ...(stage.variables.size === 0 ? {} : { stageVariables: Object.fromEntries(stage.variables) }),
    ...(body === null ? {} : { body }),
    isBase64Encoded: encoded,
  };
}

const domainNameOf = (request: Request): string =>
  (headerValue(request.headers, 'host') ?? '').replace(/:\d+$/, '').toLowerCase();

function parametersOf(route: Route, path: string): Readonly<Record<string, string>> | undefined {
  const found = route.path === undefined ? undefined : pathParameters(route.path, path);
  return found && found.size > 0
    ? Object.fromEntries([...found].map(([name, value]) => [name, decoded(value)]))
    : undefined;
}

function joined(query: string): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  for (const piece of query.split('&')) {
    const [name = '', ...rest] = piece.split('=');
    const key = decoded(name.replaceAll('+', ' '));
    const value = decoded(rest.join('=').replaceAll('+', ' '));
    const before = found.get(key);
    found.set(key, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(found);
}

function versionOne(context: RouteContext, request: Request, facts: Facts): unknown {
  const { api, stage, route } = context;
  const { path, query } = splitTarget(request.target);
  const whole = stage.name === '$default' ? path : `/${stage.name}${path}`;
  const lists = headerLists(request);
  const encoded = isBinary(request);
  const domainName = domainNameOf(request);
  return {
    version: '1.0',
    resource: route.path ?? '$default',
    path: whole,
    httpMethod: request.method,
    headers: Object.fromEntries([...lists].map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(lists),
    queryStringParameters: query ? joined(query) : null,
    multiValueQueryStringParameters: query
      ? Object.fromEntries(Object.entries(joined(query)).map(([name, value]) => [name, [value]]))
      : null,
    requestContext: {
      accountId: api.account,
      apiId: api.apiId,
      domainName,
      domainPrefix: domainName.split('.')[0] ?? '',
      extendedRequestId: extendedRequestId(facts.requestId),
      httpMethod: request.method,
      identity: { sourceIp: request.connection.address, userAgent: headerValue(request.headers, 'user-agent') ?? null },
      path: whole,
      protocol: `HTTP/${request.httpVersion}`,
      requestId: extendedRequestId(facts.requestId),
      requestTime: clfTime(facts.now),
      requestTimeEpoch: facts.now,
      resourcePath: route.key,
      stage: stage.name,
    },
    pathParameters: parametersOf(route, path) ?? null,
    stageVariables: stage.variables.size === 0 ? null : Object.fromEntries(stage.variables),
    body: bodyText(request.body, encoded),
    isBase64Encoded: encoded,
  };
}
