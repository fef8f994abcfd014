import type { Diagnostic, Place } from '@sallyport/http';
import { expect, test } from 'vitest';
import type { Resource } from '../resource.ts';
import { Resources } from '../resources.ts';
import { isKnown, type Setting, type Value } from '../value.ts';
import { readDistributions } from './read-distributions.ts';

type Json = string | number | boolean | null | Value | readonly Json[] | { readonly [key: string]: Json };
const place: Place = { file: 'template.yaml', line: 1, column: 1 };
const unknown = (reason: string): Value => ({ kind: 'unknown', reason, identity: reason, place });

function valueFrom(json: Json): Value {
  if (json === null || typeof json !== 'object') return { kind: 'scalar', value: json, place };
  if (Array.isArray(json)) return { kind: 'list', items: json.map(valueFrom), place };
  if ('place' in json) return json as Value;
  return { kind: 'map', entries: new Map(Object.entries(json).map(([key, child]) => [key, valueFrom(child)])), place };
}

function resource(
  type: string,
  logicalId: string,
  properties: Json,
  physicalId = `E${logicalId.toUpperCase()}`,
): Resource {
  const value = valueFrom(properties);
  if (value.kind !== 'map') throw new Error('properties are a map');
  return {
    id: logicalId,
    logicalId,
    stack: 'template',
    type,
    properties: value,
    dependsOn: [],
    place,
    region: 'us-east-1',
    account: '111122223333',
    physicalId,
  };
}

const ORIGIN = {
  Id: 'api',
  DomainName: 'a1.execute-api.eu-west-1.amazonaws.com',
  OriginPath: '/prod',
  CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
};
const BEHAVIOR = {
  TargetOriginId: 'api',
  ViewerProtocolPolicy: 'redirect-to-https',
  CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
};
const edge = (config: { readonly [key: string]: Json } = {}): Resource =>
  resource(
    'AWS::CloudFront::Distribution',
    'Edge',
    { DistributionConfig: { Enabled: true, Origins: [ORIGIN], DefaultCacheBehavior: BEHAVIOR, ...config } },
    'E1A2B3',
  );

function read(...resources: readonly Resource[]) {
  const diagnostics: Diagnostic[] = [];
  const distributions = readDistributions(new Resources(resources), (one) => diagnostics.push(one));
  return { distributions, diagnostics, first: distributions[0] };
}

const valueIn = <T>(setting: Setting<T> | undefined): T | string | undefined =>
  setting && (isKnown(setting) ? setting.known : `unknown: ${setting.unknown}`);

test('readDistributions reads a distribution with AWS defaults for what is left out', () => {
  const { first, diagnostics } = read(edge());
  expect(diagnostics).toEqual([]);
  expect(first?.domainName).toBe('d1a2b3.cloudfront.net');
  expect(first?.arn).toBe('arn:aws:cloudfront::111122223333:distribution/E1A2B3');
  expect(valueIn(first?.aliases)).toEqual([]);
  expect(first?.webAcl).toBeUndefined();
  expect(valueIn(first?.defaultCacheBehavior.allowedMethods)).toEqual(['GET', 'HEAD']);
  const origin = first && isKnown(first.origins) ? first.origins.known[0] : undefined;
  expect([
    valueIn(origin?.httpsPort),
    valueIn(origin?.connectionAttempts),
    valueIn(origin?.readTimeoutSeconds),
  ]).toEqual([443, 3, 30]);
  expect(valueIn(origin?.originPath)).toBe('/prod');
});

test('readDistributions finds managed policies by id and custom ones by resource', () => {
  const policy = resource(
    'AWS::CloudFront::OriginRequestPolicy',
    'Own',
    {
      OriginRequestPolicyConfig: {
        Name: 'own',
        HeadersConfig: { HeaderBehavior: 'allExcept', Headers: ['Host', 'x-debug'] },
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['q'] },
      },
    },
    'policy-1',
  );
  const { first } = read(edge({ DefaultCacheBehavior: { ...BEHAVIOR, OriginRequestPolicyId: 'policy-1' } }), policy);
  expect(valueIn(first?.defaultCacheBehavior.forwarding)).toMatchObject({
    by: 'policies',
    cachePolicy: { name: 'Managed-CachingDisabled' },
    originRequestPolicy: {
      name: 'own',
      headers: { keep: 'all-except', names: ['Host', 'x-debug'] },
      cookies: { keep: 'none' },
      queryStrings: { keep: 'only', names: ['q'] },
    },
  });
});

test('readDistributions says that a policy which is nowhere is unknown', () => {
  const { first, diagnostics } = read(edge({ DefaultCacheBehavior: { ...BEHAVIOR, CachePolicyId: 'elsewhere' } }));
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    [
      'unknown-policy',
      'Cannot read a cache behavior of distribution "Edge": the cache policy "elsewhere" is not in the sources, expected policies of the sources or of AWS',
    ],
  ]);
  expect(valueIn(first?.defaultCacheBehavior.forwarding)).toBe(
    'unknown: the cache policy "elsewhere" is not in the sources',
  );
});

test('readDistributions keeps an unknown web ACL and unknown aliases unknown, with the reason', () => {
  const { first } = read(
    edge({ WebACLId: unknown('the parameter "Acl" has no value'), Aliases: unknown('an import') }),
  );
  expect(valueIn(first?.webAcl)).toMatchObject({ opaque: 'the parameter "Acl" has no value', nature: 'unknown' });
  expect(valueIn(first?.aliases)).toBe('unknown: an import');
});

test('readDistributions reports a property that AWS does not have, and one that is not modelled yet', () => {
  const { diagnostics } = read(
    edge({ Alias: ['a'], DefaultCacheBehavior: { ...BEHAVIOR, FieldLevelEncryptionId: 'f' } }),
  );
  expect(diagnostics.map((one) => `${one.code}: ${one.message}`)).toEqual([
    'unmodelled-property: Cannot model property "DistributionConfig.DefaultCacheBehavior.FieldLevelEncryptionId" of "Edge": it is not modelled yet, expected a property that is',
    'unknown-property: Cannot read property "DistributionConfig.Alias" of "Edge": AWS::CloudFront::Distribution has none of that name, expected one of its properties',
  ]);
});

test('an OriginPath without its slash is reported with its place and what to write, and is not known', () => {
  const origins = (OriginPath: string) => [{ Id: 'api', DomainName: 'api.example.com', OriginPath }];
  const { first, diagnostics } = read(edge({ Origins: origins('prod/') }));
  expect(diagnostics).toEqual([
    expect.objectContaining({
      code: 'refused-origin-path',
      severity: 'warning',
      message: 'Cannot take the OriginPath "prod/" of distribution "Edge": no slash at its start, expected "/prod"',
      help: expect.stringMatching(/^Write OriginPath: \/prod\./),
      place: expect.objectContaining({ file: expect.any(String) }),
    }),
  ]);
  const [api] = first && isKnown(first.origins) ? first.origins.known : [];
  expect(valueIn(api?.originPath)).toBe(
    'unknown: the OriginPath "prod/" begins with no slash, and CloudFront takes none such',
  );
  for (const path of ['', '/prod', '{{stage}}']) expect(read(edge({ Origins: origins(path) })).diagnostics).toEqual([]);
});

test('readDistributions reads a continuous deployment policy in its new and its old form', () => {
  const policy = (traffic: Json) =>
    resource(
      'AWS::CloudFront::ContinuousDeploymentPolicy',
      'Deploy',
      {
        ContinuousDeploymentPolicyConfig: {
          Enabled: true,
          StagingDistributionDnsNames: ['dstage.cloudfront.net'],
          ...(traffic as object),
        },
      },
      'deploy-1',
    );
  const header = { Header: 'aws-cf-cd-beta', Value: '1' };
  for (const traffic of [
    { TrafficConfig: { Type: 'SingleHeader', SingleHeaderConfig: header } },
    { Type: 'SingleHeader', SingleHeaderPolicyConfig: header },
  ]) {
    const { first, diagnostics } = read(edge({ ContinuousDeploymentPolicyId: 'deploy-1' }), policy(traffic));
    expect(diagnostics).toEqual([]);
    const deployment = first?.continuousDeployment;
    const read_ = deployment && isKnown(deployment) ? deployment.known.traffic : undefined;
    expect(valueIn(read_)).toMatchObject({ by: 'header', header: { known: 'aws-cf-cd-beta' }, value: { known: '1' } });
  }
});

test('readDistributions gives each tenant its domains, web ACL and parameters', () => {
  const tenant = resource('AWS::CloudFront::DistributionTenant', 'Shop', {
    DistributionId: 'E1A2B3',
    Name: 'shop',
    Domains: ['shop.example.com'],
    Customizations: { WebAcl: { Action: 'disable' } },
    Parameters: [{ Name: 'name', Value: 'shop' }],
  });
  const { distributions } = read(
    edge({
      ConnectionMode: 'tenant-only',
      WebACLId: 'arn:acl',
      Origins: [{ ...ORIGIN, DomainName: '{{name}}.internal.example.com' }],
    }),
    tenant,
  );
  const shop = distributions[1];
  expect([shop?.id, shop?.tenant, shop?.webAcl]).toEqual(['Edge', 'Shop', undefined]);
  const origin = shop && isKnown(shop.origins) ? shop.origins.known[0] : undefined;
  expect(valueIn(origin?.domainName)).toBe('shop.internal.example.com');
});

test('readDistributions reads an empty, a wholly unknown and a malformed configuration without throwing', () => {
  for (const config of [{}, unknown('an import'), 'text', ['list'], null] satisfies Json[]) {
    const one = resource('AWS::CloudFront::Distribution', 'Odd', { DistributionConfig: config });
    expect(read(one).distributions).toHaveLength(1);
  }
});
