import { expect, test } from 'vitest';
import { BEHAVIOR, edge, model, ORIGIN, received, send } from './testing/edge.ts';

test('path patterns are matched in order, raw, with regard to case, with or without a leading slash', async () => {
  const other = { ...ORIGIN, Id: 'other', DomainName: 'other.example.net', OriginPath: '' };
  const { graph } = model(
    edge({
      Origins: [ORIGIN, other],
      CacheBehaviors: [
        { ...BEHAVIOR, PathPattern: 'api/*', TargetOriginId: 'other' },
        { ...BEHAVIOR, PathPattern: '/api/?' },
      ],
    }),
  );
  const reached = async (path: string) =>
    (await send(graph, `https://d1a2b3.cloudfront.net${path}`)).journey.reached[0];
  expect(await reached('/api/x')).toBe('http:https://other.example.net:443');
  for (const path of ['/API/x', '//api/x', '/%61pi/x', '/ap/api/x', '/api'])
    expect(await reached(path)).toBe('http:https://app.example.net:443');
});

test('plain HTTP is redirected, refused or served, as the viewer protocol policy says', async () => {
  const status = async (policy: string) =>
    (
      await send(
        model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, ViewerProtocolPolicy: policy } })).graph,
        'http://d1a2b3.cloudfront.net/',
      )
    ).status;
  expect([await status('redirect-to-https'), await status('https-only'), await status('allow-all')]).toEqual([
    301, 403, 200,
  ]);
});

test('methods that are not allowed, a GET with a body and what is too long are refused', async () => {
  const { graph } = model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, AllowedMethods: ['GET', 'HEAD'] } }));
  const url = 'https://d1a2b3.cloudfront.net/';
  const post = await send(graph, url, { method: 'POST' });
  expect([post.status, post.body.includes('not configured to allow the HTTP request method')]).toEqual([403, true]);
  expect((await send(graph, url, { body: 'x' })).status).toBe(403);
  expect((await send(graph, `${url}${'a'.repeat(8192)}`)).status).toBe(413);
  expect((await send(graph, url, { headers: { 'x-long': 'a'.repeat(20_480) } })).status).toBe(413);
  expect(
    (
      await send(graph, url, {
        headers: [
          ['Host', 'd1a2b3.cloudfront.net'],
          ['Host', 'b'],
        ],
      })
    ).status,
  ).toBe(400);
  expect((await send(graph, `${url}${'a'.repeat(8000)}`)).status).toBe(200);
});

test('trusted key groups: an unsigned request gets MissingKey, a signed one goes on, and a wrong signature is undecided', async () => {
  const { graph } = model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, TrustedKeyGroups: ['group'] } }));
  const unsigned = await send(graph, 'https://d1a2b3.cloudfront.net/');
  expect([unsigned.status, unsigned.body]).toEqual([403, expect.stringContaining('<Code>MissingKey</Code>')]);
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/?Key-Pair-Id=K1')).status).toBe(200);
  const wrong = await send(graph, 'https://d1a2b3.cloudfront.net/?Key-Pair-Id=K1', { decide: () => false });
  expect([wrong.status, wrong.body]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
});

test('viewers without the client certificate that is required are refused, and whether one has it is undecided', async () => {
  const { graph } = model(edge({ ViewerMtlsConfig: { Mode: 'required' } }));
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/')).status).toBe(403);
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/', { decide: () => true })).status).toBe(200);
});

test('an edge function is not run: the request goes on, and whether the function answers is undecided', async () => {
  const association = { EventType: 'viewer-request', FunctionARN: 'arn:f' };
  const { graph } = model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, FunctionAssociations: [association] } }));
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/')).status).toBe(200);
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/', { decide: () => true })).journey.reached).toEqual([]);
});

test('a policy that is not known leaves open what is forwarded', async () => {
  const { graph } = model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, CachePolicyId: 'elsewhere' } }));
  const target = async (decide: (identity: string) => boolean) =>
    (await received(graph, 'https://d1a2b3.cloudfront.net/?a=b', { decide })).target;
  expect([await target(() => true), await target(() => false)]).toEqual(['/prod/?a=b', '/prod/']);
});

test('a behavior that names no origin is reported and answers 502', async () => {
  const { graph, diagnostics } = model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, TargetOriginId: 'nowhere' } }));
  expect(diagnostics.map(({ code }) => code)).toEqual(['unresolved-reference']);
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/')).status).toBe(502);
});

test('the default root object takes the place of the root alone', async () => {
  const { graph } = model(edge({ DefaultRootObject: 'index.html' }));
  expect((await received(graph, 'https://d1a2b3.cloudfront.net/?a=b')).target).toBe('/prod/index.html?a=b');
  expect((await received(graph, 'https://d1a2b3.cloudfront.net/dir/')).target).toBe('/prod/dir/');
});
