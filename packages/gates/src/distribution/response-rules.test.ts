import { headerValue } from '@sallyport/http';
import type { ApplicationFunction } from '@sallyport/runtime';
import { expect, test } from 'vitest';
import { edge, model, plain, send } from './testing/edge.ts';

test('the answer of the origin gets the headers of CloudFront and loses those of its connection', async () => {
  const answer: ApplicationFunction = () => ({
    ...plain(404),
    headers: [
      ['Server', 'nginx'],
      ['Via', '1.1 varnish'],
      ['Connection', 'close'],
      ['Set-Cookie', 'a=b'],
    ],
  });
  const { status, headers } = await send(
    model(edge({ HttpVersion: 'http2and3' })).graph,
    'https://d1a2b3.cloudfront.net/',
    { answer },
  );
  expect([status, headerValue(headers, 'x-cache'), headerValue(headers, 'server')]).toEqual([
    404,
    'Error from cloudfront',
    'nginx',
  ]);
  expect(headerValue(headers, 'via')).toMatch(/^1\.1 varnish, 1\.1 [0-9a-z]{32}\.cloudfront\.net \(CloudFront\)$/);
  expect([headerValue(headers, 'connection'), headerValue(headers, 'set-cookie')]).toEqual([undefined, 'a=b']);
  expect(headerValue(headers, 'alt-svc')).toBe('h3=":443"; ma=86400');
});

test('a custom error response puts a page in the place of an error, once', async () => {
  const errors = [
    { ErrorCode: 404, ResponsePagePath: '/index.html', ResponseCode: 200 },
    { ErrorCode: 403, ResponsePagePath: '/403.html', ResponseCode: 403 },
    { ErrorCode: 500, ErrorCachingMinTTL: 1 },
  ];
  const { graph } = model(edge({ WebACLId: 'arn:guard', CustomErrorResponses: errors }));
  const asked: string[] = [];
  const answer: ApplicationFunction = ({ target, method }) => {
    asked.push(`${method} ${target}`);
    return target.endsWith('.html') ? plain(200, 'page') : target.endsWith('/500') ? plain(500, 'own') : plain(404);
  };
  const page = await send(graph, 'https://d1a2b3.cloudfront.net/missing', { answer, method: 'POST', body: 'x' });
  expect([page.status, page.body, asked]).toEqual([200, 'page', ['POST /prod/missing', 'GET /prod/index.html']]);
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/500', { answer })).body).toBe('own');
  const broken = await send(graph, 'https://d1a2b3.cloudfront.net/index.html', { answer: () => plain(404) });
  expect(broken.status).toBe(404);
});

test('the response that the author of a web ACL wrote is not replaced by an error page', async () => {
  const { graph } = model(
    edge({
      WebACLId: 'arn:guard',
      CustomErrorResponses: [{ ErrorCode: 418, ResponsePagePath: '/page.html', ResponseCode: 200 }],
    }),
  );
  const { status, journey } = await send(graph, 'https://d1a2b3.cloudfront.net/', {
    headers: { 'x-attack': 'custom' },
  });
  expect([status, journey.reached]).toEqual([418, []]);
});
