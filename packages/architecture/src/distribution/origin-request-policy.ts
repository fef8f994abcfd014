import type { Resources } from '../resources.ts';
import { at, stringSetting } from '../setting.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';
import { FORWARD_ALL, FORWARD_NONE, type Forwarded, forwardOnly, readForwarded } from './forwarded.ts';
import { settingAt } from './reading.ts';

/** What goes to the origin beside the cache key. */
export interface OriginRequestPolicy {
  readonly name: string;
  readonly headers: Forwarded;
  readonly cookies: Forwarded;
  readonly queryStrings: Forwarded;
}

const policy = (
  name: string,
  headers: Forwarded,
  cookies = FORWARD_NONE,
  queryStrings = FORWARD_NONE,
): OriginRequestPolicy => ({ name, headers, cookies, queryStrings });

/** The CloudFront headers released until June 2022. */
const CLOUDFRONT_HEADERS_2022_06 = [
  'CloudFront-Forwarded-Proto',
  'CloudFront-Is-Android-Viewer',
  'CloudFront-Is-Desktop-Viewer',
  'CloudFront-Is-IOS-Viewer',
  'CloudFront-Is-Mobile-Viewer',
  'CloudFront-Is-SmartTV-Viewer',
  'CloudFront-Is-Tablet-Viewer',
  'CloudFront-Viewer-Address',
  'CloudFront-Viewer-ASN',
  'CloudFront-Viewer-City',
  'CloudFront-Viewer-Country',
  'CloudFront-Viewer-Country-Name',
  'CloudFront-Viewer-Country-Region',
  'CloudFront-Viewer-Country-Region-Name',
  'CloudFront-Viewer-Http-Version',
  'CloudFront-Viewer-Latitude',
  'CloudFront-Viewer-Longitude',
  'CloudFront-Viewer-Metro-Code',
  'CloudFront-Viewer-Postal-Code',
  'CloudFront-Viewer-Time-Zone',
  'CloudFront-Viewer-TLS',
];

/**
 * AWS's own origin request policies, by id.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
export const MANAGED_ORIGIN_REQUEST_POLICIES: ReadonlyMap<string, OriginRequestPolicy> = new Map([
  ['216adef6-5c7f-47e4-b989-5492eafa07d3', policy('Managed-AllViewer', FORWARD_ALL, FORWARD_ALL, FORWARD_ALL)],
  [
    'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    policy('Managed-AllViewerExceptHostHeader', { keep: 'all-except', names: ['Host'] }, FORWARD_ALL, FORWARD_ALL),
  ],
  [
    '33f36d7e-f396-46d9-90e0-52428a34d9dc',
    policy(
      'Managed-AllViewerAndCloudFrontHeaders-2022-06',
      { keep: 'all', names: CLOUDFRONT_HEADERS_2022_06 },
      FORWARD_ALL,
      FORWARD_ALL,
    ),
  ],
  ['59781a5b-3903-41f3-afcb-af62929ccde1', policy('Managed-CORS-CustomOrigin', forwardOnly('Origin'))],
  [
    '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
    policy(
      'Managed-CORS-S3Origin',
      forwardOnly('Origin', 'Access-Control-Request-Headers', 'Access-Control-Request-Method'),
    ),
  ],
  [
    '775133bc-15f2-49f9-abea-afb2e0bf67d2',
    policy(
      'Managed-Elemental-MediaTailor-PersonalizedManifests',
      forwardOnly(
        'Origin',
        'Access-Control-Request-Headers',
        'Access-Control-Request-Method',
        'User-Agent',
        'X-Forwarded-For',
      ),
      FORWARD_NONE,
      FORWARD_ALL,
    ),
  ],
  [
    'acba4595-bd28-49b8-b9fe-13317c0390fa',
    policy('Managed-UserAgentRefererHeaders', forwardOnly('User-Agent', 'Referer')),
  ],
  ['bf0718e1-ba1e-49d1-88b1-f726733018ae', policy('Managed-HostHeaderOnly', forwardOnly('Host'))],
]);

/** The origin request policy of that id: one of AWS's, or one of the sources. */
export function originRequestPolicy(id: string, resources: Resources): Setting<OriginRequestPolicy> {
  const managed = MANAGED_ORIGIN_REQUEST_POLICIES.get(id);
  if (managed) return known(managed);
  const resource = resources.byPhysicalId('AWS::CloudFront::OriginRequestPolicy', id);
  if (resource) return readOriginRequestPolicy(resource.id, at(resource.properties, 'OriginRequestPolicyConfig'));
  return {
    unknown: `the origin request policy "${id}" is not in the sources`,
    identity: `origin-request-policy:${id}`,
  };
}

function readOriginRequestPolicy(name: string, config: Value | undefined): Setting<OriginRequestPolicy> {
  const headers = readForwarded(at(config, 'HeadersConfig'), 'HeaderBehavior', 'Headers');
  const cookies = readForwarded(at(config, 'CookiesConfig'), 'CookieBehavior', 'Cookies');
  const queryStrings = readForwarded(at(config, 'QueryStringsConfig'), 'QueryStringBehavior', 'QueryStrings');
  if (!isKnown(headers)) return headers;
  if (!isKnown(cookies)) return cookies;
  if (!isKnown(queryStrings)) return queryStrings;
  const title = settingAt(config, ['Name'], stringSetting, name);
  return known(
    {
      name: isKnown(title) ? title.known : name,
      headers: headers.known,
      cookies: cookies.known,
      queryStrings: queryStrings.known,
    },
    config?.place,
  );
}
