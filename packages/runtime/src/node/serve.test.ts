import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { type AddressInfo, connect, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { sampleGraph } from '../testing/sample-graph.ts';
import { readClients } from './client-address.ts';
import type { FunctionCode, Running, Served, ServeOptions } from './options.ts';
import { serve } from './serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'sallyport-serve-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const closing: Running[] = [];
afterEach(async () => {
  for (const run of closing.splice(0)) await run.close();
});

async function running(options: ServeOptions = {}, graph = sampleGraph()): Promise<Running> {
  const run = await serve(graph, { firstPort: 0, stateFolder: folder, ...options });
  closing.push(run);
  return run;
}

const HAS_IPV6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

const portOf = (run: Running, at = 0): number => run.entrances[at]?.port ?? 0;
const curl = async (...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)('curl', ['-s', '-m', '10', ...args])).stdout;

/** The headers that the echo application saw, by their names. */
const echoed = (text: string): { [name: string]: string } =>
  Object.fromEntries(JSON.parse(text).headers.map(([name, value]: [string, string]) => [name.toLowerCase(), value]));

describe('a running architecture', () => {
  it('answers curl over HTTP, HTTPS with its own authority, and HTTP/2, on one port', async () => {
    const run = await running();
    const port = portOf(run);
    const ca = await run.certificateAuthority();
    const status = ['-o', '/dev/null', '-w', '%{http_code} %{http_version} %{ssl_verify_result}'];
    expect(await curl(...status, `http://127.0.0.1:${port}/a`)).toBe('200 1.1 0');
    expect(await curl(...status, '--http1.1', '--cacert', ca, `https://127.0.0.1:${port}/a`)).toBe('200 1.1 0');
    expect(await curl(...status, '--http2', '--cacert', ca, `https://127.0.0.1:${port}/a`)).toBe('200 2 0');
    const host = run.entrances[0]?.entrance.hosts[0] ?? '';
    const resolved = ['--connect-to', `${host}:443:127.0.0.1:${port}`, '--cacert', ca, `https://${host}/a`];
    expect(await curl(...status, ...resolved)).toBe('200 2 0');
  });

  it('keeps its authority for the next run', async () => {
    const first = await running();
    const ca = await first.certificateAuthority();
    const second = await running();
    await second.certificateAuthority();
    expect(
      await curl('--cacert', ca, '-o', '/dev/null', '-w', '%{http_code}', `https://127.0.0.1:${portOf(second)}/a`),
    ).toBe('200');
  });

  it('refuses at the stage, lets through the edge, and keeps any other Host', async () => {
    const run = await running();
    expect(await curl(`http://127.0.0.1:${portOf(run, 1)}/prod/a`)).toBe('{"message":"Forbidden"}');
    expect(echoed(await curl(`http://127.0.0.1:${portOf(run)}/a`))['x-forwarded-for']).toBe('198.18.0.1');
    expect(await curl('-H', 'Host: other.example', `http://127.0.0.1:${portOf(run)}/a`)).toBe('Bad request.');
  });

  it('simulates the clients of a file', async () => {
    const text = '{"127.0.0.2": {"address": "203.0.113.7", "country": "DE"}}';
    const { clients, diagnostics } = readClients(text, 'clients.json');
    expect(diagnostics).toEqual([]);
    const served: Served[] = [];
    const run = await running({ clients, onRequest: (one) => served.push(one) });
    const seen = echoed(await curl('--interface', '127.0.0.2', `http://127.0.0.1:${portOf(run)}/a`));
    expect(seen['x-forwarded-for']).toBe('203.0.113.7');
    expect(served[0]?.request.connection.country).toBe('DE');
  });

  it('says what of a file of clients it cannot understand', () => {
    const { clients, diagnostics } = readClients(
      '{"host": {"address": "1.2.3.4"}, "127.0.0.3": {"address": "x"}}',
      'c.json',
    );
    expect(clients.size).toBe(0);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'Cannot read clients from "c.json": the key "host", expected a loopback address',
      'Cannot read clients from "c.json": what stands at "127.0.0.3", expected an object with an address',
    ]);
    expect(readClients('[', 'c.json').diagnostics).toHaveLength(1);
  });

  it('takes the client from a PROXY header, over TLS too', async () => {
    const run = await running({ proxyProtocol: true });
    const header = Buffer.concat([
      Buffer.from('0d0a0d0a000d0a515549540a2111000c', 'hex'),
      Buffer.from([203, 0, 113, 9, 127, 0, 0, 1, 0x12, 0x34, 0, 80]),
    ]);
    const socket = connect(portOf(run), '127.0.0.1');
    socket.write(header.subarray(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.write(
      Buffer.concat([
        header.subarray(20),
        Buffer.from('GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
      ]),
    );
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect(text).toContain('"203.0.113.9"');
    const under = connect(portOf(run), '127.0.0.1');
    under.write(header);
    const secure = connectTls({ socket: under, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
    secure.write('GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    let secret = '';
    for await (const chunk of secure) secret += chunk;
    expect(secret).toContain('"203.0.113.9"');
    const plain = connect(portOf(run), '127.0.0.1').on('error', () => {});
    plain.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await new Promise((resolve) => plain.once('close', resolve).resume());
  });

  it('speaks HTTP/2 with bodies and cookies in crumbs', async () => {
    const run = await running({}, sampleGraph({ bodyBytes: 16 }));
    const session = connectHttp2(`https://localhost:${portOf(run)}`, { rejectUnauthorized: false });
    const stream = session.request({ ':method': 'POST', ':path': '/a', cookie: ['a=1', 'b=2'], 'x-test': 'h2' });
    stream.end(Buffer.alloc(100_000));
    let text = '';
    for await (const chunk of stream) text += chunk;
    session.close();
    expect(JSON.parse(text)).toMatchObject({ httpVersion: '1.1', bodyBytes: 100_000 });
  });

  it('answers HEAD without a body and keeps the connection in step', async () => {
    const run = await running();
    const socket = connect(portOf(run), '127.0.0.1');
    socket.write(
      'HEAD /a HTTP/1.1\r\nHost: localhost\r\n\r\nGET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    );
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });
});

describe('ports', () => {
  it('in use are passed over, unless the user named them', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as AddressInfo;
    const run = await running({ firstPort: port });
    expect(portOf(run)).toBeGreaterThan(port);
    await expect(running({ ports: { 'distribution:Edge': port } })).rejects.toThrow(
      `Cannot listen on port ${port} for "distribution:Edge": the port is in use, expected a free port`,
    );
    blocker.close();
  });

  it('are those of ::1 too, where the machine has IPv6, and whoever comes from there is another client', async () => {
    const seen: string[] = [];
    const run = await running({ onRequest: ({ request }) => seen.push(request.connection.address) });
    expect(run.entrances.every(({ hasIPv6 }) => hasIPv6)).toBe(HAS_IPV6);
    if (!HAS_IPV6) return;
    const ca = await run.certificateAuthority();
    const port = portOf(run);
    const status = ['-6', '-o', '/dev/null', '-w', '%{http_code} %{http_version}', '--cacert', ca];
    expect(await curl(...status, `http://localhost:${port}/a`)).toBe('200 1.1');
    expect(await curl(...status, `https://localhost:${port}/a`)).toBe('200 2');
    expect(await curl(...status, '--http1.1', `https://[::1]:${port}/a`)).toBe('200 1.1');
    expect(seen).toEqual(['2001:2::1', '2001:2::1', '2001:2::1']);
    const silent = connect(port, '::1');
    await once(silent, 'connect');
    const gone = once(silent, 'close');
    await run.close();
    await gone;
    await expect(curl(...status, `http://localhost:${port}/a`)).rejects.toThrow();
  });

  it('in use on ::1 alone are passed over as well', async () => {
    if (!HAS_IPV6) return;
    const blocker = createServer().listen(0, '::1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const run = await running({ firstPort: port });
    expect(portOf(run)).toBeGreaterThan(port);
    expect(await curl(`http://127.0.0.1:${portOf(run)}/a`)).not.toBe('');
    await expect(running({ ports: { 'distribution:Edge': port } })).rejects.toThrow('the port is in use');
    blocker.close();
  });

  it('stay when the graph is replaced', async () => {
    const run = await running();
    const before = run.entrances.map(({ port }) => port);
    await run.replace(sampleGraph({ rate: 0 }));
    expect(run.entrances.map(({ port }) => port)).toEqual(before);
    expect(await curl(`http://127.0.0.1:${portOf(run)}/a`)).toBe('Request blocked.');
    const next = sampleGraph();
    await run.replace({ ...next, entrances: next.entrances.slice(0, 1) });
    expect(run.entrances.map(({ port }) => port)).toEqual(before.slice(0, 1));
    await expect(curl(`http://127.0.0.1:${before[1]}/`)).rejects.toThrow();
  });
});

describe('functions', () => {
  const application = { id: 'function:Fn', kind: 'function', function: 'Fn' } as const;
  const graph = sampleGraph({
    application,
    responseMilliseconds: 5000,
    invocation: {
      event: ({ target, body }) => ({ path: target, bytes: body.bytes.length }),
      answer: (result) => ({
        status: 'value' in result ? 200 : 502,
        headers: [],
        body: { kind: 'bytes', bytes: Buffer.from(JSON.stringify('value' in result ? result.value : result.error)) },
      }),
    },
  });
  const code = (inline: string, more: Partial<FunctionCode> = {}): ServeOptions => ({
    functions: new Map([
      [
        application.id,
        {
          handler: 'index.handler',
          code: { inline },
          environment: { GREETING: 'hello' },
          timeoutMilliseconds: 600,
          runtime: 'nodejs20.x',
          ...more,
        },
      ],
    ]),
  });
  const call = async (options: ServeOptions, ...args: readonly string[]) => {
    const run = await running(options, graph);
    return curl(...args, `http://127.0.0.1:${portOf(run)}/x`);
  };

  it('run as CommonJS, as a module, and with a callback', async () => {
    const body = `({ event, greeting: process.env.GREETING, home: process.env.HOME })`;
    const expected = '{"event":{"path":"/x","bytes":0},"greeting":"hello"}';
    expect(await call(code(`exports.handler = async (event) => ${body};`))).toBe(expected);
    expect(await call(code(`export const handler = async (event) => ${body};`))).toBe(expected);
    expect(
      await call(code(`exports.handler = (event, context, done) => setTimeout(() => done(null, ${body}), 5);`)),
    ).toBe(expected);
  });

  it('run from a folder', async () => {
    writeFileSync(join(folder, 'app.mjs'), 'export const main = (event, context) => context.succeed(event.bytes);');
    const options = code('', { handler: 'app.main', code: { folder } });
    expect(await call(options, '-d', 'twelve bytes')).toBe('12');
  });

  it('that throw, exit, hang or cannot be loaded give an error, and run again', async () => {
    const inline = `let count = 0; exports.handler = async (event) => {
      count++;
      if (event.path.endsWith('throw')) throw new TypeError('broken');
      if (event.path.endsWith('exit')) process.exit(1);
      if (event.path.endsWith('hang')) for (;;);
      return count; };`;
    const run = await running(code(inline), graph);
    const ask = (path: string) => curl(`http://127.0.0.1:${portOf(run)}/${path}`);
    expect([await ask('a'), await ask('b')]).toEqual(['1', '2']);
    expect(await ask('throw')).toContain('TypeError');
    expect(await ask('exit')).toContain('Runtime exited');
    expect(await ask('hang')).toBe('"Task timed out after 0.60 seconds"');
    expect(await ask('a')).toBe('1');
    expect(await call(code('syntax error'))).toContain('SyntaxError');
    expect(await call(code('exports.other = 1;'))).toContain('index.handler is undefined or not exported');
  });

  it('of another runtime answer with an error and a diagnostic', async () => {
    const found: string[] = [];
    const options = {
      ...code('', { runtime: 'python3.12' }),
      onDiagnostic: (d: { message: string }) => found.push(d.message),
    };
    expect(await call(options)).toContain('python3.12');
    expect(found).toEqual(['Cannot run "function:Fn": its runtime is "python3.12", expected nodejs']);
  });

  it('are not sent more than 10 MB', async () => {
    writeFileSync(join(folder, 'large'), Buffer.alloc(10 * 1024 * 1024 + 1));
    const options = code('exports.handler = async (event) => event.bytes;');
    expect(await call(options, '-H', 'Expect:', '--data-binary', `@${join(folder, 'large')}`)).toBe(
      '{"message":"too-large"}',
    );
  });
});

describe('a request that goes wrong inside', () => {
  it('is refused, and told of once with what went wrong; the next are served', async () => {
    const found: { code: string; message: string }[] = [];
    let isBroken = true;
    const ipData = (): undefined => {
      if (isBroken) throw new Error("ENOENT: no such file or directory, open 'addresses.bin'");
    };
    const run = await running({ ipData, onDiagnostic: (diagnostic) => found.push(diagnostic) });
    const status = async () => (await fetch(`http://127.0.0.1:${portOf(run)}/a`)).status;
    expect([await status(), await status()]).toEqual([400, 400]);
    expect(found).toMatchObject([
      {
        code: 'request-not-carried',
        message: expect.stringContaining("ENOENT: no such file or directory, open 'addresses.bin'"),
      },
    ]);
    isBroken = false;
    expect(await status()).toBe(200);
  });
});
