import { ServerResponse } from 'node:http';
import { type Headers, lowerName, nameTest, type Response } from '@sallyport/http';
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
  const framing = framingOf(length, request.method === 'HEAD', status);
  if (!writeHead(response, status, headers, framing)) return NOTHING_SENT;
  if (streams) {
    stream.pipe(response);
    return () => stream.sentBytes;
  }
  if (bodyless || body.kind === 'stream') {
    response.end();
    return NOTHING_SENT;
  }
  response.end(body.bytes);
  return () => body.bytes.length;
}

const NOTHING_SENT: SentBytes = () => 0;

/** What becomes of Content-Length: it stays as it came, is left out, or says this. */
type Framing = 'as it came' | 'none' | number;

/** The length of what is sent, where it is known; of a HEAD's answer, and of a stream, what the origin said. */
function framingOf(length: number | undefined, isHead: boolean, status: number): Framing {
  if (length === undefined || (isHead && length === 0)) return 'as it came';
  return status === 204 || status === 304 || status < 200 ? 'none' : length;
}

/** Writes the head. What an origin sent may be nothing that a viewer can be sent: then 502 without a body. */
function writeHead(response: ViewerResponse, status: number, headers: Headers, framing: Framing): boolean {
  const lines = linesOf(headers, framing);
  try {
    if (response instanceof ServerResponse) {
      lines.push('Connection', persistence(response));
      response.writeHead(status, lines);
    } else response.writeHead(status, http2Headers(lines));
    return true;
  } catch {
    if (!response.headersSent) response.writeHead(502);
    response.end();
    return false;
  }
}

/** As AWS says it. Left to itself the server would add a `Keep-Alive`, which AWS does not send. */
const persistence = ({ shouldKeepAlive }: ServerResponse): string => (shouldKeepAlive ? 'keep-alive' : 'close');

/** The headers that go from end to end, each name before its value. */
function linesOf(headers: Headers, framing: Framing): string[] {
  const lines: string[] = [];
  for (const header of headers) {
    if (isHopByHop(header[0]) || (framing !== 'as it came' && isContentLength(header[0]))) continue;
    lines.push(header[0], header[1]);
  }
  if (typeof framing === 'number') lines.push('Content-Length', String(framing));
  return lines;
}

const isContentLength = nameTest(['content-length']);

function http2Headers(lines: readonly string[]): Record<string, string | string[]> {
  const all: Record<string, string | string[]> = {};
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const lower = lowerName(lines[at] ?? '');
    const value = lines[at + 1] ?? '';
    const before = all[lower];
    all[lower] = before === undefined ? value : [before, value].flat();
  }
  return all;
}
