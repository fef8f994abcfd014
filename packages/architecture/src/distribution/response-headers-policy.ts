import type { Resources } from '../resources.ts';
import { at, booleanSetting, numberSetting, stringSetting } from '../setting.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';
import { listAt, settingAt, stringsAt } from './reading.ts';

/** A header that a policy adds; without `override` the origin's own stays where it sent one. */
export interface AddedHeader {
  readonly name: string;
  readonly value: string;
  readonly override: boolean;
}

/** How a policy answers for cross-origin requests. Empty lists leave their header out. */
export interface Cors {
  readonly allowOrigins: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly allowMethods: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeSeconds: number | undefined;
  readonly originOverride: boolean;
}

/** What CloudFront removes from and adds to responses. */
export interface ResponseHeadersPolicy {
  readonly name: string;
  readonly cors: Cors | undefined;
  /** Security headers, then custom headers. */
  readonly added: readonly AddedHeader[];
  readonly removed: readonly string[];
  /** The percentage of responses that carry Server-Timing; undefined for none. */
  readonly serverTimingPercent: number | undefined;
}

const SECURITY_HEADERS: readonly AddedHeader[] = [
  { name: 'X-XSS-Protection', value: '1; mode=block', override: false },
  { name: 'X-Frame-Options', value: 'SAMEORIGIN', override: false },
  { name: 'Referrer-Policy', value: 'strict-origin-when-cross-origin', override: false },
  { name: 'X-Content-Type-Options', value: 'nosniff', override: true },
  { name: 'Strict-Transport-Security', value: 'max-age=31536000', override: false },
];

const SIMPLE_CORS: Cors = {
  allowOrigins: ['*'],
  allowHeaders: [],
  allowMethods: [],
  exposeHeaders: [],
  allowCredentials: false,
  maxAgeSeconds: undefined,
  originOverride: false,
};

const PREFLIGHT_CORS: Cors = {
  ...SIMPLE_CORS,
  allowMethods: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
  exposeHeaders: ['*'],
};

const policy = (name: string, cors: Cors | undefined, added: readonly AddedHeader[] = []): ResponseHeadersPolicy => ({
  name,
  cors,
  added,
  removed: [],
  serverTimingPercent: undefined,
});

/**
 * AWS's own response headers policies, by id.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
 */
export const MANAGED_RESPONSE_HEADERS_POLICIES: ReadonlyMap<string, ResponseHeadersPolicy> = new Map([
  ['60669652-455b-4ae9-85a4-c4c02393f86c', policy('Managed-SimpleCORS', SIMPLE_CORS)],
  ['5cc3b908-e619-4b99-88e5-2cf7f45965bd', policy('Managed-CORS-With-Preflight', PREFLIGHT_CORS)],
  ['67f7725c-6f97-4210-82d7-5512b31e9d03', policy('Managed-SecurityHeadersPolicy', undefined, SECURITY_HEADERS)],
  [
    'e61eb60c-9c35-4d20-a928-2b84e02af89c',
    policy('Managed-CORS-and-SecurityHeadersPolicy', SIMPLE_CORS, SECURITY_HEADERS),
  ],
  [
    'eaab4381-ed33-4a86-88ca-d9558dc6cd63',
    policy('Managed-CORS-with-preflight-and-SecurityHeadersPolicy', PREFLIGHT_CORS, SECURITY_HEADERS),
  ],
]);

/** The response headers policy of that id: one of AWS's, or one of the sources. */
export function responseHeadersPolicy(id: string, resources: Resources): Setting<ResponseHeadersPolicy> {
  const managed = MANAGED_RESPONSE_HEADERS_POLICIES.get(id);
  if (managed) return known(managed);
  const resource = resources.byPhysicalId('AWS::CloudFront::ResponseHeadersPolicy', id);
  if (resource) return readPolicy(resource.id, at(resource.properties, 'ResponseHeadersPolicyConfig'));
  return {
    unknown: `the response headers policy "${id}" is not in the sources`,
    identity: `response-headers-policy:${id}`,
  };
}

function readPolicy(name: string, config: Value | undefined): Setting<ResponseHeadersPolicy> {
  const custom = listAt(config, ['CustomHeadersConfig', 'Items'], readCustomHeader);
  const removed = listAt(config, ['RemoveHeadersConfig', 'Items'], (item) => text(item, 'Header'));
  if (!isKnown(custom)) return custom;
  if (!isKnown(removed)) return removed;
  const timing = at(config, 'ServerTimingHeadersConfig');
  return known(
    {
      name,
      cors: readCors(at(config, 'CorsConfig')),
      added: [...readSecurityHeaders(at(config, 'SecurityHeadersConfig')), ...custom.known.flatMap((one) => one ?? [])],
      removed: removed.known.flatMap((one) => one ?? []),
      serverTimingPercent: flag(timing, 'Enabled') ? (number(timing, 'SamplingRate') ?? 0) : undefined,
    },
    config?.place,
  );
}

function readCustomHeader(item: Value): AddedHeader | undefined {
  const name = text(item, 'Header');
  const value = text(item, 'Value');
  return name === undefined || value === undefined ? undefined : { name, value, override: flag(item, 'Override') };
}

function readCors(config: Value | undefined): Cors | undefined {
  if (config === undefined) return undefined;
  return {
    allowOrigins: names(config, 'AccessControlAllowOrigins'),
    allowHeaders: names(config, 'AccessControlAllowHeaders'),
    allowMethods: names(config, 'AccessControlAllowMethods'),
    exposeHeaders: names(config, 'AccessControlExposeHeaders'),
    allowCredentials: flag(config, 'AccessControlAllowCredentials'),
    maxAgeSeconds: number(config, 'AccessControlMaxAgeSec'),
    originOverride: flag(config, 'OriginOverride'),
  };
}

function readSecurityHeaders(config: Value | undefined): readonly AddedHeader[] {
  const one = (part: string, name: string, value: (setting: Value) => string | undefined): readonly AddedHeader[] => {
    const setting = at(config, part);
    const written = setting === undefined ? undefined : value(setting);
    return written === undefined ? [] : [{ name, value: written, override: flag(setting, 'Override') }];
  };
  return [
    ...one('XSSProtection', 'X-XSS-Protection', xssProtection),
    ...one('FrameOptions', 'X-Frame-Options', (setting) => text(setting, 'FrameOption')),
    ...one('ReferrerPolicy', 'Referrer-Policy', (setting) => text(setting, 'ReferrerPolicy')),
    ...one('ContentSecurityPolicy', 'Content-Security-Policy', (setting) => text(setting, 'ContentSecurityPolicy')),
    ...one('ContentTypeOptions', 'X-Content-Type-Options', () => 'nosniff'),
    ...one('StrictTransportSecurity', 'Strict-Transport-Security', strictTransportSecurity),
  ];
}

function xssProtection(setting: Value): string {
  if (!flag(setting, 'Protection')) return '0';
  const report = text(setting, 'ReportUri');
  return `1${flag(setting, 'ModeBlock') ? '; mode=block' : ''}${report === undefined ? '' : `; report=${report}`}`;
}

function strictTransportSecurity(setting: Value): string {
  const subdomains = flag(setting, 'IncludeSubdomains') ? '; includeSubDomains' : '';
  const preload = flag(setting, 'Preload') ? '; preload' : '';
  return `max-age=${number(setting, 'AccessControlMaxAgeSec') ?? 0}${subdomains}${preload}`;
}

function text(value: Value | undefined, key: string): string | undefined {
  const setting = settingAt(value, [key], stringSetting, undefined);
  return isKnown(setting) ? setting.known : undefined;
}

function flag(value: Value | undefined, key: string): boolean {
  const setting = settingAt(value, [key], booleanSetting, false);
  return isKnown(setting) && setting.known;
}

function number(value: Value | undefined, key: string): number | undefined {
  const setting = settingAt(value, [key], numberSetting, undefined);
  return isKnown(setting) ? setting.known : undefined;
}

function names(value: Value | undefined, key: string): readonly string[] {
  const setting = stringsAt(value, [key, 'Items']);
  return isKnown(setting) ? setting.known : [];
}
