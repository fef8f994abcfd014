import type { Place } from '@sallyport/http';
import type { Resources } from '../resources.ts';
import { at, booleanSetting, stringSetting, textSetting } from '../setting.ts';
import type { Text } from '../text.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';
import { type CachePolicy, cachePolicy } from './cache-policy.ts';
import { type Forwarded, readForwarded } from './forwarded.ts';
import { type OriginRequestPolicy, originRequestPolicy } from './origin-request-policy.ts';
import { optionalAt, settingAt, stringsAt, whenKnown } from './reading.ts';
import { type ResponseHeadersPolicy, responseHeadersPolicy } from './response-headers-policy.ts';

/** What goes to the origin: by policies, or by the older ForwardedValues, which AWS still accepts. */
export type Forwarding =
  | {
      readonly by: 'policies';
      readonly cachePolicy: CachePolicy;
      readonly originRequestPolicy: OriginRequestPolicy | undefined;
    }
  | {
      readonly by: 'forwarded-values';
      /** `*` stands for all headers, Host included. */
      readonly headers: readonly string[];
      readonly cookies: Forwarded;
      readonly queryString: boolean;
    };

/** A function at the edge, by the event it runs on. */
export interface EdgeFunction {
  readonly kind: 'CloudFront function' | 'Lambda@Edge function';
  readonly eventType: Setting<string>;
  /** Whether its code may send the request to another origin than the behavior's. */
  readonly mayChooseOrigin: boolean;
}

/** What a distribution does with the requests that one path pattern matches. */
export interface CacheBehavior {
  /** As written; `*` for the default cache behavior. */
  readonly pathPattern: Setting<string>;
  readonly isDefault: boolean;
  readonly targetOriginId: Setting<Text>;
  /** `allow-all`, `redirect-to-https` or `https-only`. */
  readonly viewerProtocolPolicy: Setting<string>;
  readonly allowedMethods: Setting<readonly string[]>;
  readonly forwarding: Setting<Forwarding>;
  readonly responseHeadersPolicy: Setting<ResponseHeadersPolicy> | undefined;
  readonly functions: readonly EdgeFunction[];
  /** Whether viewers must sign their URLs or cookies. */
  readonly signedBy: Setting<readonly string[]>;
  readonly place: Place | undefined;
}

/** Reads one entry of CacheBehaviors, or DefaultCacheBehavior. */
export function readCacheBehavior(value: Value | undefined, isDefault: boolean, resources: Resources): CacheBehavior {
  return {
    pathPattern: isDefault ? known('*') : required(value, 'PathPattern', stringSetting),
    isDefault,
    targetOriginId: required(value, 'TargetOriginId', textSetting),
    viewerProtocolPolicy: required(value, 'ViewerProtocolPolicy', stringSetting),
    allowedMethods: readAllowedMethods(value),
    forwarding: readForwarding(value, resources),
    responseHeadersPolicy: readResponseHeadersPolicy(value, resources),
    functions: [
      ...readFunctions(value, 'FunctionAssociations', 'CloudFront function', resources),
      ...readFunctions(value, 'LambdaFunctionAssociations', 'Lambda@Edge function', resources),
    ],
    signedBy: readSigners(value),
    place: value?.place,
  };
}

function required<T>(value: Value | undefined, key: string, read: (value: Value) => Setting<T>): Setting<T> {
  const found = at(value, key);
  if (found !== undefined) return read(found);
  const missing = { unknown: `${key} is missing`, identity: `missing ${key}` };
  return value === undefined ? missing : { ...missing, place: value.place };
}

/** AllowedMethods defaults to GET and HEAD. */
function readAllowedMethods(value: Value | undefined): Setting<readonly string[]> {
  return at(value, 'AllowedMethods') === undefined ? known(['GET', 'HEAD']) : stringsAt(value, ['AllowedMethods']);
}

function readForwarding(value: Value | undefined, resources: Resources): Setting<Forwarding> {
  const cacheId = optionalAt(value, ['CachePolicyId'], stringSetting);
  if (cacheId === undefined) return readForwardedValues(value);
  const cache = whenKnown(cacheId, (id) => cachePolicy(id, resources));
  if (!isKnown(cache)) return cache;
  const requestId = optionalAt(value, ['OriginRequestPolicyId'], stringSetting);
  if (requestId === undefined)
    return known({ by: 'policies', cachePolicy: cache.known, originRequestPolicy: undefined }, value?.place);
  const request = whenKnown(requestId, (id) => originRequestPolicy(id, resources));
  if (!isKnown(request)) return request;
  return known({ by: 'policies', cachePolicy: cache.known, originRequestPolicy: request.known }, value?.place);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-forwardedvalues.html */
function readForwardedValues(value: Value | undefined): Setting<Forwarding> {
  const values = at(value, 'ForwardedValues');
  if (values === undefined) {
    const missing = { unknown: 'neither CachePolicyId nor ForwardedValues is there', identity: 'no cache policy' };
    return value === undefined ? missing : { ...missing, place: value.place };
  }
  const headers = stringsAt(values, ['Headers']);
  const cookies = readForwarded(at(values, 'Cookies'), 'Forward', 'WhitelistedNames');
  const queryString = settingAt(values, ['QueryString'], booleanSetting, false);
  if (!isKnown(headers)) return headers;
  if (!isKnown(cookies)) return cookies;
  if (!isKnown(queryString)) return queryString;
  return known(
    { by: 'forwarded-values', headers: headers.known, cookies: cookies.known, queryString: queryString.known },
    values.place,
  );
}

function readResponseHeadersPolicy(
  value: Value | undefined,
  resources: Resources,
): Setting<ResponseHeadersPolicy> | undefined {
  const id = optionalAt(value, ['ResponseHeadersPolicyId'], stringSetting);
  return id && whenKnown(id, (one) => responseHeadersPolicy(one, resources));
}

function readFunctions(
  value: Value | undefined,
  key: string,
  kind: EdgeFunction['kind'],
  resources: Resources,
): readonly EdgeFunction[] {
  const list = at(value, key);
  if (list === undefined) return [];
  if (list.kind !== 'list') return [{ kind, eventType: stringSetting(list), mayChooseOrigin: true }];
  return list.items.map((item) => {
    const eventType = required(item, 'EventType', stringSetting);
    return { kind, eventType, mayChooseOrigin: choosesOrigin(kind, eventType, at(item, 'FunctionARN'), resources) };
  });
}

/**
 * A CloudFront function chooses origins by the module `cloudfront` alone, a Lambda@Edge function on origin requests alone.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html,
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html
 */
function choosesOrigin(
  kind: EdgeFunction['kind'],
  eventType: Setting<string>,
  reference: Value | undefined,
  resources: Resources,
): boolean {
  if (isKnown(eventType) && eventType.known.endsWith('-response')) return false;
  if (kind === 'Lambda@Edge function') return !isKnown(eventType) || eventType.known === 'origin-request';
  const arn = reference && stringSetting(reference);
  const found = arn && isKnown(arn) ? resources.byPhysicalId('AWS::CloudFront::Function', arn.known) : undefined;
  const code = at(found?.properties, 'FunctionCode');
  const text = code && stringSetting(code);
  return text === undefined || !isKnown(text) || text.known.includes('cloudfront');
}

function readSigners(value: Value | undefined): Setting<readonly string[]> {
  const groups = stringsAt(value, ['TrustedKeyGroups']);
  const signers = stringsAt(value, ['TrustedSigners']);
  if (!isKnown(groups)) return groups;
  if (!isKnown(signers)) return signers;
  return known([...groups.known, ...signers.known], groups.place ?? signers.place);
}
