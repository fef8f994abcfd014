import type { Duplex } from 'node:stream';
import { apiRequestId, type Entrance, errorPage, extendedRequestId } from '@sallyport/gates';

interface Refusal {
  readonly status: number;
  readonly reason: string;
}

const REFUSALS: { readonly [code: string]: Refusal } = {
  HPE_HEADER_OVERFLOW: { status: 431, reason: 'Request Header Fields Too Large' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, reason: 'Request Too Long' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, reason: 'Request Timeout' },
};
const BAD_REQUEST: Refusal = { status: 400, reason: 'Bad Request' };

/** Why a request could not be read, as a status. CloudFront answers 413 where a head is too long. */
export function refusalOf(code: string, { kind }: Entrance): Refusal {
  const refusal = REFUSALS[code] ?? BAD_REQUEST;
  return refusal.status === 431 && kind === 'distribution' ? { status: 413, reason: 'Payload Too Large' } : refusal;
}

/** How long what is left of a refused request is read, which would otherwise undo the answer by a reset. */
const LINGERING_MILLISECONDS = 2000;

const refused = new WeakSet<Duplex>();

/** Answers a connection whose request could not even be read, and closes it. */
export function refuseConnection(socket: Duplex, code: string, entrance: Entrance, requestId: string): void {
  // Each piece of the rest is an error anew.
  if (refused.has(socket) && code !== 'ECONNRESET') return;
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  refused.add(socket);
  const lingering = setTimeout(() => socket.destroy(), LINGERING_MILLISECONDS);
  socket.once('close', () => clearTimeout(lingering));
  const { status, reason } = refusalOf(code, entrance);
  const { headers, body } = badRequest(status, reason, entrance, requestId);
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\n${lines}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** What a component answers to a request that is none: CloudFront's page, or API Gateway's JSON (approximated). */
export function badRequest(
  status: number,
  reason: string,
  { kind }: Entrance,
  requestId: string,
): { headers: readonly (readonly [string, string])[]; body: string } {
  if (kind === 'distribution') return cloudFrontPage(status, requestId);
  const headers = [
    ['x-amzn-RequestId', apiRequestId(requestId)],
    ['x-amz-apigw-id', extendedRequestId(requestId)],
    ['x-amzn-ErrorType', 'BadRequestException'],
    ['Content-Type', 'application/json'],
  ] as const;
  return { headers, body: JSON.stringify({ message: reason }) };
}

/** The page as it is captured in public; AWS does not document it. */
function cloudFrontPage(status: number, requestId: string) {
  const headers = [
    ['Server', 'CloudFront'],
    ['Date', new Date().toUTCString()],
    ['Content-Type', 'text/html'],
    ['X-Cache', 'Error from cloudfront'],
    ['X-Amz-Cf-Id', requestId],
  ] as const;
  return { headers, body: errorPage(status, 'Bad request.', requestId) };
}
