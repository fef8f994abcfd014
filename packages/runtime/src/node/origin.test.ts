import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createRawServer,
  type Server as RawServer,
  type Socket,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleGraph } from '../testing/sample-graph.ts';
import { openCertificateAuthority } from './certificate.ts';
import type { Running, Served, ServeOptions } from './options.ts';
import { serve } from './serve.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function origin(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle);
  return listening(server);
}

async function rawOrigin(handle: (socket: Socket) => void): Promise<string> {
  return listening(createRawServer((socket) => handle(socket.on('error', () => {}))));
}

async function listening(server: Server | RawServer): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

async function running(base: string, graph = sampleGraph(), options: ServeOptions = {}): Promise<string> {
  const run: Running = await serve(graph, { firstPort: 0, origins: { Api: base }, ...options });
  closing.push(() => run.close());
  return `http://127.0.0.1:${run.entrances[0]?.port}`;
}

describe('an origin that answers', () => {
  it('gets the request as the gates left it, and its answer comes back', async () => {
    const base = await origin((request, response) => {
      response.writeHead(201, ['Set-Cookie', 'a=1', 'set-cookie', 'b=2', 'X-Case', 'Kept']);
      response.end(JSON.stringify({ url: request.url, headers: request.rawHeaders }));
    });
    const url = await running(base);
    const response = await fetch(`${url}/a%2fb/../c?x=1`, { headers: { 'X-Test': 'yes' } });
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('x-cache')).toBe('Miss from cloudfront');
    const seen = (await response.json()) as { url: string; headers: string[] };
    expect(seen.headers.slice(0, 2)).toEqual(['host', 'backend.example.com']);
    expect(seen.headers).toContain('198.18.0.1');
  });

  it.each([
    [0, 65_536],
    [0, 1_000_000],
    [65_536, 65_535],
    [65_536, 65_536],
    [65_536, 65_537],
    [65_536, 1_000_000],
  ])(
    'may begin to read long after the viewer has sent all: %i bytes are looked at, %i sent',
    async (bodyBytes, size) => {
      const base = await origin((request, response) => {
        request.pause();
        setTimeout(async () => response.end(String((await text(request)).length)), 200);
      });
      const url = await running(base, sampleGraph({ bodyBytes }));
      const response = await fetch(`${url}/upload`, { method: 'POST', body: Buffer.alloc(size, 'x') });
      expect([response.status, await response.text()]).toEqual([200, String(size)]);
    },
  );

  it.each([0, 65_536])('may answer before it has read the body, where %i bytes are looked at', async (bodyBytes) => {
    const base = await origin((_request, response) => response.end('early'));
    const url = await running(base, sampleGraph({ bodyBytes }));
    for (let round = 0; round < 20; round++) {
      const response = await fetch(`${url}/upload`, { method: 'POST', body: Buffer.alloc(65_530 + round, 'x') });
      expect([response.status, await response.text()]).toEqual([200, 'early']);
    }
  });

  it('is sent a long body as it comes, with its length, and so is the viewer', async () => {
    const base = await origin((request, response) => {
      response.writeHead(200, { 'X-Length': request.headers['content-length'] ?? '' });
      request.pipe(response);
    });
    const url = await running(base, sampleGraph({ bodyBytes: 8192 }));
    const body = Buffer.alloc(20_000_000, 'abc');
    const response = await fetch(`${url}/upload`, { method: 'POST', body });
    expect(response.headers.get('x-length')).toBe('20000000');
    expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);
  });

  it.each([0, 8, 8192])(
    'is sent each body, with its head or after it, where %i bytes are looked at',
    async (bodyBytes) => {
      const base = await origin(async (request, response) => {
        const body = await text(request);
        response.writeHead(200, { 'X-Length': request.headers['content-length'] ?? '' }).end(body);
      });
      const { port } = new URL(await running(base, sampleGraph({ bodyBytes })));
      const socket = connect(Number(port), '127.0.0.1');
      closing.push(() => socket.destroy());
      const head = 'POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n';
      const pieces = [`${head}with head;${head}`, 'right ', 'away', `${head}al`, 'together', `${head}last of it`];
      const seen: string[] = [];
      socket.on('data', (chunk) => seen.push(chunk.toString('latin1')));
      for (const piece of pieces) {
        socket.write(piece);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      await expect.poll(() => seen.join('').match(/with head;|right away|altogether|last of it/g)).toHaveLength(4);
      expect(seen.join('').match(/x-length: \d+/gi)).toEqual(Array.from({ length: 4 }, () => 'X-Length: 10'));
    },
  );

  it('is sent a chunked body in chunks', async () => {
    const base = await origin((request, response) => {
      response.setHeader('X-Framing', `${request.headers['transfer-encoding']}/${request.headers['content-length']}`);
      request.pipe(response);
    });
    const url = await running(base);
    async function* pieces() {
      yield Buffer.from('first ');
      yield Buffer.from('second');
    }
    const response = await fetch(`${url}/upload`, { method: 'PUT', body: pieces(), duplex: 'half' } as RequestInit);
    expect([response.headers.get('x-framing'), await response.text()]).toEqual(['chunked/undefined', 'first second']);
  });

  it('is held back while the viewer does not read', async () => {
    let written = 0;
    const base = await origin((_request, response) => {
      const chunk = Buffer.alloc(65_536);
      const more = () => {
        while (written < 200_000_000 && response.write(chunk)) written += chunk.length;
      };
      response.on('drain', more).on('error', () => {});
      more();
    });
    const url = await running(base);
    const response = await fetch(`${url}/endless`);
    const reader = response.body?.getReader();
    await reader?.read();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(written).toBeLessThan(60_000_000);
    await reader?.cancel();
  });

  it('hears that the viewer has left', async () => {
    let left: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    const base = await origin((_request, response) => void response.on('close', left));
    const served: Served[] = [];
    const url = await running(base, sampleGraph(), { onRequest: (one) => served.push(one) });
    const controller = new AbortController();
    const pending = fetch(`${url}/slow`, { signal: controller.signal }).catch(() => 'aborted');
    setTimeout(() => controller.abort(), 100);
    expect(await pending).toBe('aborted');
    await gone;
    expect(await fetch(`${url}/after`, { signal: AbortSignal.timeout(100) }).catch(() => 'hangs')).toBe('hangs');
  });
});

const HEAD = 'HTTP/1.1 200 OK\r\n';

describe('a connection to an origin', () => {
  /** An origin that counts its connections and answers each request with what is to be done next. */
  async function counted(
    answer: (socket: Socket, count: number) => void,
  ): Promise<{ url: string; count: () => number }> {
    let count = 0;
    const base = await rawOrigin((socket) => {
      count++;
      socket.on('data', () => answer(socket, count));
    });
    return { url: await running(base), count: () => count };
  }
  const twice = async (url: string): Promise<readonly string[]> => {
    const first = await (await fetch(`${url}/a`)).text();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [first, await (await fetch(`${url}/b`)).text()];
  };

  it('carries one request after the other', async () => {
    const { url, count } = await counted((socket) => socket.write(`${HEAD}Content-Length: 2\r\n\r\nok`));
    expect(await twice(url)).toEqual(['ok', 'ok']);
    expect(count()).toBe(1);
  });

  it('carries one request at a time: those that come together have one each, and later ones use them again', async () => {
    const waiting: Socket[] = [];
    const answered = `${HEAD}Content-Length: 2\r\n\r\nok`;
    const { url, count } = await counted((socket, number) => {
      if (number < 3) waiting.push(socket);
      else for (const each of [...waiting.splice(0), socket]) each.write(answered);
    });
    const together = () => Promise.all(['a', 'b', 'c'].map(async (path) => (await fetch(`${url}/${path}`)).text()));
    expect(await together()).toEqual(['ok', 'ok', 'ok']);
    expect(await together()).toEqual(['ok', 'ok', 'ok']);
    expect(await twice(url)).toEqual(['ok', 'ok']);
    expect(count()).toBe(3);
  });

  it('carries the next request also where the viewer was too slow for the end of an answer', async () => {
    const large = Buffer.alloc(1_000_000, 'a');
    const { url, count } = await counted((socket) => {
      socket.write(`${HEAD}Content-Length: ${large.length}\r\n\r\n`);
      socket.write(large);
    });
    for (let time = 0; time < 20; time++) {
      const response = await fetch(`${url}/a`, { signal: AbortSignal.timeout(3000) });
      expect((await response.arrayBuffer()).byteLength).toBe(large.length);
    }
    expect(count()).toBe(1);
  });

  it.each([
    ['says close', (socket: Socket) => socket.write(`${HEAD}Connection: close\r\nContent-Length: 2\r\n\r\nok`)],
    ['closes', (socket: Socket) => socket.end(`${HEAD}Content-Length: 2\r\n\r\nok`)],
    ['ends its answer by closing', (socket: Socket) => socket.end(`${HEAD}\r\nok`)],
    ['says more than it has to', (socket: Socket) => socket.write(`${HEAD}Content-Length: 2\r\n\r\nok${HEAD}`)],
    [
      'keeps no idle ones',
      (socket: Socket) => socket.write(`${HEAD}Keep-Alive: timeout=1\r\nContent-Length: 2\r\n\r\nok`),
    ],
  ])('is not used again where the origin %s', async (_what, answer) => {
    const { url, count } = await counted(answer);
    expect(await twice(url)).toEqual(['ok', 'ok']);
    expect(count()).toBe(2);
  });

  it('is not used again where what follows comes later, unasked for', async () => {
    const { url, count } = await counted((socket) => {
      socket.write(`${HEAD}Content-Length: 2\r\n\r\nok`);
      setTimeout(() => socket.write(`${HEAD}Content-Length: 7\r\n\r\nsmuggle`), 10);
    });
    expect(await twice(url)).toEqual(['ok', 'ok']);
    expect(count()).toBe(2);
  });

  it('takes an answer that comes before all of the request was sent, and is not used again', async () => {
    const { url, count } = await counted((socket, number) => {
      socket.pause();
      socket.write(`${HEAD}Content-Length: 6\r\n\r\nearly${number}`);
    });
    const body = Buffer.alloc(20_000_000);
    const first = await fetch(`${url}/a`, { method: 'POST', body });
    expect(await first.text()).toBe('early1');
    expect(await (await fetch(`${url}/b`)).text()).toBe('early2');
    expect(count()).toBe(2);
  });

  it('waits for each next piece of a response, and no longer', async () => {
    const slow = await rawOrigin((socket) =>
      socket.once('data', () => {
        socket.write(`${HEAD}Content-Length: 10\r\n\r\n`);
        let sent = 0;
        const timer = setInterval(() => (sent++ < 5 ? socket.write('.') : clearInterval(timer)), 100);
      }),
    );
    const url = await running(slow, sampleGraph({ responseMilliseconds: 300 }));
    const response = await fetch(`${url}/a`);
    const start = performance.now();
    await expect(response.text()).rejects.toThrow();
    expect(performance.now() - start).toBeGreaterThan(500);
  });
});

describe('an origin that fails', () => {
  it('is refused, and the rules of the gates say what the viewer gets', async () => {
    const served: Served[] = [];
    const url = await running('http://127.0.0.1:1', sampleGraph({ attempts: 3 }), {
      onRequest: (one) => served.push(one),
    });
    const response = await fetch(`${url}/a`);
    expect([response.status, await response.text()]).toEqual([502, '{"message":"refused"}']);
    expect(served[0]?.journey.failures).toEqual(['refused']);
  });

  it('hangs, and the response time-out ends it', async () => {
    const url = await running(await rawOrigin(() => {}), sampleGraph({ responseMilliseconds: 200 }));
    const response = await fetch(`${url}/a`);
    expect([response.status, await response.text()]).toEqual([504, '{"message":"timeout"}']);
  });

  it.each([
    ['resets', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy()), 'reset'],
    ['closes without a word', (socket: Socket) => socket.once('data', () => socket.end()), 'reset'],
    ['talks nonsense', (socket: Socket) => socket.once('data', () => socket.end('hello there\r\n\r\n')), 'malformed'],
    [
      'sends a head of 100 KB',
      (socket: Socket) => socket.once('data', () => socket.end(`${HEAD}X: ${'a'.repeat(100_000)}\r\n\r\n`)),
      'too-large',
    ],
    [
      'sends two lengths',
      (socket: Socket) =>
        socket.once('data', () => socket.end(`${HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`)),
      'malformed',
    ],
  ] as const)('%s', async (_what, misbehave, failure) => {
    const url = await running(await rawOrigin(misbehave));
    const response = await fetch(`${url}/a`, { method: 'POST', body: 'x' });
    const expected = failure === 'too-large' ? 413 : 502;
    expect([response.status, await response.text()]).toEqual([expected, `{"message":"${failure}"}`]);
  });

  it('lies about its length, and the viewer is not told that it has all', async () => {
    const short = (socket: Socket) => socket.once('data', () => socket.end(`${HEAD}Content-Length: 10\r\n\r\nhello`));
    const url = await running(await rawOrigin(short));
    const response = await fetch(`${url}/a`).catch(() => undefined);
    await expect(response?.text() ?? Promise.reject(new Error('closed'))).rejects.toThrow();
    const long = (socket: Socket) =>
      socket.on('data', () => socket.write(`${HEAD}Content-Length: 5\r\n\r\nhello and more`));
    const other = await running(await rawOrigin(long));
    expect(await (await fetch(`${other}/a`)).text()).toBe('hello');
  });

  it('shows a certificate that nobody trusts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-origin-'));
    closing.push(() => rmSync(folder, { recursive: true }));
    const { certificate, key } = await (await openCertificateAuthority(folder)).certificateFor(['localhost']);
    const base = await listening(createTlsServer({ cert: certificate, key }).on('tlsClientError', () => {}));
    const url = await running(base.replace('http:', 'https:'));
    expect(await (await fetch(`${url}/a`)).text()).toBe('{"message":"tls"}');
  });

  it('comes back, and is called again', async () => {
    let count = 0;
    const url = await running(
      await rawOrigin((socket) =>
        socket.on('data', () =>
          count++ === 0 ? socket.resetAndDestroy() : socket.end(`${HEAD}Content-Length: 2\r\n\r\nok`),
        ),
      ),
      sampleGraph({ attempts: 2 }),
    );
    expect(await (await fetch(`${url}/a`)).text()).toBe('ok');
  });
});
