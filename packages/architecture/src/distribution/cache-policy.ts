import type { Resources } from '../resources.ts';
import { at, booleanSetting, stringSetting } from '../setting.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';
import { FORWARD_ALL, FORWARD_NONE, type Forwarded, forwardOnly, readForwarded } from './forwarded.ts';
import { settingAt } from './reading.ts';

/** What is part of the cache key, and with it of every origin request. */
export interface CachePolicy {
  readonly name: string;
  readonly headers: Forwarded;
  readonly cookies: Forwarded;
  readonly queryStrings: Forwarded;
  /** Whether Accept-Encoding, normalised, belongs to the key. */
  readonly acceptEncoding: boolean;
}

const policy = (
  name: string,
  acceptEncoding: boolean,
  headers = FORWARD_NONE,
  cookies = FORWARD_NONE,
  queryStrings = FORWARD_NONE,
): CachePolicy => ({ name, headers, cookies, queryStrings, acceptEncoding });

const ORIGIN_CONTROL = forwardOnly('Host', 'Origin', 'X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override');

/**
 * AWS's own cache policies, by id.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 */
export const MANAGED_CACHE_POLICIES: ReadonlyMap<string, CachePolicy> = new Map([
  ['4135ea2d-6df8-44a3-9df3-4b5a84be39ad', policy('Managed-CachingDisabled', false)],
  ['658327ea-f89d-4fab-a63d-7e88639e58f6', policy('Managed-CachingOptimized', true)],
  ['b2884449-e4de-46a7-ac36-70bc7f1ddd6d', policy('Managed-CachingOptimizedForUncompressedObjects', false)],
  [
    '08627262-05a9-4f76-9ded-b50ca2e3a84f',
    policy(
      'Managed-Elemental-MediaPackage',
      true,
      forwardOnly('Origin'),
      FORWARD_NONE,
      forwardOnly('aws.manifestfilter', 'start', 'end', 'm'),
    ),
  ],
  [
    '2e54312d-136d-493c-8eb9-b001f22f67d2',
    policy(
      'Managed-Amplify',
      true,
      forwardOnly('Authorization', 'CloudFront-Viewer-Country', 'Host'),
      FORWARD_ALL,
      FORWARD_ALL,
    ),
  ],
  [
    '83da9c7e-98b4-4e11-a168-04f0df8e2c65',
    policy('Managed-UseOriginCacheControlHeaders', true, ORIGIN_CONTROL, FORWARD_ALL),
  ],
  [
    '4cc15a8a-d715-48a4-82b8-cc0b614638fe',
    policy('Managed-UseOriginCacheControlHeaders-QueryStrings', true, ORIGIN_CONTROL, FORWARD_ALL, FORWARD_ALL),
  ],
]);

/** The cache policy of that id: one of AWS's, or one of the sources. */
export function cachePolicy(id: string, resources: Resources): Setting<CachePolicy> {
  const managed = MANAGED_CACHE_POLICIES.get(id);
  if (managed) return known(managed);
  const resource = resources.byPhysicalId('AWS::CloudFront::CachePolicy', id);
  if (resource) return readCachePolicy(resource.id, at(resource.properties, 'CachePolicyConfig'));
  return { unknown: `the cache policy "${id}" is not in the sources`, identity: `cache-policy:${id}` };
}

function readCachePolicy(name: string, config: Value | undefined): Setting<CachePolicy> {
  const parameters = at(config, 'ParametersInCacheKeyAndForwardedToOrigin');
  const headers = readForwarded(at(parameters, 'HeadersConfig'), 'HeaderBehavior', 'Headers');
  const cookies = readForwarded(at(parameters, 'CookiesConfig'), 'CookieBehavior', 'Cookies');
  const queryStrings = readForwarded(at(parameters, 'QueryStringsConfig'), 'QueryStringBehavior', 'QueryStrings');
  const gzip = settingAt(parameters, ['EnableAcceptEncodingGzip'], booleanSetting, false);
  const brotli = settingAt(parameters, ['EnableAcceptEncodingBrotli'], booleanSetting, false);
  if (!isKnown(headers)) return headers;
  if (!isKnown(cookies)) return cookies;
  if (!isKnown(queryStrings)) return queryStrings;
  const acceptEncoding = (isKnown(gzip) && gzip.known) || (isKnown(brotli) && brotli.known);
  const title = settingAt(config, ['Name'], stringSetting, name);
  return known(
    {
      name: isKnown(title) ? title.known : name,
      headers: headers.known,
      cookies: cookies.known,
      queryStrings: queryStrings.known,
      acceptEncoding,
    },
    config?.place,
  );
}
