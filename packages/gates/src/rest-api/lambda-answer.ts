import type { GatewayResponse } from '@sallyport/architecture';
import { type Header, type Headers, headerValue, type Response, utf8Bytes } from '@sallyport/http';
import type { Exchange } from '../step.ts';
import { fromBase64 } from './base64.ts';
import { gatewayAnswer } from './gateway-response.ts';

const FIELDS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/**
 * The response that a function's answer asks for; one of another shape is a malformed proxy response, 502.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function lambdaAnswer(
  customised: readonly GatewayResponse[],
  result: { readonly value: unknown } | { readonly error: string },
  { request, facts }: Exchange,
): Response {
  const response = 'value' in result ? proxyResponse(result.value) : undefined;
  return response ?? gatewayAnswer(customised, 'MALFORMED_PROXY_RESPONSE').respond(request, facts);
}

function proxyResponse(value: unknown): Response | undefined {
  const fields = recordOf(value);
  if (!fields || Object.keys(fields).some((name) => !FIELDS.has(name))) return undefined;
  const status = statusOf(fields.statusCode);
  const headers = headersOf(fields.headers, fields.multiValueHeaders);
  const body = bodyOf(fields.body, fields.isBase64Encoded === true);
  if (status === undefined || !headers || !body) return undefined;
  const typed: Headers =
    headerValue(headers, 'content-type') === undefined ? [['Content-Type', 'application/json'], ...headers] : headers;
  return { status, headers: typed, body: { kind: 'bytes', bytes: body } };
}

/** The fields of an object; undefined for anything else. */
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;

/** 200 where it is left out; a number's text will do. */
function statusOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return 200;
  const status = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
}

/** Of a name in both maps, the values of `multiValueHeaders` alone are sent. */
function headersOf(single: unknown, multiple: unknown): Headers | undefined {
  const lists = fieldLists(multiple);
  const ones = fieldLists(single);
  if (!lists || !ones) return undefined;
  const taken = new Set(lists.map(([name]) => name.toLowerCase()));
  return [...ones.filter(([name]) => !taken.has(name.toLowerCase())), ...lists];
}

function fieldLists(value: unknown): readonly Header[] | undefined {
  if (value === undefined || value === null) return [];
  const fields = recordOf(value);
  return (
    fields &&
    Object.entries(fields).flatMap(([name, one]) =>
      (Array.isArray(one) ? one : [one]).map((each): Header => [name, String(each)]),
    )
  );
}

function bodyOf(value: unknown, encoded: boolean): Uint8Array | undefined {
  if (value === undefined || value === null) return new Uint8Array(0);
  if (typeof value !== 'string') return undefined;
  return encoded ? fromBase64(value) : utf8Bytes(value);
}
