import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleGraph } from '../testing/sample-graph.ts';
import type { Running } from './options.ts';
import { serve } from './serve.ts';

let run: Running;
beforeAll(async () => {
  run = await serve(sampleGraph({ bodyBytes: 8192 }), {
    firstPort: 0,
    headersTimeoutMilliseconds: 600,
    requestTimeoutMilliseconds: 900,
    stateFolder: join(tmpdir(), `sallyport-abuse-${process.pid}`),
  });
});
afterAll(() => run.close());

const portOf = (at: number): number => run.entrances[at]?.port ?? 0;

/** Sends bytes and returns all that comes back until the server closes, or until `milliseconds` have passed. */
async function exchange(at: number, text: string | Buffer, milliseconds = 400): Promise<string> {
  const socket = connect(portOf(at), '127.0.0.1').on('error', () => {});
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  socket.write(text);
  await Promise.race([once(socket, 'close'), new Promise((resolve) => setTimeout(resolve, milliseconds))]);
  socket.destroy();
  return received;
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
const get = (target: string, ...headers: readonly string[]): string =>
  `GET ${target} HTTP/1.1\r\n${['Host: localhost', ...headers].join('\r\n')}\r\n\r\n`;

describe('a client that misbehaves', () => {
  it.each([
    ['sends no HTTP at all', 'hello\r\n\r\n'],
    ['sends a length and chunks', get('/', 'Content-Length: 5', 'Transfer-Encoding: chunked').concat('0\r\n\r\n')],
    ['sends two lengths', get('/', 'Content-Length: 5', 'Content-Length: 6').concat('hello')],
    ['sends an unknown method', get('/').replace('GET', 'BREW')],
    ['says HTTP/2.0 in the request line', get('/').replace('HTTP/1.1', 'HTTP/2.0')],
    ['sends a NUL in a header', get('/', 'X: a\0b')],
    ['puts a blank before the colon', get('/', 'X : a')],
    ['sends no Host', 'GET / HTTP/1.1\r\n\r\n'],
    ['sends two Hosts', get('/', 'Host: other')],
    ['sends a chunk without a length', get('/', 'Transfer-Encoding: chunked').concat('zz\r\n')],
  ])('%s: CloudFront answers 400, API Gateway in JSON', async (_what, text) => {
    const edge = await exchange(0, text);
    expect(statusOf(edge)).toBe(400);
    expect(edge).toContain('<H1>400 ERROR</H1>');
    const stage = await exchange(1, text);
    expect(statusOf(stage)).toBe(400);
    expect(stage).toContain('{"message":"Bad Request"}');
  });

  it('sends a head of 70 KB: 413 at the edge, 431 at the stage; one of 30 KB is left to the gates', async () => {
    expect(statusOf(await exchange(0, get('/', `X: ${'a'.repeat(70_000)}`)))).toBe(413);
    expect(statusOf(await exchange(1, get('/', `X: ${'a'.repeat(70_000)}`)))).toBe(431);
    expect(statusOf(await exchange(0, get('/a', `X: ${'a'.repeat(30_000)}`)))).toBe(200);
    expect(statusOf(await exchange(0, get(`/${'a'.repeat(30_000)}`)))).toBe(200);
  });

  it.each(['http', 'https'])(
    'sends a head of 1 MB over %s: the answer comes before the connection ends',
    async (scheme) => {
      const text = get('/', ...Array.from({ length: 10 }, (_, at) => `X-${at}: ${'a'.repeat(100_000)}`));
      const open = () =>
        scheme === 'http'
          ? connect(portOf(0), '127.0.0.1')
          : connectTls({ port: portOf(0), host: '127.0.0.1', rejectUnauthorized: false });
      for (let times = 0; times < 5; times++) {
        const socket = open();
        let received = '';
        socket.on('data', (chunk) => {
          received += chunk.toString('latin1');
        });
        socket.end(text);
        await once(socket, 'close');
        expect(statusOf(received)).toBe(413);
      }
    },
  );

  it('sends long heads over HTTP/2: they are left to the gates', async () => {
    const session = connectHttp2(`https://localhost:${portOf(0)}`, {
      rejectUnauthorized: false,
      maxSendHeaderBlockLength: 1_000_000,
    });
    const ask = async (headers: Record<string, string>): Promise<number | undefined> => {
      const [answered] = await once(session.request({ ':path': '/a', ...headers }).resume(), 'response');
      return answered[':status'];
    };
    const fields = (count: number, text: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`x-${at}`, text]));
    // From the second request on, the client has acknowledged the server's settings.
    const all = [{}, fields(1, 'a'.repeat(100_000)), fields(10, 'b'.repeat(10_000)), fields(3000, 'c')];
    for (const headers of all) expect(await ask(headers)).toBe(200);
    session.close();
  });

  it('sends over HTTP/2 what no decoder takes: its connection ends, and others are served', async () => {
    const open = () =>
      connectHttp2(`https://localhost:${portOf(0)}`, {
        rejectUnauthorized: false,
        maxSendHeaderBlockLength: 4_000_000,
      }).on('error', () => {});
    const [greedy, modest] = [open(), open()];
    const gone = new Promise<void>((resolve) => {
      greedy.once('close', resolve);
    });
    greedy.request({ ':path': '/a', 'x-a': '~'.repeat(1_000_000) }).on('error', () => {});
    await gone;
    const [answered] = await once(modest.request({ ':path': '/a' }).resume(), 'response');
    expect(answered[':status']).toBe(200);
    modest.close();
  });

  it('stops in the middle of the head: 408 after the time-out', async () => {
    expect(statusOf(await exchange(0, 'GET / HTTP/1.1\r\nHost: x\r\nX-', 3500))).toBe(408);
  });

  it('sends one byte at a time for too long', async () => {
    const socket = connect(portOf(0), '127.0.0.1').on('error', () => {});
    const closed = once(socket, 'close');
    let at = 0;
    const timer = setInterval(() => socket.write(get('/', 'X: abcdefghijklmnopqrstuvwxyz').charAt(at++)), 50);
    socket.resume();
    await closed;
    clearInterval(timer);
    expect(at).toBeLessThan(60);
  });

  it('says nothing: the connection is closed', async () => {
    const socket = connect(portOf(0), '127.0.0.1').on('error', () => {});
    const start = performance.now();
    socket.resume();
    await once(socket, 'close');
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('breaks off in the middle of the body', async () => {
    expect(statusOf(await exchange(0, `POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf`))).toBe(
      0,
    );
  });

  it('sends a TLS record of nonsense', async () => {
    const record = Buffer.from([0x16, 0x03, 0x01, 0x00, 0x05, 1, 2, 3, 4, 5]);
    expect(await exchange(0, record)).not.toContain('HTTP');
  });

  it('sends requests one behind the other: each has its answer, in order', async () => {
    const answers = await exchange(0, get('/one', 'X-Test: 1') + get('/two', 'X-Attack: 1') + get('/three'));
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 403', 'HTTP/1.1 200']);
  });

  it('speaks HTTP/2 and resets its streams', async () => {
    const session = connectHttp2(`https://localhost:${portOf(0)}`, { rejectUnauthorized: false }).on('error', () => {});
    for (let sent = 0; sent < 50; sent++)
      session
        .request({ ':path': '/a' })
        .on('error', () => {})
        .close(8);
    await new Promise((resolve) => setTimeout(resolve, 200));
    session.destroy();
  });

  it('and the process goes on serving', async () => {
    for (const at of [0, 1]) expect(statusOf(await exchange(at, get('/prod/a')))).toBe(at === 0 ? 200 : 403);
  });
});
