import { type Headers, type Response, utf8Bytes } from '@sallyport/http';
import { fromBase64 } from '../rest-api/base64.ts';
import { recordOf } from '../rest-api/lambda-answer.ts';
import type { Exchange } from '../step.ts';
import { httpApiAnswer } from './answer.ts';

/**
 * The response that a function's answer asks for. In format 2.0 an answer without `statusCode` is itself the body of a 200.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
 */
export function functionAnswer(
  version: string,
  result: { readonly value: unknown } | { readonly error: string },
  { request, facts }: Exchange,
): Response {
  const failed = httpApiAnswer(500, 'Internal Server Error');
  if ('error' in result) return failed.respond(request, facts);
  const fields = recordOf(result.value);
  if (!fields || fields.statusCode === undefined) {
    if (version === '1.0') return failed.respond(request, facts);
    const body = typeof result.value === 'string' ? result.value : (JSON.stringify(result.value) ?? 'null');
    return {
      status: 200,
      headers: [['Content-Type', 'application/json']],
      body: { kind: 'bytes', bytes: utf8Bytes(body) },
    };
  }
  const status = Number(fields.statusCode);
  const body = bodyOf(fields.body, fields.isBase64Encoded === true);
  if (!Number.isInteger(status) || status < 100 || status > 599 || !body) return failed.respond(request, facts);
  return { status, headers: headersOf(fields), body: { kind: 'bytes', bytes: body } };
}

function headersOf(fields: Readonly<Record<string, unknown>>): Headers {
  const single = Object.entries(recordOf(fields.headers) ?? {}).map(([name, value]) => [name, String(value)] as const);
  const multiple = Object.entries(recordOf(fields.multiValueHeaders) ?? {}).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value) => [name, String(value)] as const),
  );
  const cookies = (Array.isArray(fields.cookies) ? fields.cookies : []).map(
    (value) => ['Set-Cookie', String(value)] as const,
  );
  const all = [...single, ...multiple, ...cookies];
  return all.some(([name]) => name.toLowerCase() === 'content-type')
    ? all
    : [['Content-Type', 'text/plain;charset=UTF-8'], ...all];
}

function bodyOf(value: unknown, encoded: boolean): Uint8Array | undefined {
  if (value === undefined || value === null) return new Uint8Array(0);
  if (typeof value !== 'string') return undefined;
  return encoded ? fromBase64(value) : utf8Bytes(value);
}
