import type { GatewayResponse } from '@sallyport/architecture';
import { type Headers, headerValue, type Request, type Response, utf8Bytes, withHeader } from '@sallyport/http';
import type { Answer, Facts } from '../step.ts';
import { apiRequestId, extendedRequestId } from './request-id.ts';

/**
 * What API Gateway answers by itself, by response type. Statuses and default texts are documented, error types observed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const DEFAULTS = {
  ACCESS_DENIED: {
    status: 403,
    errorType: 'AccessDeniedException',
    message: 'User is not authorized to access this resource',
  },
  API_CONFIGURATION_ERROR: { status: 500, errorType: 'InternalServerErrorException', message: 'Internal server error' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, errorType: 'AuthorizerConfigurationException', message: null },
  AUTHORIZER_FAILURE: { status: 500, errorType: 'InternalServerErrorException', message: null },
  BAD_REQUEST_BODY: { status: 400, errorType: 'BadRequestException', message: 'Invalid request body' },
  BAD_REQUEST_PARAMETERS: {
    status: 400,
    errorType: 'BadRequestException',
    message: 'Missing required request parameters',
  },
  INTEGRATION_FAILURE: {
    status: 504,
    errorType: 'InternalServerErrorException',
    message: 'Network error communicating with endpoint',
  },
  INTEGRATION_TIMEOUT: {
    status: 504,
    errorType: 'InternalServerErrorException',
    message: 'Endpoint request timed out',
  },
  INVALID_API_KEY: { status: 403, errorType: 'ForbiddenException', message: 'Forbidden' },
  MALFORMED_PROXY_RESPONSE: {
    status: 502,
    errorType: 'InternalServerErrorException',
    message: 'Internal server error',
  },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    errorType: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  },
  QUOTA_EXCEEDED: { status: 429, errorType: 'LimitExceededException', message: 'Limit Exceeded' },
  REQUEST_TOO_LARGE: { status: 413, errorType: 'RequestTooLargeException', message: 'Request Too Long' },
  THROTTLED: { status: 429, errorType: 'TooManyRequestsException', message: 'Too Many Requests' },
  UNAUTHORIZED: { status: 401, errorType: 'UnauthorizedException', message: 'Unauthorized' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, errorType: 'BadRequestException', message: 'Unsupported Media Type' },
  WAF_FILTERED: { status: 403, errorType: 'ForbiddenException', message: 'Forbidden' },
} as const;

export type ResponseType = keyof typeof DEFAULTS;

/** What API Gateway writes with a blank after the colon, as captured: its answers about a failed integration. */
const SPACED = new Set<ResponseType>([
  'API_CONFIGURATION_ERROR',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'MALFORMED_PROXY_RESPONSE',
]);

/** An answer of API Gateway's own, by response type, as the API's author may have rewritten it. */
export function gatewayAnswer(
  customised: readonly GatewayResponse[],
  type: ResponseType,
  options: { readonly message?: string; readonly label?: string } = {},
): Answer {
  const { status, errorType } = DEFAULTS[type];
  const own = customisation(customised, type, status);
  const code = own?.statusCode ?? status;
  return {
    label: options.label ?? `API Gateway answers ${code} ${errorType}`,
    respond: (request, facts) => respond({ type, own, code, ...options }, request, facts),
  };
}

/** The response of that type; REQUEST_TOO_LARGE cannot be customised. DEFAULT_4XX and DEFAULT_5XX stand in for types without one. */
function customisation(
  customised: readonly GatewayResponse[],
  type: ResponseType,
  status: number,
): GatewayResponse | undefined {
  // A malformed answer of a function has no type of its own: DEFAULT_5XX applies.
  const named = customised.find((each) => each.responseType === type);
  const fallback = status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  return named ?? customised.find((each) => each.responseType === fallback);
}

interface Reply {
  readonly type: ResponseType;
  readonly own: GatewayResponse | undefined;
  readonly code: number;
  readonly message?: string;
}

function respond({ type, own, code, message }: Reply, request: Request, facts: Facts): Response {
  const { errorType, message: usual } = DEFAULTS[type];
  const text = message ?? usual;
  const [mediaType, template] = templateOf(own) ?? ['application/json', undefined];
  const values = contextValues(type, text, request, facts);
  const headers = answerHeaders(mediaType, errorType, facts);
  const body = template === undefined ? defaultBody(type, text) : filled(template, values);
  return {
    status: code,
    headers: customHeaders(headers, own, request),
    body: { kind: 'bytes', bytes: utf8Bytes(body) },
  };
}

const answerHeaders = (mediaType: string, errorType: string, { requestId }: Facts): Headers => [
  ['Content-Type', mediaType],
  ['x-amzn-RequestId', apiRequestId(requestId)],
  ['x-amzn-ErrorType', errorType],
  ['x-amz-apigw-id', extendedRequestId(requestId)],
];

function defaultBody(type: ResponseType, message: string | null): string {
  // Only the refusal of a policy or an authorizer writes the word with a capital.
  const name = type === 'ACCESS_DENIED' ? 'Message' : 'message';
  return `{"${name}":${SPACED.has(type) ? ' ' : ''}${JSON.stringify(message)}}`;
}

const templateOf = (own: GatewayResponse | undefined): readonly [string, string] | undefined => {
  if (!own) return undefined;
  const json = own.templates.get('application/json');
  return json === undefined ? [...own.templates][0] : ['application/json', json];
};

/** The variables of a template that do not need the Velocity engine. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html */
const contextValues = (type: ResponseType, text: string | null, request: Request, facts: Facts) =>
  new Map<string, string>([
    ['$context.error.messageString', JSON.stringify(text)],
    ['$context.error.message', text ?? ''],
    ['$context.error.responseType', type],
    ['$context.error.validationErrorString', ''],
    ['$context.requestId', apiRequestId(facts.requestId)],
    ['$context.extendedRequestId', extendedRequestId(facts.requestId)],
    ['$context.identity.sourceIp', request.connection.address],
    ['$context.httpMethod', request.method],
  ]);

/** A template with its variables filled in; what is no variable of ours stays as it stands. */
function filled(template: string, values: ReadonlyMap<string, string>): string {
  return template.replace(
    /\$(?:\{(context\.[A-Za-z.]+)\}|(context\.[A-Za-z]+(?:\.[A-Za-z]+)*))/g,
    (all, braced?: string, bare?: string) => values.get(`$${braced ?? bare}`) ?? all,
  );
}

function customHeaders(headers: Headers, own: GatewayResponse | undefined, request: Request): Headers {
  let all = headers;
  for (const [key, value] of own?.parameters ?? []) {
    const name = /^gatewayresponse\.header\.(.+)$/.exec(key)?.[1];
    const text = parameterValue(value, request);
    if (name !== undefined && text !== undefined) all = withHeader(all, name, text);
  }
  return all;
}

/** `'a text'`, or the name of a part of the request. */
export function parameterValue(mapping: string, request: Request): string | undefined {
  const literal = /^'(.*)'$/s.exec(mapping);
  if (literal) return literal[1];
  const header = /^method\.request\.header\.(.+)$/.exec(mapping)?.[1];
  return header === undefined ? undefined : headerValue(request.headers, header);
}

/** An answer that has no response type, so that nobody can rewrite it. */
export function fixedAnswer(status: number, errorType: string, message: string): Answer {
  return {
    label: `API Gateway answers ${status} ${errorType}`,
    respond: (_request, facts) => ({
      status,
      headers: answerHeaders('application/json', errorType, facts),
      body: { kind: 'bytes', bytes: utf8Bytes(JSON.stringify({ message })) },
    }),
  };
}

/**
 * What the front of API Gateway answers before any API is found: an unknown Host, stage or a default endpoint that is switched
 * off. Observed: 403, `{"message":"Forbidden"}`, ForbiddenException.
 */
export const forbidden = (label: string): Answer => gatewayAnswer([], 'INVALID_API_KEY', { label });
