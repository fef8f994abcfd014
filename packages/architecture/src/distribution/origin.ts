import type { Place } from '@sallyport/http';
import { at, numberSetting, stringSetting, textSetting } from '../setting.ts';
import type { Text } from '../text.ts';
import { known, type Setting, type Value } from '../value.ts';
import { listAt, optionalAt, settingAt, whenKnown } from './reading.ts';

/** A header that CloudFront adds to every request for one origin. */
export interface OriginCustomHeader {
  readonly name: Setting<string>;
  readonly value: Setting<Text>;
  readonly place: Place;
}

/** Where a distribution sends requests. Ports are TCP ports, times are seconds. */
export interface DistributionOrigin {
  readonly id: Setting<Text>;
  readonly domainName: Setting<Text>;
  /** `` or a path that begins with `/`. */
  readonly originPath: Setting<string>;
  readonly customHeaders: Setting<readonly OriginCustomHeader[]>;
  readonly kind: 'custom' | 's3' | 'vpc';
  /** `http-only`, `https-only` or `match-viewer`. */
  readonly protocolPolicy: Setting<string>;
  readonly httpPort: Setting<number>;
  readonly httpsPort: Setting<number>;
  readonly connectionAttempts: Setting<number>;
  readonly connectionTimeoutSeconds: Setting<number>;
  readonly readTimeoutSeconds: Setting<number>;
  /** The certificate that CloudFront shows to the origin, an ARN. */
  readonly clientCertificate: Setting<Text> | undefined;
  readonly originAccessControlId: Setting<Text> | undefined;
  readonly vpcOriginId: Setting<Text> | undefined;
  readonly place: Place;
}

/** The properties that hold an origin's protocol settings. */
const CUSTOM = 'CustomOriginConfig';
const VPC = 'VpcOriginConfig';

/**
 * Reads one entry of Origins. Defaults: ports 80 and 443, 3 attempts of 10 seconds, 30 seconds for an answer.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-origin.html
 */
export function readOrigin(value: Value): DistributionOrigin {
  const kind = at(value, VPC) ? 'vpc' : at(value, 'S3OriginConfig') ? 's3' : 'custom';
  const config = kind === 'vpc' ? VPC : kind === 's3' ? 'S3OriginConfig' : CUSTOM;
  return {
    id: settingAt<Text>(value, ['Id'], textSetting, ''),
    domainName: settingAt<Text>(value, ['DomainName'], textSetting, ''),
    originPath: whenKnown(settingAt(value, ['OriginPath'], stringSetting, ''), acceptedPath),
    customHeaders: listAt(value, ['OriginCustomHeaders'], readCustomHeader),
    kind,
    // An S3 origin is asked in the viewer's own protocol:
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-s3-origin.html
    protocolPolicy: settingAt(value, [CUSTOM, 'OriginProtocolPolicy'], stringSetting, 'match-viewer'),
    httpPort: settingAt(value, [CUSTOM, 'HTTPPort'], numberSetting, 80),
    httpsPort: settingAt(value, [CUSTOM, 'HTTPSPort'], numberSetting, 443),
    connectionAttempts: settingAt(value, ['ConnectionAttempts'], numberSetting, 3),
    connectionTimeoutSeconds: settingAt(value, ['ConnectionTimeout'], numberSetting, 10),
    readTimeoutSeconds: settingAt(value, [config, 'OriginReadTimeout'], numberSetting, 30),
    clientCertificate: optionalAt(value, [CUSTOM, 'OriginMtlsConfig', 'ClientCertificateArn'], textSetting),
    originAccessControlId: optionalAt(value, ['OriginAccessControlId'], textSetting),
    vpcOriginId: optionalAt(value, [VPC, 'VpcOriginId'], textSetting),
    place: value.place,
  };
}

/**
 * The path begins with a slash; that CloudFront refuses another is approximated. A tenant fills in what stands in braces.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html#DownloadDistValuesOriginPath
 */
export const isOriginPath = (path: string): boolean => path === '' || path.startsWith('/') || path.includes('{{');

export function acceptedPath(path: string, place: Place | undefined): Setting<string> {
  if (isOriginPath(path)) return known(path, place);
  const unknown = `the OriginPath "${path}" begins with no slash, and CloudFront takes none such`;
  return { unknown, identity: `origin path ${path}`, ...(place ? { place } : {}) };
}

const readCustomHeader = (value: Value): OriginCustomHeader => ({
  name: settingAt(value, ['HeaderName'], stringSetting, ''),
  value: settingAt<Text>(value, ['HeaderValue'], textSetting, ''),
  place: value.place,
});

/** Two origins, the second for what the first fails at. */
export interface OriginGroup {
  readonly id: Setting<Text>;
  /** Ids of origins, the primary first. */
  readonly members: Setting<readonly Setting<Text>[]>;
  readonly statusCodes: Setting<readonly Setting<number>[]>;
  readonly place: Place;
}

/** Reads one entry of OriginGroups.Items. */
export function readOriginGroup(value: Value): OriginGroup {
  return {
    id: settingAt<Text>(value, ['Id'], textSetting, ''),
    members: listAt(value, ['Members', 'Items'], (item) => settingAt<Text>(item, ['OriginId'], textSetting, '')),
    statusCodes: listAt(value, ['FailoverCriteria', 'StatusCodes', 'Items'], numberSetting),
    place: value.place,
  };
}
