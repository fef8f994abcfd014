import { connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** An origin that does what it likes with a connection. */
export interface RawOrigin {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Listens on loopback; `converse` is called with each connection once a request has begun. */
export function rawOrigin(converse: (socket: Socket) => void): Promise<RawOrigin> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.once('data', () => converse(socket));
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const close = (): Promise<void> => {
        for (const socket of sockets) socket.destroy();
        return new Promise((done) => server.close(() => done()));
      };
      resolve({ url: `http://127.0.0.1:${port}`, close });
    }),
  );
}

/** Sends bytes over TLS to a URL's port and gives all that comes back until the connection ends, or `milliseconds` have passed. */
export async function sendRaw(url: string, bytes: string | Buffer, milliseconds = 3000): Promise<string> {
  const port = Number(new URL(url).port);
  const socket = connectTls({ port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false });
  return collect(socket, bytes, milliseconds);
}

/** The same without TLS. */
export async function sendPlain(url: string, bytes: string | Buffer, milliseconds = 3000): Promise<string> {
  return collect(connect(Number(new URL(url).port), '127.0.0.1'), bytes, milliseconds);
}

function collect(socket: Socket, bytes: string | Buffer, milliseconds: number): Promise<string> {
  let received = '';
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), milliseconds);
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(received);
    });
    socket.write(bytes);
  });
}

/** The status of the first answer in what came back; 0 where there is none. */
export const statusOf = (received: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(received)?.[1] ?? 0);
