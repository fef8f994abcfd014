import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { protectedApiPath } from '../protected-api.ts';
import { freePort, sallyport, type UpRun, up } from './command.ts';
import { type RawOrigin, rawOrigin, sendPlain, sendRaw, statusOf } from './raw.ts';
import { temporaryFolder } from './temporary-folder.ts';

let run: UpRun;
let front: string;
let stage: string;
beforeAll(async () => {
  run = await up(protectedApiPath, '--quiet');
  front = run.url('distribution:Edge');
  stage = run.url('stage:Api/prod');
});
afterAll(() => run.stop());

const get = (target: string, ...headers: readonly string[]): string =>
  `${[`GET ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;

describe('a request beyond the limits', () => {
  const long = (length: number): string => 'a'.repeat(length);

  test('of CloudFront: 413 and its page', async () => {
    for (const request of [get(`/${long(8200)}`), get('/', `X: ${long(20_500)}`), get('/', `X: ${long(70_000)}`)]) {
      const answer = await sendRaw(front, request);
      expect(statusOf(answer)).toBe(413);
      expect(answer).toContain('<H1>413 ERROR</H1>');
      expect(answer).toContain('X-Cache: Error from cloudfront');
    }
  });

  test('of API Gateway: 414, 431 and 413, each in JSON', async () => {
    const url = await sendRaw(stage, get(`/prod/${long(10_300)}`));
    expect([statusOf(url), url.split('\r\n\r\n')[1]]).toEqual([414, '{"message":"Request URI too long"}']);
    const headers = await sendRaw(stage, get('/prod/', `X: ${long(10_300)}`));
    expect([statusOf(headers), headers.split('\r\n\r\n')[1]]).toEqual([
      431,
      '{"message":"HTTP header is larger than 10240 bytes."}',
    ]);
    const post = `POST /prod/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 10485761\r\n\r\n`;
    const body = await sendRaw(stage, post);
    expect([statusOf(body), body.split('\r\n\r\n')[1]]).toEqual([413, '{"message":"Request Too Long"}']);
  });

  test('of API Gateway, behind CloudFront and without a length: 413', async () => {
    const chunk = `100000\r\n${'a'.repeat(0x100000)}\r\n`;
    const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    const answer = await sendRaw(front, `${head}${chunk.repeat(11)}0\r\n\r\n`, 8000);
    expect([statusOf(answer), answer.split('\r\n\r\n')[1]]).toEqual([413, '{"message":"Request Too Long"}']);
  });
});

describe('a request that can be read in two ways', () => {
  test.each([
    ['Content-Length and Transfer-Encoding', ['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
    ['two lengths', ['Content-Length: 5', 'Content-Length: 6'], 'hello!'],
    ['two Hosts', ['Host: other.example.com'], ''],
    ['a blank before the colon', ['Transfer-Encoding : chunked'], '0\r\n\r\n'],
  ])('%s: 400, and the connection is closed', async (_what, headers, body) => {
    const page = await sendRaw(front, get('/', ...headers) + body);
    expect(statusOf(page)).toBe(400);
    expect(page).toContain('\nBad request.\n');
    const json = await sendRaw(stage, get('/prod/', ...headers) + body);
    expect([statusOf(json), json.split('\r\n\r\n')[1]]).toEqual([400, '{"message":"Bad Request"}']);
  });
});

describe('an origin that', () => {
  let origin: RawOrigin;
  let own: UpRun;
  let converse: (socket: Socket) => void = () => {};
  beforeAll(async () => {
    origin = await rawOrigin((socket) => converse(socket));
    own = await up(protectedApiPath, '--quiet', '--origin', `Echo=${origin.url}`);
  });
  afterAll(async () => {
    await own.stop();
    await origin.close();
  });

  /** Sends one request through the distribution to an origin that does this. */
  async function behind(misbehave: (socket: Socket) => void) {
    converse = misbehave;
    const answer = await sendRaw(own.url('distribution:Edge'), get('/a'), 2000);
    return { answer, isRunning: own.isRunning() };
  }
  const OK = 'HTTP/1.1 200 OK\r\n';

  test('answers is passed on', async () => {
    const { answer } = await behind((socket) =>
      socket.end(`${OK}Connection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\nX-Own: yes\r\n\r\nok`),
    );
    expect([statusOf(answer), answer.split('\r\n\r\n')[1]]).toEqual([200, 'ok']);
    expect(answer).toContain('X-Own: yes');
    expect(answer).not.toMatch(/Remapped|Keep-Alive/);
  });

  test.each([
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
    ['closes without a word', (socket: Socket) => socket.end()],
    ['talks nonsense', (socket: Socket) => socket.end('hello\r\n\r\n')],
    ['sends two lengths', (socket: Socket) => socket.end(`${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nok`)],
  ])('%s: 502, and the process goes on', async (_what, misbehave) => {
    const { answer, isRunning } = await behind(misbehave);
    expect([statusOf(answer), isRunning]).toEqual([502, true]);
    expect(answer).toContain('{"message": "Internal server error"}');
  });

  test('lies about its length: the viewer is not told that it has all', async () => {
    const short = await behind((socket) => socket.end(`${OK}Content-Length: 10\r\n\r\nhello`));
    expect([statusOf(short.answer), short.answer.endsWith('\r\n\r\nhello'), short.isRunning]).toEqual([
      200,
      true,
      true,
    ]);
    expect(short.answer).toContain('Content-Length: 10');
    const long = await behind((socket) => socket.end(`${OK}Content-Length: 5\r\n\r\nhello and more`));
    expect([statusOf(long.answer), long.answer.endsWith('\r\n\r\nhello')]).toEqual([200, true]);
  });

  test('hangs holds up nobody else, and is given up when the viewer leaves', async () => {
    let gone = false;
    const hanging = behind((socket) => void socket.once('close', () => (gone = true)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await own.curl(`${own.url('stage:Api/prod')}/`)).status).toBe(403);
    own.curl('-m', '1', `${own.url('distribution:Edge')}/`).catch(() => {});
    expect(statusOf((await hanging).answer)).toBe(0);
    await expect.poll(() => gone).toBe(true);
  });

  test('refuses: 502', async () => {
    const refusing = await up(protectedApiPath, '--origin', `Echo=http://127.0.0.1:${await freePort()}`);
    try {
      const answer = await refusing.curl(`${refusing.url('distribution:Edge')}/`);
      expect([answer.status, answer.body]).toEqual([502, '{"message": "Internal server error"}']);
      await refusing.printed('reached function:Echo (refused)');
    } finally {
      await refusing.stop();
    }
  });
});

describe('a client that', () => {
  test('speaks no HTTP, no TLS, or nothing at all, is sent away', async () => {
    expect(statusOf(await sendPlain(front, 'hello\r\n\r\n'))).toBe(400);
    expect(await sendPlain(front, Buffer.from([0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5]))).not.toContain('HTTP');
  });

  test('sends one byte and waits holds nothing up', async () => {
    const slow = sendRaw(front, 'G', 1000);
    expect((await run.curl(`${front}/`)).status).toBe(200);
    expect(statusOf(await slow)).toBe(0);
  });

  test('breaks off is forgotten', async () => {
    await sendRaw(front, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf', 200);
    expect((await run.curl(`${front}/`)).status).toBe(200);
    expect(run.isRunning()).toBe(true);
  });
});

test('check answers a malformed template with the one error, and nothing that follows from it', async () => {
  const file = join(temporaryFolder(), 'template.yaml');
  const text = readFileSync(protectedApiPath, 'utf8');
  writeFileSync(
    file,
    text.replace('      Scope: CLOUDFRONT\n      DefaultAction', '   Scope: CLOUDFRONT\n      DefaultAction'),
  );
  const { code, output } = await sallyport('check', file);
  expect(code).toBe(3);
  expect(output).toMatch(
    /^error Cannot read the template as YAML: .*\[malformed-yaml\]\n {2}at .*template\.yaml:40:16\n$/,
  );
});

test('check says what was not read where it found no origin', async () => {
  const file = join(temporaryFolder(), 'template.yaml');
  writeFileSync(
    file,
    'Transform: AWS::Serverless-2016-10-31\nResources: { Api: { Type: AWS::Serverless::Api, Properties: { StageName: prod } } }\n',
  );
  const { code, output } = await sallyport('check', file);
  expect(code).toBe(3);
  expect(output).toMatch(/^error Cannot prove anything: no distribution found/);
  expect(output).toMatch(
    /^warning Cannot read resource "Api": found type "AWS::Serverless::Api".*\[serverless-transform\]$/m,
  );
});

describe('up', () => {
  test('names a port that is in use, and takes the next', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      }),
    );
    const own = await up(protectedApiPath, '--port', String(port));
    try {
      expect(own.errors()).toContain(
        `note Cannot listen on port ${port} for "distribution:Edge": the port is in use, expected a free port [port-in-use]`,
      );
      expect(own.errors().match(/\[port-in-use\]/g)).toHaveLength(1);
      expect((await own.curl(`${own.url('distribution:Edge')}/`)).status).toBe(200);
    } finally {
      await own.stop();
      taken.close();
    }
  });

  test.each([
    [['no-such.yaml'], 'Cannot read "no-such.yaml": no such file or folder, expected a file or a folder.'],
    [[protectedApiPath, '--port', '99999'], 'expected a port from 1 to 65535'],
    [[protectedApiPath, '--clients', 'no-such.json'], 'Cannot read "no-such.json"'],
    [[protectedApiPath, '--origin', 'nothing'], '"nothing" found, expected NAME=VALUE'],
    [[protectedApiPath, '--origin', 'Echo=ftp://x'], 'Cannot put "ftp://x" behind "Echo"'],
    [
      [protectedApiPath, '--origin', 'Ecko=http://localhost:1'],
      'Cannot put a server behind "Ecko": the sources have no such origin, expected one of Echo',
    ],
  ])('%j ends with one message and exit code 3', async (args, message) => {
    const { code, output } = await sallyport('up', ...args);
    expect(code).toBe(3);
    expect(output).toContain(message);
    expect(output).not.toMatch(/^\s+at /m);
  });
});
