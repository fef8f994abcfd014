import type { Server } from 'node:http';
import { type AddressInfo, createServer, type Server as SocketServer } from 'node:net';

const IPV4 = '127.0.0.1';
const IPV6 = '::1';

/** What a machine says that has no IPv6, or none on its loopback interface. */
const WITHOUT_IPV6 = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/** How often the system is asked for a port that is free in both families. */
const MOST_TRIES = 5;

/** A port of the loopback network that a server listens on. */
export interface Loopback {
  readonly port: number;
  /** Whether ::1 is listened on too. */
  readonly hasIPv6: boolean;
  readonly close: () => Promise<void>;
}

/** Listens on one port of 127.0.0.1 and, where the machine has it, of ::1; 0 lets the system choose. */
export async function listenOnLoopback(server: Server, number: number): Promise<Loopback> {
  for (let tries = 1; ; tries++) {
    const port = await listen(server, number, IPV4);
    // What an HTTP server asks of its sockets: https://nodejs.org/docs/latest-v20.x/api/http.html#httpcreateserveroptions-requestlistener
    const second = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit('connection', socket));
    try {
      await listen(second, port, IPV6);
      return { port, hasIPv6: true, close: () => closeAll(server, second) };
    } catch (error) {
      if (WITHOUT_IPV6.includes(codeOf(error))) return { port, hasIPv6: false, close: () => closeAll(server) };
      await closeAll(server);
      if (number !== 0 || tries === MOST_TRIES) throw error;
    }
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

async function listen(server: SocketServer, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: 1024 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

async function closeAll(...servers: readonly SocketServer[]): Promise<void> {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
}
