import type { Diagnostic } from '@sallyport/http';
import { checkProperties } from '../coverage-check.ts';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { at, booleanSetting, numberSetting, stringSetting, textSetting } from '../setting.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';
import { readCacheBehavior } from './cache-behavior.ts';
import { type ContinuousDeployment, readContinuousDeployment } from './continuous-deployment.ts';
import { DISTRIBUTION_COVERAGE } from './coverage.ts';
import type { CustomErrorResponse, Distribution } from './distribution.ts';
import { distributionDomainName } from './domain-name.ts';
import { readGeoRestriction } from './geo-restriction.ts';
import { isOriginPath, readOrigin, readOriginGroup } from './origin.ts';
import { listAt, optionalAt, settingAt, whenKnown } from './reading.ts';
import { tenantDistribution } from './tenant.ts';

type Report = (diagnostic: Diagnostic) => void;

const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const TENANT = 'AWS::CloudFront::DistributionTenant';
const CONTINUOUS_DEPLOYMENT = 'AWS::CloudFront::ContinuousDeploymentPolicy';

/** The distributions of the sources, each followed by its tenants. What is not understood is reported, never thrown. */
export function readDistributions(resources: Resources, report: Report): readonly Distribution[] {
  for (const coverage of DISTRIBUTION_COVERAGE)
    for (const resource of resources.ofType(coverage.type)) checkProperties(resource, coverage, report);
  const tenants = resources.ofType(TENANT);
  const claimed = new Set<Resource>();
  const distributions = resources.ofType(DISTRIBUTION).flatMap((resource) => {
    const config = at(resource.properties, 'DistributionConfig');
    const distribution = readDistribution(resource, config, resources);
    reportMissing(distribution, config, report);
    reportOriginPaths(resource, config, report);
    reportPolicies(distribution, report);
    const own = tenants.filter((tenant) => ownerOf(tenant) === resource.physicalId);
    for (const tenant of own) claimed.add(tenant);
    return [distribution, ...own.map((tenant) => tenantDistribution(distribution, config, tenant))];
  });
  for (const tenant of tenants) if (!claimed.has(tenant)) report(strayTenant(tenant));
  return distributions;
}

function ownerOf(tenant: Resource): string | undefined {
  const id = settingAt(tenant.properties, ['DistributionId'], stringSetting, '');
  return isKnown(id) ? id.known : undefined;
}

function readDistribution(resource: Resource, config: Value | undefined, resources: Resources): Distribution {
  return {
    id: resource.id,
    physicalId: resource.physicalId,
    arn: `arn:aws:cloudfront::${resource.account}:distribution/${resource.physicalId}`,
    tenant: undefined,
    domainName: distributionDomainName(resource.physicalId),
    aliases: listAt(config, [at(config, 'Aliases') === undefined ? 'CNAMEs' : 'Aliases'], textSetting),
    enabled: settingAt(config, ['Enabled'], booleanSetting, true),
    staging: settingAt(config, ['Staging'], booleanSetting, false),
    tenantOnly: whenKnown(settingAt(config, ['ConnectionMode'], stringSetting, 'direct'), (mode, place) =>
      known(mode === 'tenant-only', place),
    ),
    webAcl: optionalAt(config, ['WebACLId'], textSetting),
    geoRestriction: readGeoRestriction(at(config, 'Restrictions', 'GeoRestriction')),
    defaultRootObject: settingAt(config, ['DefaultRootObject'], stringSetting, ''),
    httpVersion: settingAt(config, ['HttpVersion'], stringSetting, 'http1.1'),
    ipv6: settingAt(config, ['IPV6Enabled'], booleanSetting, false),
    cacheBehaviors: listAt(config, ['CacheBehaviors'], (item) => readCacheBehavior(item, false, resources)),
    defaultCacheBehavior: readCacheBehavior(at(config, 'DefaultCacheBehavior'), true, resources),
    origins: listAt(config, ['Origins'], readOrigin),
    originGroups: listAt(config, ['OriginGroups', 'Items'], readOriginGroup),
    customErrorResponses: listAt(config, ['CustomErrorResponses'], readCustomErrorResponse),
    continuousDeployment: readDeployment(config, resources),
    viewerMtlsMode: at(config, 'ViewerMtlsConfig')
      ? settingAt(config, ['ViewerMtlsConfig', 'Mode'], stringSetting, 'required')
      : undefined,
    place: resource.place,
  };
}

const readCustomErrorResponse = (item: Value): CustomErrorResponse => ({
  errorCode: settingAt(item, ['ErrorCode'], numberSetting, 0),
  responsePagePath: optionalAt(item, ['ResponsePagePath'], stringSetting),
  responseCode: optionalAt(item, ['ResponseCode'], numberSetting),
  place: item.place,
});

function readDeployment(config: Value | undefined, resources: Resources): Setting<ContinuousDeployment> | undefined {
  const id = optionalAt(config, ['ContinuousDeploymentPolicyId'], stringSetting);
  if (id === undefined || (isKnown(id) && id.known === '')) return undefined;
  return whenKnown(id, (physicalId, place) => {
    const resource = resources.byPhysicalId(CONTINUOUS_DEPLOYMENT, physicalId);
    if (resource) return known(readContinuousDeployment(resource), place);
    const reason = `the continuous deployment policy "${physicalId}" is not in the sources`;
    return { unknown: reason, identity: `continuous-deployment:${physicalId}`, ...(place ? { place } : {}) };
  });
}

function reportMissing(distribution: Distribution, config: Value | undefined, report: Report): void {
  for (const key of ['DefaultCacheBehavior', 'Enabled'])
    if (at(config, key) === undefined)
      report({
        code: 'missing-property',
        severity: 'warning',
        message: `Cannot read distribution "${distribution.id}": no ${key}, expected one in DistributionConfig`,
        place: config?.place ?? distribution.place,
      });
}

function reportOriginPaths({ logicalId }: Resource, config: Value | undefined, report: Report): void {
  const origins = listAt(config, ['Origins'], (origin) => settingAt(origin, ['OriginPath'], stringSetting, ''));
  for (const path of isKnown(origins) ? origins.known : [])
    if (isKnown(path) && !isOriginPath(path.known))
      report({
        code: 'refused-origin-path',
        severity: 'warning',
        message: `Cannot take the OriginPath "${path.known}" of distribution "${logicalId}": no slash at its start, expected "${meant(path.known)}"`,
        ...(path.place ? { place: path.place } : {}),
        help: `Write OriginPath: ${meant(path.known)}. CloudFront takes paths that begin with a slash, and puts them before the viewer's.`,
      });
}

const meant = (path: string): string => `/${path.replace(/\/+$/, '')}`;

/** A policy that is not known leaves open what an origin receives, or what headers an answer has. */
function reportPolicies({ id, cacheBehaviors, defaultCacheBehavior, place }: Distribution, report: Report): void {
  for (const behavior of [...(isKnown(cacheBehaviors) ? cacheBehaviors.known : []), defaultCacheBehavior]) {
    const policies: readonly (Setting<unknown> | undefined)[] = [behavior.forwarding, behavior.responseHeadersPolicy];
    for (const policy of policies)
      if (policy !== undefined && !isKnown(policy))
        report({
          code: 'unknown-policy',
          severity: 'warning',
          message: `Cannot read a cache behavior of distribution "${id}": ${policy.unknown}, expected policies of the sources or of AWS`,
          place: policy.place ?? behavior.place ?? place,
        });
  }
}

const strayTenant = (tenant: Resource): Diagnostic => ({
  code: 'unresolved-reference',
  severity: 'warning',
  message: `Cannot read distribution tenant "${tenant.id}": DistributionId names no distribution of the sources, expected one of them`,
  place: tenant.place,
  help: 'Give the stack of the distribution too.',
});
