import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { protectedApi, protectedApiPath } from '../protected-api.ts';
import { type Edit, edits, set } from '../template.ts';
import { type UpRun, up } from './command.ts';
import { rawOrigin } from './raw.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function running(template: string, ...args: readonly string[]): Promise<UpRun> {
  const run = await up(template, '--quiet', ...args);
  onTestFinished(async () => void (await run.stop()));
  return run;
}

function edited(edit: Edit): string {
  const template = protectedApi();
  edit(template);
  const file = join(temporaryFolder(), 'template.json');
  writeFileSync(file, JSON.stringify(template));
  return file;
}

/** A PROXY protocol v2 header that says 203.0.113.9:4660. */
const PROXY_HEADER = Buffer.concat([
  Buffer.from('0d0a0d0a000d0a515549540a2111000c', 'hex'),
  Buffer.from([203, 0, 113, 9, 127, 0, 0, 1, 0x12, 0x34, 1, 187]),
]);

test('--proxy-protocol takes the client from a header, and refuses who sends none', async () => {
  const run = await running(protectedApiPath, '--proxy-protocol');
  const port = Number(new URL(run.url('stage:Api/prod')).port);
  const send = (bytes: Buffer): Promise<string> =>
    new Promise((resolve) => {
      let text = '';
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      socket.on('data', (chunk) => (text += chunk)).on('close', () => resolve(text));
      socket.write(bytes);
    });
  const request = Buffer.from('GET /prod/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(await send(Buffer.concat([PROXY_HEADER, request]))).toMatch(
    /^HTTP\/1\.1 403 [\s\S]*\{"message":"Forbidden"\}$/,
  );
  expect(await send(request)).toBe('');
});

test('--origin puts a server in the place of a function, and of a host outside AWS', async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers.host} ${request.url}`);
    response.end('own');
  });
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    }),
  );
  onTestFinished(() => void server.close());
  const outside = edits(
    set('Edge.DistributionConfig.Origins.0.DomainName', 'origin.example.com'),
    set('Edge.DistributionConfig.Origins.0.OriginPath', '/base'),
  );
  for (const [file, name] of [
    [protectedApiPath, 'Echo'],
    [edited(outside), 'origin.example.com'],
  ] as const) {
    const run = await running(file, '--origin', `${name}=http://127.0.0.1:${port}`);
    const answer = await run.curl(`${run.url('distribution:Edge')}/a?b=c`);
    expect([answer.status, answer.body]).toEqual([200, 'own']);
  }
  expect(seen).toEqual([
    expect.stringMatching(/^GET \w{10}\.execute-api\.us-east-1\.amazonaws\.com \/a\?b=c$/),
    'GET origin.example.com /base/a?b=c',
  ]);
});

test('an origin that hangs is given up: 504 by API Gateway after its integration time-out, by CloudFront after its own', async () => {
  const hanging = await rawOrigin(() => {});
  onTestFinished(() => hanging.close());
  const impatient = edited(set('ProxyMethod.Integration.TimeoutInMillis', 200));
  const stage = await running(impatient, '--origin', `Echo=${hanging.url}`);
  const answer = await stage.curl(`${stage.url('distribution:Edge')}/a`);
  expect([answer.status, answer.body]).toEqual([504, '{"message": "Endpoint request timed out"}']);
  expect(answer.header('x-cache')).toBe('Error from cloudfront');
  const custom = edits(
    set('Edge.DistributionConfig.Origins.0.DomainName', 'origin.example.com'),
    set('Edge.DistributionConfig.Origins.0.ConnectionAttempts', 1),
    set('Edge.DistributionConfig.Origins.0.CustomOriginConfig.OriginReadTimeout', 1),
  );
  const edge = await running(edited(custom), '--origin', `origin.example.com=${hanging.url}`);
  const page = await edge.curl(`${edge.url('distribution:Edge')}/a`);
  expect(page.status).toBe(504);
  expect(page.body).toContain('<H1>504 ERROR</H1>');
  expect([page.header('server'), page.header('x-cache')]).toEqual(['CloudFront', 'Error from cloudfront']);
});

test('CloudFront answers 502 for an origin of its own that refuses', async () => {
  const custom = edits(
    set('Edge.DistributionConfig.Origins.0.DomainName', 'origin.example.com'),
    set('Edge.DistributionConfig.Origins.0.ConnectionAttempts', 1),
  );
  const run = await running(edited(custom), '--origin', 'origin.example.com=http://127.0.0.1:1');
  const page = await run.curl(`${run.url('distribution:Edge')}/a`);
  expect(page.status).toBe(502);
  expect(page.body).toContain("CloudFront wasn't able to connect to the origin.");
});
