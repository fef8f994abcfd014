import {
  type CacheBehavior,
  type Distribution,
  type EdgeFunction,
  isKnown,
  isOpaque,
  type DistributionOrigin as OriginSettings,
  type Setting,
  type Text,
} from '@sallyport/architecture';
import type { Place } from '@sallyport/http';
import type { HostEntry, Links } from '../part.ts';
import type { DistributionInput } from './distribution-part.ts';
import { originsNamed } from './origin-step.ts';
import { textOf, valueOr } from './settled.ts';
import { distributionTitle } from './site.ts';
import { originTarget } from './target.ts';

/** One origin of one distribution. */
export interface DistributionOrigin {
  /** The distribution's resource id. */
  readonly distribution: string;
  /** The resource that answers for the origin's domain name, or the host. */
  readonly origin: string;
  /** What people call one whose host is not known: by its distribution and its own Id, such as `Edge/api`. */
  readonly name?: string;
  /** Empty where the behavior names an origin that is not there. */
  readonly host: string;
  /** Why nothing can be proved of it. */
  readonly unknown?: string;
  readonly place: Place;
}

/** Which distribution sends to which origin; origins that no behavior names are left out. */
export function distributionOrigins(input: DistributionInput, links: Links): readonly DistributionOrigin[] {
  const found = new Map<string, DistributionOrigin>();
  for (const distribution of input.distributions.filter(isOwn(input.distributions)))
    for (const one of originsOf(distribution, links)) {
      const key = JSON.stringify([one.distribution, one.origin, one.host, one.unknown]);
      if (!found.has(key)) found.set(key, one);
    }
  return [...found.values()];
}

/** A distribution that has tenants and serves them only sends nowhere itself. */
function isOwn(all: readonly Distribution[]): (distribution: Distribution) => boolean {
  const withTenants = new Set(all.flatMap(({ id, tenant }) => (tenant === undefined ? [] : [id])));
  return ({ id, tenant, tenantOnly }) => tenant !== undefined || !valueOr(tenantOnly, false) || !withTenants.has(id);
}

function originsOf(distribution: Distribution, links: Links): readonly DistributionOrigin[] {
  const missing = behaviorsOf(distribution).filter((one) => named(one, distribution).length === 0);
  return [
    ...usedOrigins(distribution).flatMap((origin) => described(origin, distribution, links)),
    ...missing.map((behavior) => notThere(behavior, distribution)),
  ];
}

function described(origin: OriginSettings, distribution: Distribution, links: Links): readonly DistributionOrigin[] {
  const target = originTarget(origin, 'https', links);
  const unknown = target.unknown ?? whyNotSettings(origin) ?? whyNotDistribution(distribution);
  const { origin: id, host } = target;
  const name = isOpaque(textOf(origin.domainName)) ? { name: ownName(distribution, textOf(origin.id)) } : {};
  return [...new Set([id, ...mappedOrigins(origin, links.hostEntry(host))])].map((each) => ({
    distribution: distribution.id,
    origin: each,
    host,
    place: origin.place,
    ...name,
    ...(unknown ? { unknown } : {}),
  }));
}

const ownName = ({ id }: Distribution, origin: Text): string => (isOpaque(origin) ? id : `${id}/${origin}`);

/** The other resources behind the same name that some path below the origin's own can choose. */
function mappedOrigins({ originPath }: OriginSettings, entry: HostEntry | undefined): readonly string[] {
  if (entry?.mapped === undefined) return [];
  const path = isKnown(originPath) ? `${originPath.known.replace(/\/+$/, '')}/` : undefined;
  const under = (basePath: string): boolean => path === undefined || `/${basePath}/`.startsWith(path);
  const above = entry.mapped.filter(({ basePath }) => path?.startsWith(basePath === '' ? '/' : `/${basePath}/`));
  const longest = above.reduce((most, { basePath }) => Math.max(most, basePath.length), -1);
  return entry.mapped
    .filter((each) => under(each.basePath) || (above.includes(each) && each.basePath.length === longest))
    .map(({ origin }) => origin);
}

function notThere(behavior: CacheBehavior, distribution: Distribution): DistributionOrigin {
  const wanted = textOf(behavior.targetOriginId);
  const unknown = isKnown(distribution.origins)
    ? `${distributionTitle(distribution)} has no such origin`
    : `the origins of ${distributionTitle(distribution)} are not known: ${distribution.origins.unknown}`;
  const origin = isOpaque(wanted) ? wanted.opaque : wanted;
  const name = isOpaque(wanted) ? { name: ownName(distribution, wanted) } : {};
  return {
    distribution: distribution.id,
    origin,
    ...name,
    host: '',
    unknown,
    place: behavior.place ?? distribution.place,
  };
}

/** Settings of an origin without which nobody can say what it receives. */
function whyNotSettings({ customHeaders, protocolPolicy, httpPort, httpsPort }: OriginSettings): string | undefined {
  if (!isKnown(customHeaders)) return `the custom headers of the origin are not known: ${customHeaders.unknown}`;
  const nameless = customHeaders.known.find(({ name }) => !isKnown(name));
  if (nameless) return 'the name of a custom header of the origin is not known';
  const refused = customHeaders.known.find(({ name }) => isKnown(name) && isRefused(name.known));
  if (refused && isKnown(refused.name)) return `CloudFront refuses "${refused.name.known}" as an origin custom header`;
  const connection: readonly Setting<string | number>[] = [protocolPolicy, httpPort, httpsPort];
  const [unknown] = connection.flatMap((setting) => (isKnown(setting) ? [] : [setting.unknown]));
  return unknown === undefined ? undefined : `how the origin is connected to is not known: ${unknown}`;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html */
const REFUSED_HEADERS: ReadonlySet<string> = new Set(
  (
    'cache-control connection content-length cookie host if-match if-modified-since if-none-match if-range ' +
    'if-unmodified-since max-forwards pragma proxy-authorization proxy-connection range request-range te trailer ' +
    'transfer-encoding upgrade via x-real-ip'
  ).split(' '),
);

const isRefused = (name: string): boolean => REFUSED_HEADERS.has(name.toLowerCase()) || /^x-(amz|edge)-/i.test(name);

/** What makes a whole distribution impossible to judge. */
function whyNotDistribution(distribution: Distribution): string | undefined {
  const title = distributionTitle(distribution);
  if (distribution.tenant === undefined && valueOr(distribution.tenantOnly, false))
    return `the tenants of ${title} are not in the sources`;
  if (!isKnown(distribution.tenantOnly))
    return `whether ${title} serves tenants only is not known: ${distribution.tenantOnly.unknown}`;
  if (!isKnown(distribution.cacheBehaviors))
    return `the cache behaviors of ${title} are not known: ${distribution.cacheBehaviors.unknown}`;
  const edge = behaviorsOf(distribution)
    .flatMap((behavior) => behavior.functions)
    .find(touchesRequests);
  return edge && `a ${edge.kind} of ${title} is not modelled yet`;
}

/**
 * A function on the way back changes answers alone.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-cloudfront-trigger-events.html
 */
const touchesRequests = ({ eventType }: EdgeFunction): boolean =>
  !isKnown(eventType) || !eventType.known.endsWith('-response');

const behaviorsOf = (distribution: Distribution): readonly CacheBehavior[] => [
  ...valueOr<readonly CacheBehavior[]>(distribution.cacheBehaviors, []),
  distribution.defaultCacheBehavior,
];

const named = (behavior: CacheBehavior, distribution: Distribution): readonly OriginSettings[] =>
  originsNamed(textOf(behavior.targetOriginId), { distribution });

/** The origins that some behavior of the distribution names. */
export const usedOrigins = (distribution: Distribution): readonly OriginSettings[] => [
  ...new Set(behaviorsOf(distribution).flatMap((behavior) => named(behavior, distribution))),
];
