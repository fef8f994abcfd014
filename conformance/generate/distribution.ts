import { getAtt, type Json, type JsonMap, sub, type Template } from '../template.ts';
import type { Random } from './random.ts';
import type { GeneratedApi } from './rest-api.ts';
import { COUNTRIES, SEGMENTS } from './words.ts';

const CACHE_POLICIES = {
  CachingDisabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  CachingOptimized: '658327ea-f89d-4fab-a63d-7e88639e58f6',
} as const;
const ORIGIN_REQUEST_POLICIES = {
  AllViewerExceptHostHeader: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
  AllViewer: '216adef6-5c7f-47e4-b989-5492eafa07d3',
  UserAgentRefererHeaders: 'acba4595-bd28-49b8-b9fe-13317c0390fa',
} as const;

/** Adds a distribution in front of the APIs, with or without one of the web ACLs. */
export function addDistribution(
  template: Template,
  random: Random,
  logicalId: string,
  apis: readonly GeneratedApi[],
  webAcls: readonly string[],
): void {
  const origins = apis.filter((_, index) => index === 0 || random.chance(0.4)).map((api) => origin(random, api));
  if (origins.length === 0 || random.chance(0.1)) origins.push(outside());
  const ids = origins.map(({ Id }) => String(Id));
  const guarded = webAcls.length > 0 && random.chance(0.8);
  template.Resources[logicalId] = {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Enabled: random.chance(0.95),
        ...(random.chance(0.5) ? { IPV6Enabled: random.chance(0.8) } : {}),
        ...(guarded ? { WebACLId: getAtt(random.pick(webAcls), 'Arn') } : random.chance(0.3) ? { WebACLId: '' } : {}),
        ...(random.chance(0.3) ? alias(logicalId) : {}),
        ...(random.chance(0.15) ? geoRestriction(random) : {}),
        Origins: origins,
        DefaultCacheBehavior: behaviour(random, ids),
        ...behaviours(random, ids),
      },
    },
  };
}

function origin(random: Random, api: GeneratedApi): JsonMap {
  const [domain] = api.domains;
  const stage = random.pick(api.stages);
  const byDomain = domain !== undefined && random.chance(0.6);
  const header = random.chance(0.9) ? customHeaders(random, api.keys) : {};
  return {
    Id: api.logicalId,
    DomainName: byDomain ? domain : sub(`\${${api.logicalId}}.execute-api.\${AWS::Region}.amazonaws.com`),
    ...(byDomain ? {} : { OriginPath: random.chance(0.95) ? `/${stage.name}` : '' }),
    CustomOriginConfig: { OriginProtocolPolicy: random.chance(0.95) ? 'https-only' : 'match-viewer' },
    ...header,
  };
}

function customHeaders(random: Random, keys: readonly Json[]): JsonMap {
  const value = keys.length > 0 ? random.pick(keys) : 'not-the-key-but-long-enough';
  const headers = [{ HeaderName: random.chance(0.9) ? 'x-api-key' : 'X-Api-Key', HeaderValue: value }];
  if (random.chance(0.1)) headers.push({ HeaderName: 'x-tenant', HeaderValue: 'acme' });
  return { OriginCustomHeaders: headers };
}

const outside = (): JsonMap => ({
  Id: 'outside',
  DomainName: 'static.example.net',
  CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
});

const alias = (logicalId: string): JsonMap => ({
  Aliases: [`${logicalId.toLowerCase()}.example.org`],
  ViewerCertificate: {
    AcmCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
    SslSupportMethod: 'sni-only',
    MinimumProtocolVersion: 'TLSv1.2_2021',
  },
});

const geoRestriction = (random: Random): JsonMap => ({
  Restrictions: {
    GeoRestriction: {
      RestrictionType: random.pick(['blacklist', 'whitelist']),
      Locations: [...random.some(COUNTRIES, 0.5), 'GB'],
    },
  },
});

function behaviours(random: Random, origins: readonly string[]): JsonMap {
  const count = random.weighted([[4, 0] as const, [3, 1] as const, [2, 2] as const, [1, 4] as const]);
  const patterns = new Set(Array.from({ length: count }, () => pattern(random)));
  if (patterns.size === 0) return {};
  return { CacheBehaviors: [...patterns].map((PathPattern) => ({ ...behaviour(random, origins), PathPattern })) };
}

const pattern = (random: Random): string =>
  random.weighted<() => string>([
    [4, () => `/${random.pick(SEGMENTS)}/*`],
    [2, () => `/${random.pick(SEGMENTS)}`],
    [2, () => `/${random.pick(SEGMENTS)}*`],
    [1, () => `*/${random.pick(SEGMENTS)}`],
    [1, () => `/${random.pick(SEGMENTS)}/?`],
    [1, () => '*.php'],
    [1, () => `${random.pick(SEGMENTS)}/*`],
  ])();

function behaviour(random: Random, origins: readonly string[]): JsonMap {
  return {
    TargetOriginId: random.pick(origins),
    ViewerProtocolPolicy: random.pick(['redirect-to-https', 'https-only', 'allow-all']),
    AllowedMethods: random.weighted<Json>([
      [5, ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']],
      [2, ['GET', 'HEAD']],
      [1, ['GET', 'HEAD', 'OPTIONS']],
    ]),
    ...forwarding(random),
  };
}

function forwarding(random: Random): JsonMap {
  if (random.chance(0.1))
    return {
      ForwardedValues: {
        QueryString: random.chance(0.5),
        Headers: random.pick<Json>([[], ['*'], ['x-tenant', 'x-api-key'], ['Host']]),
      },
    };
  const CachePolicyId = random.chance(0.85) ? CACHE_POLICIES.CachingDisabled : CACHE_POLICIES.CachingOptimized;
  const OriginRequestPolicyId = random.weighted<string | undefined>([
    [7, ORIGIN_REQUEST_POLICIES.AllViewerExceptHostHeader],
    [1, ORIGIN_REQUEST_POLICIES.AllViewer],
    [1, ORIGIN_REQUEST_POLICIES.UserAgentRefererHeaders],
    [2, undefined],
  ]);
  return { CachePolicyId, ...(OriginRequestPolicyId === undefined ? {} : { OriginRequestPolicyId }) };
}
