import { ServerResponse } from 'node:http';
import type { Header, Headers, Response } from '@sallyport/http';
import { isHopByHop } from './origin.ts';
import type { OriginBody } from './origin-body.ts';
import type { ViewerRequest, ViewerResponse } from './viewer.ts';

/** How many bytes of the body were handed to the socket, once the response is over. */
export type SentBytes = () => number;

/** Sends a response: what is known at once, a stream with back-pressure. */
export function sendResponse(
  request: ViewerRequest,
  response: ViewerResponse,
  { status, headers, body }: Response,
  stream: OriginBody | undefined,
): SentBytes {
  const bodyless = request.method === 'HEAD' || status === 204 || status === 304 || status < 200;
  const streams = body.kind === 'stream' && stream !== undefined && !bodyless;
  if (!streams) stream?.discard();
  const length = body.kind === 'bytes' ? body.bytes.length : undefined;
  const framed = withLength(headers, length, request.method === 'HEAD', status);
  if (!writeHead(response, status, framed)) return () => 0;
  if (streams) {
    stream.pipe(response);
    return () => stream.sentBytes;
  }
  if (bodyless || body.kind === 'stream') {
    response.end();
    return () => 0;
  }
  response.end(body.bytes);
  return () => body.bytes.length;
}

/** The length of what is sent, where it is known; of a HEAD's answer, and of a stream, what the origin said. */
function withLength(headers: Headers, length: number | undefined, isHead: boolean, status: number): Headers {
  const plain = headers.filter(isEndToEnd);
  if (length === undefined || (isHead && length === 0)) return plain;
  const others = plain.filter(([name]) => name.toLowerCase() !== 'content-length');
  return status === 204 || status === 304 || status < 200 ? others : [...others, ['Content-Length', String(length)]];
}

const isEndToEnd = ([name]: Header): boolean => !isHopByHop(name);

/** Writes the head. What an origin sent may be nothing that a viewer can be sent: then 502 without a body. */
function writeHead(response: ViewerResponse, status: number, headers: Headers): boolean {
  try {
    if (response instanceof ServerResponse) response.writeHead(status, flat(headers, persistence(response)));
    else response.writeHead(status, http2Headers(headers));
    return true;
  } catch {
    if (!response.headersSent) response.writeHead(502);
    response.end();
    return false;
  }
}

/** As AWS says it. Left to itself the server would add a `Keep-Alive`, which AWS does not send. */
const persistence = ({ shouldKeepAlive }: ServerResponse): string => (shouldKeepAlive ? 'keep-alive' : 'close');

/** `flat()` would do, ten times as slowly. */
function flat(headers: Headers, connection: string): string[] {
  const all: string[] = [];
  for (const header of headers) all.push(header[0], header[1]);
  all.push('Connection', connection);
  return all;
}

function http2Headers(headers: Headers): Record<string, string | string[]> {
  const all: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    const before = all[lower];
    all[lower] = before === undefined ? value : [before, value].flat();
  }
  return all;
}
