import type { Readable } from 'node:stream';
import type { Traveller } from '@sallyport/gates';
import { type Headers, nameTest } from '@sallyport/http';
import type { IncomingBody } from './body.ts';
import { FIELD_LINE } from './response-head.ts';

/** A request as it goes over the wire. */
export interface OutgoingRequest {
  readonly method: string;
  /** Request line and headers with the empty line at the end; a character a byte. */
  readonly head: string;
  readonly body: Uint8Array | Readable | undefined;
  /** The body goes in chunks, since nobody knows its length. */
  readonly isChunked: boolean;
}

/** Headers about one connection only (RFC 9110, section 7.6.1). */
export const isHopByHop = nameTest([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'http2-settings',
]);

const isContentLength = nameTest(['content-length']);

/** Methods whose meaning may hang on a body: without one they say so (RFC 9110, section 8.6). */
const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

const REQUEST_LINE = /^[!#$%&'*+.^_`|~\dA-Za-z-]+ [\x21-\x7e\x80-\xff]+ HTTP\/1\.1$/;

/** The request as HTTP/1.1, framed anew; undefined where a gate has made something of it that no server could read. */
export function outgoingRequest(
  { method, target, headers }: Traveller,
  body: IncomingBody,
): OutgoingRequest | undefined {
  const { whole } = body;
  const requestLine = `${method} ${target} HTTP/1.1`;
  const lines = fieldLines(headers);
  if (lines === undefined || !REQUEST_LINE.test(requestLine)) return undefined;
  const length = declaredLength(method, body);
  const isChunked = whole !== undefined && length === undefined;
  const head = `${requestLine}\r\n${lines}${framing(length, isChunked)}Connection: keep-alive\r\n\r\n`;
  return { method, head, body: whole, isChunked };
}

function declaredLength(method: string, { whole, declaredBytes }: IncomingBody): number | undefined {
  if (whole instanceof Uint8Array) return whole.length;
  if (whole !== undefined) return declaredBytes;
  return WITH_BODY.has(method) ? 0 : undefined;
}

/** Undefined where one of the lines is none, or more than one. */
function fieldLines(headers: Headers): string | undefined {
  let lines = '';
  for (const header of headers) {
    if (isContentLength(header[0]) || isHopByHop(header[0])) continue;
    const line = `${header[0]}: ${header[1]}`;
    if (!FIELD_LINE.test(line)) return undefined;
    lines += `${line}\r\n`;
  }
  return lines;
}

function framing(length: number | undefined, isChunked: boolean): string {
  if (isChunked) return 'Transfer-Encoding: chunked\r\n';
  return length === undefined ? '' : `Content-Length: ${length}\r\n`;
}
