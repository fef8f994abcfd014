import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { protectedApi } from '../protected-api.ts';
import { set } from '../template.ts';
import { type UpRun, up } from './command.ts';

/** Answers `/page` with a page, `/gone` and all others with errors, and tells what it was sent. */
const requests: string[] = [];
const origin = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    requests.push(`${request.method} ${request.url} ${body}`);
    const status = request.url === '/page' ? 200 : Number(/\d{3}$/.exec(request.url ?? '')?.[0] ?? 404);
    response
      .writeHead(status, { 'content-type': 'text/plain' })
      .end(status === 304 || status === 204 ? '' : `it is ${status}`);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'sallyport-pages-'));
let run: UpRun;
beforeAll(async () => {
  const port = await new Promise<number>((resolve) =>
    origin.listen(0, '127.0.0.1', () => {
      const address = origin.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    }),
  );
  const template = protectedApi();
  set('Edge.DistributionConfig.CustomErrorResponses', [
    { ErrorCode: 404, ResponseCode: 200, ResponsePagePath: '/page' },
    { ErrorCode: 500, ResponseCode: 200, ResponsePagePath: '/status/503' },
    { ErrorCode: 403, ResponseCode: 418, ResponsePagePath: '/page' },
  ])(template);
  writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
  writeFileSync(join(folder, 'clients.json'), JSON.stringify({ '127.0.0.9': { address: '198.51.100.9' } }));
  const options = ['--quiet', '--origin', `Echo=http://127.0.0.1:${port}`, '--clients', join(folder, 'clients.json')];
  run = await up(join(folder, 'template.json'), ...options);
});
afterAll(async () => {
  await run.stop();
  origin.close();
  rmSync(folder, { recursive: true, force: true });
});

test('an error of the origin becomes the page, with the status of the page', async () => {
  requests.length = 0;
  const answer = await run.curl('-d', 'a body', `${run.url('distribution:Edge')}/status/404`);
  expect([answer.status, answer.body]).toEqual([200, 'it is 200']);
  expect(answer.header('x-cache')).toBe('Error from cloudfront');
  expect(requests).toEqual(['POST /status/404 a body', 'GET /page ']);
});

test('where the page itself is an error, its status is what the viewer gets', async () => {
  const answer = await run.curl(`${run.url('distribution:Edge')}/status/500`);
  expect([answer.status, answer.body]).toEqual([503, 'it is 503']);
});

test('a block of the web ACL gets the page too', async () => {
  const answer = await run.curl('--interface', '127.0.0.9', `${run.url('distribution:Edge')}/other`);
  expect([answer.status, answer.body]).toEqual([418, 'it is 200']);
});

test.each([204, 304])('a %i has no body and no length', async (status) => {
  const answer = await run.curl('--http1.1', `${run.url('distribution:Edge')}/status/${status}`);
  expect([answer.status, answer.body, answer.header('content-length'), answer.header('transfer-encoding')]).toEqual([
    status,
    '',
    undefined,
    undefined,
  ]);
});
