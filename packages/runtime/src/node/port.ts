import { createServer, type Server } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Entrance } from '@sallyport/gates';
import type { Diagnostic } from '@sallyport/http';
import { refuseConnection } from './bad-request.ts';
import type { CertificateAuthority } from './certificate.ts';
import { type Loopback, listenOnLoopback } from './loopback.ts';
import { ServeError, type ServeOptions } from './options.ts';
import { readProxyHeader, rememberPeer } from './proxy-protocol.ts';
import { newRequestId } from './request-id.ts';
import type { ViewerRequest, ViewerResponse } from './viewer.ts';

/** The longest head that is read at all; the gates' own limits are lower and give AWS's answers. */
const MAXIMUM_HEAD = 65_536;
/**
 * The same in HTTP/2, where a stream beyond it is reset without an answer, so that it lies well above what a client's library
 * sends. What nghttp2 does not decode at all (a field of more than 64 KB as it is coded, or more than eight frames) ends the
 * connection, as RFC 9113, section 4.3, wants it: after that no stream can be answered.
 */
const MAXIMUM_HTTP2_HEAD = 262_144;
/** What each field counts for beside its text: https://www.rfc-editor.org/rfc/rfc9113#section-6.5.2 */
const HTTP2_FIELD = 32;
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 60_000;
const IDLE_TIMEOUT = 60_000;

/** The first byte of a TLS record that holds a handshake (RFC 8446, section 5.1). */
const HANDSHAKE = 0x16;

/** A loopback port that serves one entrance, with and without TLS, in HTTP/1.1 and HTTP/2. */
export interface EntrancePort {
  entrance: Entrance;
  readonly number: number;
  /** Whether it is a port of ::1 as well as of 127.0.0.1. */
  readonly hasIPv6: boolean;
  readonly close: () => Promise<void>;
}

export type Handle = (port: EntrancePort, input: ViewerRequest, output: ViewerResponse) => void;

/** What a port needs from the server that it belongs to. */
export interface PortSetting {
  readonly options: ServeOptions;
  readonly authority: () => Promise<CertificateAuthority>;
  readonly handle: Handle;
}

/** Listens for an entrance; resolves when connections are accepted. */
export async function openPort(entrance: Entrance, number: number, setting: PortSetting): Promise<EntrancePort> {
  const sockets = new Set<Socket>();
  const server = createPlainServer(setting.options);
  const loopback = await listen(server, number, entrance);
  const port: EntrancePort = {
    entrance,
    number: loopback.port,
    hasIPv6: loopback.hasIPv6,
    close: () => closeAll(loopback, sockets),
  };
  const serve = (input: ViewerRequest, output: ViewerResponse) => setting.handle(port, input, output);
  server.on('request', serve);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
    refuseConnection(socket, error.code ?? '', port.entrance, newRequestId()),
  );
  divert(server, sockets, createSecureServer(server, port, setting, serve), setting.options);
  return port;
}

function createPlainServer(options: ServeOptions): Server {
  const headersTimeout = options.headersTimeoutMilliseconds ?? HEADERS_TIMEOUT;
  const requestTimeout = options.requestTimeoutMilliseconds ?? REQUEST_TIMEOUT;
  return createServer({
    maxHeaderSize: MAXIMUM_HEAD,
    insecureHTTPParser: false,
    // A missing Host has an answer of its own.
    requireHostHeader: false,
    headersTimeout,
    requestTimeout: Math.max(requestTimeout, headersTimeout),
    connectionsCheckingInterval: Math.min(1000, headersTimeout),
    keepAliveTimeout: IDLE_TIMEOUT,
    noDelay: true,
  });
}

async function listen(server: Server, number: number, entrance: Entrance): Promise<Loopback> {
  try {
    return await listenOnLoopback(server, number);
  } catch (cause) {
    const { code = 'listen', message: reason }: NodeJS.ErrnoException =
      cause instanceof Error ? cause : new Error(String(cause));
    const found = code === 'EADDRINUSE' ? 'the port is in use' : reason;
    const message = `Cannot listen on port ${number} for "${entrance.id}": ${found}, expected a free port`;
    throw new ServeError(code, message, cause);
  }
}

/** TLS on the same port: HTTP/2 for those who negotiate it, the rest goes to the plain server. */
function createSecureServer(
  plain: Server,
  port: EntrancePort,
  { authority }: PortSetting,
  serve: (input: ViewerRequest, output: ViewerResponse) => void,
): TakeConnection {
  const http2 = createHttp2Server({
    maxHeaderListPairs: MAXIMUM_HTTP2_HEAD / HTTP2_FIELD,
    settings: { maxHeaderListSize: MAXIMUM_HTTP2_HEAD, maxConcurrentStreams: 128 },
  });
  http2.on('request', serve);
  http2.on('sessionError', () => {});
  const secure = createTlsServer({ ALPNProtocols: ['h2', 'http/1.1'] });
  secure.on('secureConnection', (socket) =>
    (socket.alpnProtocol === 'h2' ? http2 : plain).emit(socket.alpnProtocol === 'h2' ? 'connection' : PLAIN, socket),
  );
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  let certified: readonly string[] | undefined;
  return async (socket) => {
    const { hosts } = port.entrance;
    if (certified !== hosts) {
      const { certificate, key } = await (await authority()).certificateFor(hosts);
      secure.setSecureContext({ cert: certificate, key });
      certified = hosts;
    }
    secure.emit('connection', socket);
  };
}

/** Takes a connection over; one that it cannot take is closed. */
type TakeConnection = (socket: Socket) => Promise<void>;

/** The event under which the plain server takes connections that have been looked at. */
const PLAIN = 'sallyport:connection';

/** Looks at the first bytes of each connection before a server takes it. */
function divert(server: Server, sockets: Set<Socket>, secure: TakeConnection, options: ServeOptions): void {
  for (const listener of server.listeners('connection')) server.on(PLAIN, (socket) => listener.call(server, socket));
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(options.headersTimeoutMilliseconds ?? HEADERS_TIMEOUT, () => socket.destroy());
    const proceed = (first: Buffer) => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.unshift(first);
      if (first[0] === HANDSHAKE) {
        secure(socket).catch((error: unknown) => {
          options.onDiagnostic?.(noCertificate(error));
          socket.destroy();
        });
      } else {
        server.emit(PLAIN, socket);
        // What was put back has to flow once the server listens.
        process.nextTick(() => socket.resume());
      }
    };
    peek(socket, Buffer.alloc(0), options.proxyProtocol ?? false, proceed);
  });
}

const noCertificate = (error: unknown): Diagnostic => ({
  code: 'no-certificate',
  severity: 'warning',
  message: `Cannot serve HTTPS: ${error instanceof Error ? error.message : String(error)}, expected a certificate`,
});

/** Waits for the first bytes, and takes the PROXY header off where there has to be one. */
function peek(socket: Socket, before: Buffer, isProxied: boolean, proceed: (first: Buffer) => void): void {
  socket.once('data', (chunk: Buffer) => {
    socket.pause();
    const bytes = before.length === 0 ? chunk : Buffer.concat([before, chunk]);
    if (!isProxied) return proceed(bytes);
    const header = readProxyHeader(bytes);
    if (header === 'malformed') socket.destroy();
    else if (header === 'incomplete') peek(socket, bytes, true, proceed);
    else {
      if (header.peer) rememberPeer(socket, header.peer);
      if (header.rest.length > 0) proceed(header.rest);
      else peek(socket, header.rest, false, proceed);
    }
  });
  socket.resume();
}

async function closeAll(loopback: Loopback, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = loopback.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}
