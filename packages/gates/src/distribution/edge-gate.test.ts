import type { Resource } from '@sallyport/architecture';
import { expect, test } from 'vitest';
import { distributionHosts } from './distribution-part.ts';
import { edge, model, type Properties, resource, send } from './testing/edge.ts';

test('the Host decides which distribution answers: exact names before wildcards, without port and case', async () => {
  const first = edge({ Aliases: ['*.example.com'] });
  const second = edge({ Aliases: ['App.example.com'] }, 'Other', 'E9Z8');
  const { graph, part, input } = model(first, second);
  const answering = async (host: string) =>
    (await send(graph, 'https://d1a2b3.cloudfront.net/', { headers: { Host: host } })).journey.passed[1];
  expect(await answering('a.example.com')).toBe('distribution:Edge');
  expect(await answering('APP.EXAMPLE.COM:443')).toBe('distribution:Other');
  expect(await answering('d9z8.cloudfront.net')).toBe('distribution:Other');
  expect(await answering('example.com')).toBeUndefined();
  expect(part.entrances.map(({ id, gate, hosts }) => [id, gate, hosts])).toEqual([
    ['distribution:Edge', 'cloudfront', ['d1a2b3.cloudfront.net', 'www.example.com']],
    ['distribution:Other', 'cloudfront', ['d9z8.cloudfront.net', 'app.example.com']],
  ]);
  expect(distributionHosts(input).map(({ host }) => host)).toContain('*.example.com');
});

test('a Host that no distribution has is answered with 403 Bad request', async () => {
  const { status, body } = await send(model(edge()).graph, 'https://d1a2b3.cloudfront.net/', {
    headers: { Host: 'nobody.example' },
  });
  expect([status, body.includes('\nBad request.\n')]).toEqual([403, true]);
});

test('a distribution that is not enabled serves nothing', async () => {
  const { status, journey } = await send(model(edge({ Enabled: false })).graph, 'https://d1a2b3.cloudfront.net/');
  expect([status, journey.reached]).toEqual([403, []]);
});

test.each([
  ['whitelist', 'DE', 200],
  ['whitelist', 'FR', 403],
  ['whitelist', undefined, 200],
  ['blacklist', 'DE', 403],
  ['blacklist', 'FR', 200],
  ['blacklist', undefined, 200],
] as const)('a %s of DE answers a viewer from %s with %i', async (type, country, expected) => {
  const { graph } = model(
    edge({ WebACLId: 'arn:guard', Restrictions: { GeoRestriction: { RestrictionType: type, Locations: ['DE'] } } }),
  );
  const { status, body, journey } = await send(graph, 'https://d1a2b3.cloudfront.net/', country ? { country } : {});
  expect(status).toBe(expected);
  if (expected === 403)
    expect([journey.evaluations, body.includes('block access from your country')]).toEqual([[], true]);
});

const deployment = (traffic: Properties, names: readonly string[] = ['dstage.cloudfront.net']): Resource =>
  resource(
    'ContinuousDeploymentPolicy',
    'Deploy',
    { ContinuousDeploymentPolicyConfig: { Enabled: true, StagingDistributionDnsNames: names, TrafficConfig: traffic } },
    'deploy-1',
  );

const HEADER: Properties = { Type: 'SingleHeader', SingleHeaderConfig: { Header: 'aws-cf-cd-beta', Value: '1' } };

const WEIGHT: Properties = { Type: 'SingleWeight', SingleWeightConfig: { Weight: 0.1 } };

test('the header of a continuous deployment policy leads to the staging distribution and past the web ACL of the primary', async () => {
  const { graph, part } = model(
    edge({ WebACLId: 'arn:guard', ContinuousDeploymentPolicyId: 'deploy-1' }),
    edge({ Staging: true }, 'Stage', 'ESTAGE'),
    deployment(HEADER),
  );
  const url = 'https://d1a2b3.cloudfront.net/';
  expect((await send(graph, url)).journey.inspectedBy).toEqual(['Guard']);
  const staged = await send(graph, url, { headers: { 'aws-cf-cd-beta': '1' } });
  expect([staged.status, staged.journey.inspectedBy, staged.journey.passed[1]]).toEqual([
    200,
    [],
    'distribution:Stage',
  ]);
  expect(part.entrances.map(({ id }) => id)).toEqual(['distribution:Edge']);
  expect((await send(graph, url, { headers: { Host: 'dstage.cloudfront.net' } })).status).toBe(403);
});

test('the weight of a continuous deployment policy is undecided', async () => {
  const { graph } = model(
    edge({ WebACLId: 'arn:guard', ContinuousDeploymentPolicyId: 'deploy-1' }),
    edge({ Staging: true }, 'Stage', 'ESTAGE'),
    deployment(WEIGHT),
  );
  const staged = await send(graph, 'https://d1a2b3.cloudfront.net/', {
    decide: (identity) => identity.includes('weight'),
  });
  expect(staged.journey.passed[1]).toBe('distribution:Stage');
});

test('a staging distribution that is not in the sources may let a request past the web ACL', async () => {
  const { graph } = model(
    edge({ WebACLId: 'arn:guard', ContinuousDeploymentPolicyId: 'deploy-1' }),
    deployment(HEADER, ['dother.cloudfront.net']),
  );
  const like = { headers: { 'aws-cf-cd-beta': '1' } };
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/', like)).journey.inspectedBy).toEqual(['Guard']);
  const past = await send(graph, 'https://d1a2b3.cloudfront.net/', { ...like, decide: () => true });
  expect([past.status, past.journey.inspectedBy]).toEqual([200, []]);
});

test('a tenant that disables the web ACL is served uninspected under its own domain', async () => {
  const tenant = (id: string, custom: Properties) =>
    resource(
      'DistributionTenant',
      id,
      { DistributionId: 'E1A2B3', Name: id, Domains: [`${id.toLowerCase()}.example.com`], ...custom },
      id,
    );
  const { graph, part } = model(
    edge({ WebACLId: 'arn:guard', ConnectionMode: 'tenant-only' }),
    tenant('Safe', {}),
    tenant('Open', { Customizations: { WebAcl: { Action: 'disable' } } }),
  );
  const inspectedBy = async (host: string) => (await send(graph, `https://${host}/`)).journey.inspectedBy;
  expect([await inspectedBy('safe.example.com'), await inspectedBy('open.example.com')]).toEqual([['Guard'], []]);
  expect((await send(graph, 'https://safe.example.com/', { headers: { Host: 'd1a2b3.cloudfront.net' } })).status).toBe(
    403,
  );
  expect(part.entrances.map(({ hosts }) => hosts)).toEqual([['safe.example.com'], ['open.example.com']]);
});
