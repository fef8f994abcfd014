import type { IncomingMessage, ServerResponse } from 'node:http';
import { Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { TLSSocket } from 'node:tls';
import type { Entrance } from '@sallyport/gates';
import type { Connection, Headers, Request, TlsSession } from '@sallyport/http';
import { type Clients, simulatedClient } from './client-address.ts';
import type { IpData } from './ip-data/ip-data.ts';
import { isLoopbackHost } from './loopback-host.ts';
import { proxiedPeer } from './proxy-protocol.ts';

/** A request and its response as the server has them, in either version of HTTP. */
export type ViewerRequest = IncomingMessage | Http2ServerRequest;
export type ViewerResponse = ServerResponse | Http2ServerResponse;

export const isHttp2 = (request: ViewerRequest): request is Http2ServerRequest => request instanceof Http2ServerRequest;

/** Whether the request line names HTTP/2 where HTTP/1.1 is spoken. */
export const misstatesVersion = (request: ViewerRequest): boolean =>
  request.httpVersionMajor === 2 && !isHttp2(request);

/** Whether a body follows the head (RFC 9112, section 6.3; in HTTP/2 unless the stream ends with the head). */
export function hasBody(request: ViewerRequest): boolean {
  if (isHttp2(request)) return !request.stream.endAfterHeaders;
  const { headers } = request;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

export type RequestHead = Omit<Request, 'body'>;

/** Where clients are: who they pretend to be, and what is known of their addresses. */
export interface Whereabouts {
  readonly clients?: Clients;
  readonly ipData?: IpData;
}

/** The head of a request as the core wants it. */
export function requestHead(request: ViewerRequest, entrance: Entrance, whereabouts: Whereabouts): RequestHead {
  const headers = isHttp2(request) ? http2Headers(request.rawHeaders) : pairs(request.rawHeaders);
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    httpVersion: isHttp2(request) ? '2' : request.httpVersion === '1.0' ? '1.0' : '1.1',
    headers: withSimulatedHost(headers, entrance),
    connection: connectionOf(request, entrance, whereabouts),
  };
}

function pairs(raw: readonly string[]): [string, string][] {
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return headers;
}

/** `:authority` becomes Host, unless there is one; cookie crumbs become one header (RFC 9113, section 8.2.3). */
function http2Headers(raw: readonly string[]): [string, string][] {
  const all = pairs(raw);
  const authority = all.find(([name]) => name === ':authority')?.[1];
  const plain = all.filter(([name]) => !name.startsWith(':') && name !== 'cookie');
  const cookies = all.flatMap(([name, value]) => (name === 'cookie' ? [value] : []));
  const hasHost = plain.some(([name]) => name === 'host');
  return [
    ...(authority !== undefined && !hasHost ? [['Host', authority] satisfies [string, string]] : []),
    ...plain,
    ...(cookies.length > 0 ? [['cookie', cookies.join('; ')] satisfies [string, string]] : []),
  ];
}

/** A loopback Host is what DNS would have to be for: the entrance's own name takes its place. Any other is kept. */
function withSimulatedHost(headers: [string, string][], { hosts: [host] }: Entrance): Headers {
  if (host === undefined) return headers;
  for (const header of headers) {
    if (header[0].length === 4 && header[0].toLowerCase() === 'host' && isLoopbackHost(header[1])) header[1] = host;
  }
  return headers;
}

type Socket = IncomingMessage['socket'];

/** What is known of a connection does not change from request to request. */
const connections = new WeakMap<Socket, { readonly entrance: Entrance; readonly connection: Connection }>();

function connectionOf(request: ViewerRequest, entrance: Entrance, whereabouts: Whereabouts): Connection {
  const { socket } = isHttp2(request) ? { socket: sessionSocket(request) } : request;
  const known = socket && connections.get(socket);
  if (known?.entrance === entrance) return known.connection;
  const connection = makeConnection(socket, entrance, whereabouts);
  if (socket) connections.set(socket, { entrance, connection });
  return connection;
}

/** The socket under an HTTP/2 session; the session itself shows only a proxy of it. */
function sessionSocket({ stream }: Http2ServerRequest): Socket | undefined {
  return stream.session?.socket;
}

function makeConnection(socket: Socket | undefined, entrance: Entrance, { clients, ipData }: Whereabouts): Connection {
  const named = socket && proxiedPeer(socket);
  const address = named?.address ?? socket?.remoteAddress ?? '127.0.0.1';
  const client = named ? { address } : simulatedClient(address, clients);
  const tls = socket instanceof TLSSocket ? sessionOf(socket) : undefined;
  // Entrances that speak HTTPS only take a plain local request for HTTPS: without it no plain `curl` would get in.
  const scheme = tls || !entrance.schemes.includes('http') ? 'https' : 'http';
  return {
    scheme,
    ...ipData?.(client.address),
    ...client,
    port: named?.port ?? socket?.remotePort ?? 0,
    localPort: scheme === 'https' ? 443 : 80,
    ...(scheme === 'https' ? { tls: tls ?? defaultSession(entrance) } : {}),
  };
}

function sessionOf(socket: TLSSocket): TlsSession {
  const protocol = socket.getProtocol();
  const serverName = 'servername' in socket && typeof socket.servername === 'string' ? socket.servername : undefined;
  return {
    ...(serverName ? { serverName } : {}),
    ...(protocol ? { protocol } : {}),
    cipher: socket.getCipher().standardName,
  };
}

const defaultSession = ({ hosts: [serverName] }: Entrance): TlsSession =>
  serverName === undefined ? {} : { serverName };
