import { headerValue, headerValues } from '@sallyport/http';
import { expect, test } from 'vitest';
import { distributionOrigins } from './distribution-origins.ts';
import { BEHAVIOR, edge, type Json, model, ORIGIN, type Properties, received, send, unknown } from './testing/edge.ts';

test('a request through the distribution reaches the origin with the key, the path and what CloudFront adds', async () => {
  const { graph } = model(edge({ WebACLId: 'arn:guard' }));
  const { target, headers } = await received(graph, 'https://d1a2b3.cloudfront.net/a?b=c', {
    headers: [
      ['x-api-key', 'mine'],
      ['User-Agent', 'curl'],
      ['X-Forwarded-For', '198.51.100.1'],
      ['X-Real-IP', '1.1.1.1'],
    ],
  });
  expect(target).toBe('/prod/a?b=c');
  expect(headerValues(headers, 'x-api-key')).toEqual(['a-key-of-32-characters-0123456789']);
  expect(headerValue(headers, 'host')).toBe('app.example.net');
  expect(headerValue(headers, 'user-agent')).toBe('curl');
  expect(headerValue(headers, 'x-forwarded-for')).toBe('198.51.100.1, 203.0.113.7');
  expect(headerValue(headers, 'via')).toMatch(/^1\.1 [0-9a-z]{32}\.cloudfront\.net \(CloudFront\)$/);
  expect(headerValue(headers, 'x-amz-cf-id')).toBe('rehearsal-1');
  expect(headerValue(headers, 'x-real-ip')).toBeUndefined();
});

test('the web ACL has inspected what reaches the origin, and nothing has where there is none', async () => {
  const guarded = await send(model(edge({ WebACLId: 'arn:guard' })).graph, 'https://d1a2b3.cloudfront.net/');
  expect(guarded.journey.inspectedBy).toEqual(['Guard']);
  const open = await send(model(edge()).graph, 'https://d1a2b3.cloudfront.net/');
  expect([open.journey.inspectedBy, open.journey.reached]).toEqual([[], ['http:https://app.example.net:443']]);
});

test('the web ACL refuses with the page of CloudFront', async () => {
  const blocked = await send(model(edge({ WebACLId: 'arn:guard' })).graph, 'https://d1a2b3.cloudfront.net/', {
    headers: { 'x-attack': '1' },
  });
  expect([blocked.status, blocked.journey.reached]).toEqual([403, []]);
  expect(blocked.body).toContain('Request blocked.');
});

test('a web ACL that is not in the sources leaves it undecided whether the request is blocked, and is reported', async () => {
  const { graph, diagnostics } = model(edge({ WebACLId: unknown('the parameter "Acl" has no value') }));
  expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-web-acl']);
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/')).journey.inspectedBy).toEqual([]);
  const blocked = await send(graph, 'https://d1a2b3.cloudfront.net/', {
    decide: (identity) => identity.includes('web ACL'),
  });
  expect(blocked.status).toBe(403);
});

test('distributions in a chain: the second answers, the third is refused', async () => {
  const next = (domain: string): Properties => ({ ...ORIGIN, OriginPath: '', DomainName: domain });
  const {
    graph,
    input,
    links: joined,
    part,
  } = model(
    edge({ Origins: [next('dtwo.cloudfront.net')] }),
    edge({}, 'Two', 'ETWO'),
    edge({ Origins: [next('d1a2b3.cloudfront.net')] }, 'Three', 'ETHREE'),
  );
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/')).status).toBe(200);
  expect((await send(graph, 'https://dthree.cloudfront.net/')).status).toBe(403);
  expect(distributionOrigins(input, joined).map(({ distribution, origin }) => [distribution, origin])).toEqual([
    ['Edge', 'Two'],
    ['Two', 'app.example.net'],
    ['Three', 'Edge'],
  ]);
  expect(part.origins.get('Two')?.gates).toEqual(['distribution:Two']);
});

test('a host outside, an unmodelled origin and an unknown domain name are origins of which nothing can be proved', () => {
  const named = (DomainName: Json, more: Properties = {}) =>
    model(edge({ Origins: [{ Id: 'app', DomainName, ...more }] }));
  const why = (DomainName: Json, more: Properties = {}) => {
    const { input, links: joined } = named(DomainName, more);
    return distributionOrigins(input, joined).map(({ unknown: reason }) => reason)[0];
  };
  expect(why('app.example.net')).toBe(
    'the host "app.example.net" is outside the sources: whether it answers others than CloudFront cannot be seen',
  );
  expect(why('bucket.s3.eu-west-1.amazonaws.com', { S3OriginConfig: {} })).toBe('a bucket is not modelled yet');
  expect(why('lb-1.eu-west-1.elb.amazonaws.com')).toBe('a load balancer is not modelled yet');
  expect(why('abc.lambda-url.eu-west-1.on.aws')).toBe('a function URL is not modelled yet');
  expect(why(unknown('an import'))).toBe("the origin's domain name is not known: an import");
  expect(named('lb-1.eu-west-1.elb.amazonaws.com').diagnostics.map(({ code }) => code)).toEqual(['unmodelled-origin']);
});

test('origins, custom headers and tenants that are not known are named as such', () => {
  const why = (config: Properties) => {
    const { input, links: joined } = model(edge(config));
    return distributionOrigins(input, joined).map(({ origin, unknown: reason }) => [origin, reason]);
  };
  expect(why({ Origins: unknown('an import') })).toEqual([
    ['app', 'the origins of distribution "Edge" are not known: an import'],
  ]);
  expect(why({ DefaultCacheBehavior: { ...BEHAVIOR, TargetOriginId: 'nowhere' } })).toEqual([
    ['nowhere', 'distribution "Edge" has no such origin'],
  ]);
  const api = (config: Properties) => {
    const { input, links: joined } = model(edge(config));
    const hostEntry = (host: string) => ({ host, gate: 'rest-api:Api', origin: 'Api' });
    return distributionOrigins(input, { ...joined, hostEntry })[0];
  };
  expect(api({})).toMatchObject({ origin: 'Api', host: 'app.example.net' });
  expect(api({})).not.toHaveProperty('unknown');
  expect(api({ Origins: [{ ...ORIGIN, OriginCustomHeaders: unknown('an import') }] })?.unknown).toBe(
    'the custom headers of the origin are not known: an import',
  );
  expect(api({ ConnectionMode: 'tenant-only' })?.unknown).toBe(
    'the tenants of distribution "Edge" are not in the sources',
  );
  const association = { EventType: 'viewer-request', FunctionARN: 'arn:f' };
  expect(api({ DefaultCacheBehavior: { ...BEHAVIOR, FunctionAssociations: [association] } })?.unknown).toBe(
    'a CloudFront function of distribution "Edge" is not modelled yet',
  );
  const onAnswers = { EventType: 'viewer-response', FunctionARN: 'arn:f' };
  expect(api({ DefaultCacheBehavior: { ...BEHAVIOR, FunctionAssociations: [onAnswers] } })).not.toHaveProperty(
    'unknown',
  );
});

test('an architecture without distributions adds nothing', () => {
  const { part } = model();
  expect(part).toMatchObject({ gates: [], entrances: [], applications: [], diagnostics: [] });
});
