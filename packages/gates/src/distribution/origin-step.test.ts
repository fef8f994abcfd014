import { headerValue } from '@sallyport/http';
import { expect, test } from 'vitest';
import { distributionOrigins } from './distribution-origins.ts';
import { ALL_VIEWER, BEHAVIOR, edge, failuresOf, model, ORIGIN, received, send } from './testing/edge.ts';

test('CachingDisabled alone forwards neither query string nor headers, and User-Agent becomes Amazon CloudFront', async () => {
  const { OriginRequestPolicyId: _dropped, ...alone } = BEHAVIOR;
  const { target, headers } = await received(
    model(edge({ DefaultCacheBehavior: alone })).graph,
    'https://d1a2b3.cloudfront.net/a?b=c',
    {
      headers: { 'X-Custom': '1', Cookie: 'a=b', Authorization: 'Bearer x', 'User-Agent': 'curl' },
    },
  );
  expect(target).toBe('/prod/a');
  expect(headerValue(headers, 'user-agent')).toBe('Amazon CloudFront');
  for (const name of ['x-custom', 'cookie', 'authorization']) expect(headerValue(headers, name)).toBeUndefined();
});

test('AllViewer sends the Host of the viewer to the origin', async () => {
  const { graph } = model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, OriginRequestPolicyId: ALL_VIEWER } }));
  const { headers } = await received(graph, 'https://d1a2b3.cloudfront.net/');
  expect(headerValue(headers, 'host')).toBe('d1a2b3.cloudfront.net');
});

test('ForwardedValues remove Authorization for GET and keep it for POST', async () => {
  const { CachePolicyId: _c, OriginRequestPolicyId: _o, ...legacy } = BEHAVIOR;
  const { graph } = model(edge({ DefaultCacheBehavior: { ...legacy, ForwardedValues: { QueryString: true } } }));
  const authorization = { Authorization: 'Bearer x', 'X-Custom': '1' };
  const get = await received(graph, 'https://d1a2b3.cloudfront.net/?q', { headers: authorization });
  const post = await received(graph, 'https://d1a2b3.cloudfront.net/?q', { headers: authorization, method: 'POST' });
  expect([headerValue(get.headers, 'authorization'), headerValue(post.headers, 'authorization')]).toEqual([
    undefined,
    'Bearer x',
  ]);
  expect([get.target, headerValue(get.headers, 'x-custom')]).toEqual(['/prod/?q', '1']);
});

test('an origin that refuses gets 502, one that does not answer in time 504, with the pages of CloudFront', () => {
  const { part } = model(edge());
  const step = part.gates.find(({ id }) => id === 'distribution:Edge')?.start;
  expect(failuresOf(step)).toEqual([
    ['refused', 502, "CloudFront wasn't able to connect to the origin."],
    ['timeout', 504, expect.stringContaining('attempted to establish a connection')],
    ['tls', 502, expect.stringContaining('attempted to establish a connection')],
  ]);
});

test('an origin group may fail over to its second member for GET, not for POST', async () => {
  const second = { ...ORIGIN, Id: 'second', DomainName: 'second.example.net' };
  const group = {
    Id: 'both',
    FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [503] } },
    Members: { Quantity: 2, Items: [{ OriginId: 'app' }, { OriginId: 'second' }] },
  };
  const {
    graph,
    input,
    links: joined,
  } = model(
    edge({
      Origins: [ORIGIN, second],
      OriginGroups: { Quantity: 1, Items: [group] },
      DefaultCacheBehavior: { ...BEHAVIOR, TargetOriginId: 'both' },
    }),
  );
  const reached = async (method: string, fails: boolean) =>
    (await send(graph, 'https://d1a2b3.cloudfront.net/', { method, decide: () => fails })).journey.reached;
  expect(await reached('GET', false)).toEqual(['http:https://app.example.net:443']);
  expect(await reached('GET', true)).toEqual(['http:https://second.example.net:443']);
  expect(await reached('POST', true)).toEqual(['http:https://app.example.net:443']);
  expect(distributionOrigins(input, joined).map(({ origin }) => origin)).toEqual([
    'app.example.net',
    'second.example.net',
  ]);
});

test('an origin that matches the viewer is asked over the protocol and the port of the viewer', async () => {
  const origin = {
    Id: 'app',
    DomainName: 'app.example.net',
    CustomOriginConfig: { OriginProtocolPolicy: 'match-viewer', HTTPPort: 8080, HTTPSPort: 8443 },
  };
  const { graph } = model(
    edge({ Origins: [origin], DefaultCacheBehavior: { ...BEHAVIOR, ViewerProtocolPolicy: 'allow-all' } }),
  );
  const reached = async (scheme: string) => (await send(graph, `${scheme}://d1a2b3.cloudfront.net/`)).journey.reached;
  expect([await reached('http'), await reached('https')]).toEqual([
    ['http:http://app.example.net:8080'],
    ['http:https://app.example.net:8443'],
  ]);
});
