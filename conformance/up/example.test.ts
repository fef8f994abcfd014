import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { protectedApi, protectedApiPath } from '../protected-api.ts';
import { remove } from '../template.ts';
import { paste, type UpRun, up } from './command.ts';
import { echoed } from './echoed.ts';
import { temporaryFolder } from './temporary-folder.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const CF_ID = /^[\w-]{54}==$/;

describe('the example runs', () => {
  let run: UpRun;
  beforeAll(async () => {
    run = await up(protectedApiPath);
  });
  afterAll(() => run.stop());

  test('and prints three commands that can be pasted', async () => {
    expect(run.commands).toHaveLength(3);
    const [through, straight, ownKey] = await Promise.all(run.commands.map((command) => paste(run, command)));
    if (!through || !straight || !ownKey) throw new Error('three commands, three answers');
    expect([through.status, straight.status, ownKey.status]).toEqual([200, 403, 200]);
    const [added] = echoed(through).header('x-api-key');
    expect(added).toMatch(/^[0-9a-f]{40}$/);
    expect(echoed(through).query).toEqual({ who: ['you'] });
    expect(straight.body).toBe('{"message":"Forbidden"}');
    expect(echoed(ownKey).header('x-api-key')).toEqual([added]);
  });

  test('and says how a command of check, which names a host of AWS, is sent here', async () => {
    const [words = ''] = /^ {2}--cacert .*$/m.exec(run.output()) ?? [];
    const host = /^ {2}stage:Api\/prod .* (\S+)$/m.exec(run.output())?.[1];
    const answer = await paste(run, `curl -i ${words.trim()} 'https://${host}/prod/orders/7'`);
    expect([answer.status, answer.body]).toEqual([403, '{"message":"Forbidden"}']);
  });

  test('through the distribution the echo shows what CloudFront adds', async () => {
    const answer = await run.curl('-H', 'X-Forwarded-For: 192.0.2.1', `${run.url('distribution:Edge')}/orders/7`);
    const echo = echoed(answer);
    expect(echo.header('x-api-key')).toHaveLength(1);
    expect(echo.header('via')).toEqual([expect.stringMatching(/^2\.0 [a-z0-9]+\.cloudfront\.net \(CloudFront\)$/)]);
    expect(echo.header('x-amz-cf-id')).toEqual([answer.header('x-amz-cf-id')]);
    expect(echo.header('x-forwarded-for')).toEqual(['192.0.2.1, 198.18.0.1, 130.176.0.1']);
    expect(echo.header('host')).toEqual([
      expect.stringMatching(/^[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/),
    ]);
    // AllViewerExceptHostHeader forwards it.
    expect(echo.header('user-agent')).toEqual([expect.stringMatching(/^curl\//)]);
  });

  test('another loopback address is another client', async () => {
    const answer = await run.curl('--interface', '127.0.0.2', `${run.url('distribution:Edge')}/`);
    expect(echoed(answer).header('x-forwarded-for')).toEqual(['198.18.0.2, 130.176.0.1']);
  });

  test('the answer through the distribution has the headers that AWS sends', async () => {
    const answer = await run.curl('--http1.1', `${run.url('distribution:Edge')}/`);
    expect(answer.headers.map(([name]) => name).sort()).toEqual(
      [
        'Connection',
        'Content-Length',
        'content-type',
        'Date',
        'Via',
        'X-Amz-Cf-Id',
        'X-Amz-Cf-Pop',
        'X-Cache',
        'x-amz-apigw-id',
        'x-amzn-RequestId',
      ].sort(),
    );
    expect(answer.header('content-type')).toBe('application/json');
    expect(answer.header('connection')).toBe('keep-alive');
    expect(answer.header('x-cache')).toBe('Miss from cloudfront');
    expect(answer.header('x-amz-cf-pop')).toMatch(/^[A-Z]{3}\d+-[A-Z]\d+$/);
    expect(answer.header('x-amz-cf-id')).toMatch(CF_ID);
    expect(answer.header('x-amzn-requestid')).toMatch(UUID);
    expect(answer.header('x-amz-apigw-id')).toMatch(/^[\w-]{15}=$/);
    expect(Date.parse(answer.header('date') ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  test('straight to the stage: 403 ForbiddenException, and nothing of CloudFront', async () => {
    const answer = await run.curl('--http1.1', `${run.url('stage:Api/prod')}/orders/7`);
    expect([answer.status, answer.body]).toEqual([403, '{"message":"Forbidden"}']);
    expect(answer.header('x-amzn-errortype')).toBe('ForbiddenException');
    expect(answer.header('x-amzn-requestid')).toMatch(UUID);
    expect(answer.headers.map(([name]) => name).sort()).toEqual(
      [
        'Connection',
        'Content-Length',
        'Content-Type',
        'Date',
        'x-amz-apigw-id',
        'x-amzn-ErrorType',
        'x-amzn-RequestId',
      ].sort(),
    );
    const guessed = await run.curl('-H', 'x-api-key: guess', `${run.url('stage:Api/prod')}/`);
    expect([guessed.status, guessed.body]).toEqual([403, '{"message":"Forbidden"}']);
    const none = await run.curl(`${run.url('stage:Api/prod').replace('/prod', '/dev')}/`);
    expect([none.status, none.body]).toEqual([403, '{"message":"Forbidden"}']);
  });

  test('speaks HTTP/1.1 and HTTP/2, with curl and with node:http2', async () => {
    const front = run.url('distribution:Edge');
    const [one, two] = await Promise.all([run.curl('--http1.1', `${front}/a`), run.curl('--http2', `${front}/a`)]);
    expect([one.version, one.status, two.version, two.status]).toEqual(['HTTP/1.1', 200, 'HTTP/2', 200]);
    expect(echoed(one).header('via')[0]).toMatch(/^1\.1 /);
    const ca = readFileSync(join(run.folder, '.sallyport/ca.pem'), 'utf8');
    const session = connectHttp2(front, { ca });
    const stream = session.request({ ':method': 'POST', ':path': '/a?b=c', 'content-type': 'text/plain' });
    stream.end('hello');
    let body = '';
    for await (const chunk of stream) body += chunk;
    session.close();
    expect(JSON.parse(body)).toMatchObject({ method: 'POST', path: '/a', query: { b: ['c'] }, body: 'hello' });
  });

  test('headers of 100 KB are answered 413 by the distribution, in HTTP/1.1 and HTTP/2, and 431 by the stage', async () => {
    const ca = readFileSync(join(run.folder, '.sallyport/ca.pem'), 'utf8');
    for (const [entrance, path, status] of [
      ['distribution:Edge', '/a', 413],
      ['stage:Api/prod', '/prod/a', 431],
    ] as const) {
      const long = 'a'.repeat(100_000);
      const one = await run.curl('--http1.1', '-H', `x-long: ${long}`, `${run.url(entrance)}/a`);
      expect(one.status).toBe(status);
      const session = connectHttp2(new URL(run.url(entrance)).origin, { ca, maxSendHeaderBlockLength: 1_000_000 });
      const ask = async (headers: Record<string, string>) => {
        const [answered] = await once(session.request({ ':path': path, ...headers }).resume(), 'response');
        return answered[':status'];
      };
      const before = await ask({});
      expect(await ask({ 'x-long': long })).toBe(status);
      expect(await ask(Object.fromEntries([...long.slice(0, 3000)].map((a, at) => [`x-${at}`, a])))).toBe(status);
      expect(await ask({})).toBe(before);
      session.close();
    }
  });

  test('plain HTTP is redirected to HTTPS', async () => {
    const plain = run.url('distribution:Edge').replace('https:', 'http:');
    const answer = await run.curl(`${plain}/a?b=c`);
    expect([answer.status, answer.version]).toEqual([301, 'HTTP/1.1']);
    expect(answer.header('location')).toMatch(/^https:\/\/[a-z0-9]+\.cloudfront\.net\/a\?b=c$/);
    expect(answer.header('x-cache')).toBe('Redirect from cloudfront');
    expect(answer.header('server')).toBe('CloudFront');
  });

  test('HEAD has a length and no body, and a body goes both ways', async () => {
    const front = run.url('distribution:Edge');
    const head = await run.curl('--http1.1', '-I', `${front}/a`);
    expect([head.status, head.body, Number(head.header('content-length')) > 100]).toEqual([200, '', true]);
    const answer = await run.curl(
      '-X',
      'PUT',
      '-H',
      'Content-Type: text/plain',
      '--data-binary',
      'x'.repeat(100_000),
      `${front}/a`,
    );
    expect(JSON.parse(answer.body).body).toHaveLength(100_000);
  });

  test('says one line for each request, and where it ended', async () => {
    await run.curl(`${run.url('stage:Api/prod')}/seen`);
    await run.printed('403 stage:Api/prod  GET /prod/seen  198.18.0.1');
    await run.printed('requires an API key, and there is none\n');
    await run.printed('reached function:Echo');
  });
});

test('with CachingDisabled alone CloudFront says that it is the user agent, and drops query and cookies', async () => {
  const template = protectedApi();
  remove('Edge.DistributionConfig.DefaultCacheBehavior.OriginRequestPolicyId')(template);
  const file = join(temporaryFolder(), 'template.json');
  writeFileSync(file, JSON.stringify(template));
  const run = await up(file);
  try {
    const answer = await run.curl('-H', 'Cookie: a=b', '-H', 'X-Own: 1', `${run.url('distribution:Edge')}/a?b=c`);
    const echo = echoed(answer);
    expect(echo.header('user-agent')).toEqual(['Amazon CloudFront']);
    expect([echo.query, echo.header('cookie'), echo.header('x-own'), echo.header('accept')]).toEqual([
      null,
      [],
      [],
      [],
    ]);
    expect(echo.header('x-api-key')).toHaveLength(1);
  } finally {
    expect(await run.stop()).toBe(0);
  }
});
