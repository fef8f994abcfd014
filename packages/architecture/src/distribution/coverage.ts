import type { Fidelity, PropertyCoverage, TypeCoverage } from '../coverage.ts';
import { POLICY_COVERAGE } from './policy-coverage.ts';

/** Rows of a table: a property and how faithful it is, with a note or a page. */
export type CoverageRow = readonly [property: string, fidelity: Fidelity, noteOrSource?: string];

/** Makes coverage of rows; a third column that is a URL is a source, else a note. */
export function coverage(type: string, source: string, rows: readonly CoverageRow[]): TypeCoverage {
  return { type, properties: rows.map((row) => propertyCoverage(row, source)) };
}

function propertyCoverage([property, fidelity, extra]: CoverageRow, source: string): PropertyCoverage {
  const cited = fidelity === 'documented' || fidelity === 'approximated' || fidelity === 'observed';
  if (extra?.startsWith('https://')) return { property, fidelity, source: extra };
  return { property, fidelity, ...(extra ? { note: extra } : {}), ...(cited ? { source } : {}) };
}

const CFN = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/';
const CF = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/';
const CACHE = 'storing responses is not modelled yet: every request is a miss';

/** What CacheBehaviors and DefaultCacheBehavior share. */
const behavior = (prefix: string): readonly CoverageRow[] => [
  [
    `${prefix}.AllowedMethods`,
    'documented',
    `${CF}DownloadDistValuesCacheBehavior.html#DownloadDistValuesAllowedHTTPMethods`,
  ],
  [`${prefix}.CachePolicyId`, 'approximated', CACHE],
  [`${prefix}.CachedMethods`, 'approximated', CACHE],
  [`${prefix}.Compress`, 'approximated', 'CloudFront does not compress here; Accept-Encoding is passed as sent'],
  [`${prefix}.DefaultTTL`, 'approximated', CACHE],
  [`${prefix}.FieldLevelEncryptionId`, 'unknown', 'fields of bodies are not encrypted'],
  [`${prefix}.ForwardedValues.Cookies.Forward`, 'documented', `${CF}Cookies.html`],
  [`${prefix}.ForwardedValues.Cookies.WhitelistedNames`, 'documented', `${CF}Cookies.html`],
  [`${prefix}.ForwardedValues.Headers`, 'documented', `${CF}header-caching.html`],
  [`${prefix}.ForwardedValues.QueryString`, 'documented', `${CF}QueryStringParameters.html`],
  [`${prefix}.ForwardedValues.QueryStringCacheKeys`, 'approximated', CACHE],
  [`${prefix}.FunctionAssociations.EventType`, 'approximated', 'it tells whether requests or answers are touched'],
  [`${prefix}.FunctionAssociations.FunctionARN`, 'unknown', 'functions at the edge are not run'],
  [`${prefix}.GrpcConfig.Enabled`, 'unknown', 'gRPC is not modelled'],
  [
    `${prefix}.LambdaFunctionAssociations.EventType`,
    'approximated',
    'it tells whether requests or answers are touched',
  ],
  [`${prefix}.LambdaFunctionAssociations.IncludeBody`, 'approximated', 'functions at the edge are not run'],
  [`${prefix}.LambdaFunctionAssociations.LambdaFunctionARN`, 'unknown', 'functions at the edge are not run'],
  [`${prefix}.MaxTTL`, 'approximated', CACHE],
  [`${prefix}.MinTTL`, 'approximated', CACHE],
  [`${prefix}.OriginRequestPolicyId`, 'documented', `${CF}controlling-origin-requests.html`],
  [`${prefix}.RealtimeLogConfigArn`, 'no-effect'],
  [`${prefix}.ResponseHeadersPolicyId`, 'documented', `${CF}modifying-response-headers.html`],
  [`${prefix}.SmoothStreaming`, 'no-effect'],
  [
    `${prefix}.TargetOriginId`,
    'documented',
    `${CF}DownloadDistValuesCacheBehavior.html#DownloadDistValuesTargetOriginId`,
  ],
  [`${prefix}.TrustedKeyGroups`, 'approximated', 'a signature is not checked: whether one is valid stays undecided'],
  [`${prefix}.TrustedSigners`, 'approximated', 'a signature is not checked: whether one is valid stays undecided'],
  [`${prefix}.ViewerProtocolPolicy`, 'documented', `${CF}using-https-viewers-to-cloudfront.html`],
];

const origin = 'DistributionConfig.Origins';
const VPC_ORIGIN = 'VPC origins are not modelled yet: what is behind one is unknown';
const OLD = 'a property of the first API; AWS asks for Origins instead';

const ORIGIN: readonly CoverageRow[] = [
  [`${origin}.ConnectionAttempts`, 'documented', `${CF}high_availability_origin_failover.html`],
  [`${origin}.ConnectionTimeout`, 'documented', `${CF}high_availability_origin_failover.html`],
  [`${origin}.CustomOriginConfig.HTTPPort`, 'documented'],
  [`${origin}.CustomOriginConfig.HTTPSPort`, 'documented'],
  [`${origin}.CustomOriginConfig.IpAddressType`, 'no-effect', 'the address family towards the origin'],
  [`${origin}.CustomOriginConfig.OriginKeepaliveTimeout`, 'no-effect'],
  [`${origin}.CustomOriginConfig.OriginMtlsConfig.ClientCertificateArn`, 'documented'],
  [`${origin}.CustomOriginConfig.OriginProtocolPolicy`, 'documented'],
  [`${origin}.CustomOriginConfig.OriginReadTimeout`, 'documented'],
  [
    `${origin}.CustomOriginConfig.OriginSSLProtocols`,
    'no-effect',
    'it chooses the TLS version towards the origin only',
  ],
  [`${origin}.DomainName`, 'documented', `${CF}DownloadDistValuesOrigin.html#DownloadDistValuesDomainName`],
  [`${origin}.Id`, 'documented'],
  [
    `${origin}.OriginAccessControlId`,
    'approximated',
    'requests are signed for CloudFront; the control itself is not read',
  ],
  [`${origin}.OriginCustomHeaders.HeaderName`, 'documented', `${CF}add-origin-custom-headers.html`],
  [`${origin}.OriginCustomHeaders.HeaderValue`, 'documented', `${CF}add-origin-custom-headers.html`],
  [`${origin}.OriginPath`, 'documented', `${CF}DownloadDistValuesOrigin.html#DownloadDistValuesOriginPath`],
  [`${origin}.OriginShield.Enabled`, 'no-effect', 'a second cache: requests come from CloudFront all the same'],
  [`${origin}.OriginShield.OriginShieldRegion`, 'no-effect'],
  [`${origin}.ResponseCompletionTimeout`, 'approximated', 'the time for a whole answer is not limited'],
  [`${origin}.S3OriginConfig.OriginAccessIdentity`, 'unknown', 'buckets are not modelled yet'],
  [`${origin}.S3OriginConfig.OriginReadTimeout`, 'documented'],
  [`${origin}.VpcOriginConfig.OriginKeepaliveTimeout`, 'no-effect'],
  [`${origin}.VpcOriginConfig.OriginReadTimeout`, 'documented'],
  [`${origin}.VpcOriginConfig.OwnerAccountId`, 'unknown', VPC_ORIGIN],
  [`${origin}.VpcOriginConfig.VpcOriginId`, 'unknown', VPC_ORIGIN],
];

const DISTRIBUTION = coverage('AWS::CloudFront::Distribution', `${CFN}aws-resource-cloudfront-distribution.html`, [
  ['DistributionConfig.Aliases', 'documented', `${CF}CNAMEs.html`],
  ['DistributionConfig.AnycastIpListId', 'no-effect'],
  ['DistributionConfig.CNAMEs', 'documented', 'the older name of Aliases'],
  [
    'DistributionConfig.CacheBehaviors.PathPattern',
    'approximated',
    'the raw path is matched: AWS does not publish how it normalises',
  ],
  ...behavior('DistributionConfig.CacheBehaviors'),
  ...behavior('DistributionConfig.DefaultCacheBehavior'),
  ['DistributionConfig.CacheTagConfig.HeaderName', 'no-effect', 'it names a header for invalidations'],
  ['DistributionConfig.Comment', 'no-effect'],
  ['DistributionConfig.ConnectionFunctionAssociation.Id', 'unknown', 'connection functions are not run'],
  ['DistributionConfig.ConnectionMode', 'documented'],
  ['DistributionConfig.ContinuousDeploymentPolicyId', 'documented', `${CF}continuous-deployment.html`],
  ['DistributionConfig.CustomErrorResponses.ErrorCachingMinTTL', 'approximated', CACHE],
  ['DistributionConfig.CustomErrorResponses.ErrorCode', 'documented', `${CF}GeneratingCustomErrorResponses.html`],
  ['DistributionConfig.CustomErrorResponses.ResponseCode', 'documented', `${CF}GeneratingCustomErrorResponses.html`],
  [
    'DistributionConfig.CustomErrorResponses.ResponsePagePath',
    'documented',
    `${CF}GeneratingCustomErrorResponses.html`,
  ],
  ['DistributionConfig.CustomOrigin.DNSName', 'unknown', OLD],
  ['DistributionConfig.CustomOrigin.HTTPPort', 'unknown', OLD],
  ['DistributionConfig.CustomOrigin.HTTPSPort', 'unknown', OLD],
  ['DistributionConfig.CustomOrigin.OriginProtocolPolicy', 'unknown', OLD],
  ['DistributionConfig.CustomOrigin.OriginSSLProtocols', 'unknown', OLD],
  [
    'DistributionConfig.DefaultRootObject',
    'approximated',
    'set after the behavior is chosen: AWS does not publish the order',
  ],
  ['DistributionConfig.Enabled', 'documented'],
  ['DistributionConfig.HttpVersion', 'approximated', 'HTTP/3 is announced, not spoken'],
  ['DistributionConfig.IPV6Enabled', 'approximated', 'viewers may have IPv6 addresses whatever it says'],
  ['DistributionConfig.Logging.Bucket', 'no-effect'],
  ['DistributionConfig.Logging.IncludeCookies', 'no-effect'],
  ['DistributionConfig.Logging.Prefix', 'no-effect'],
  [
    'DistributionConfig.OriginGroups.Items.FailoverCriteria.StatusCodes.Items',
    'approximated',
    'whether a failover happens is undecided',
  ],
  ['DistributionConfig.OriginGroups.Items.FailoverCriteria.StatusCodes.Quantity', 'no-effect'],
  ['DistributionConfig.OriginGroups.Items.Id', 'documented'],
  [
    'DistributionConfig.OriginGroups.Items.Members.Items.OriginId',
    'documented',
    `${CF}high_availability_origin_failover.html`,
  ],
  ['DistributionConfig.OriginGroups.Items.Members.Quantity', 'no-effect'],
  ['DistributionConfig.OriginGroups.Items.SelectionCriteria', 'approximated', 'the first member is asked first'],
  ['DistributionConfig.OriginGroups.Quantity', 'no-effect'],
  ...ORIGIN,
  ['DistributionConfig.PriceClass', 'no-effect'],
  ['DistributionConfig.Restrictions.GeoRestriction.Locations', 'documented', `${CF}georestrictions.html`],
  ['DistributionConfig.Restrictions.GeoRestriction.RestrictionType', 'documented', `${CF}georestrictions.html`],
  ['DistributionConfig.S3Origin.DNSName', 'unknown', OLD],
  ['DistributionConfig.S3Origin.OriginAccessIdentity', 'unknown', OLD],
  ['DistributionConfig.Staging', 'documented', `${CF}continuous-deployment.html`],
  ['DistributionConfig.TenantConfig.ParameterDefinitions.Definition.StringSchema.Comment', 'no-effect'],
  ['DistributionConfig.TenantConfig.ParameterDefinitions.Definition.StringSchema.DefaultValue', 'documented'],
  ['DistributionConfig.TenantConfig.ParameterDefinitions.Definition.StringSchema.Required', 'no-effect'],
  ['DistributionConfig.TenantConfig.ParameterDefinitions.Name', 'documented'],
  ['DistributionConfig.ViewerCertificate.AcmCertificateArn', 'no-effect', 'the certificate shown to viewers'],
  ['DistributionConfig.ViewerCertificate.CloudFrontDefaultCertificate', 'no-effect'],
  ['DistributionConfig.ViewerCertificate.IamCertificateId', 'no-effect'],
  ['DistributionConfig.ViewerCertificate.MinimumProtocolVersion', 'no-effect', 'the TLS version towards viewers'],
  ['DistributionConfig.ViewerCertificate.SslSupportMethod', 'no-effect'],
  [
    'DistributionConfig.ViewerMtlsConfig.Mode',
    'approximated',
    'required: a client certificate that was checked must be there',
  ],
  ['DistributionConfig.ViewerMtlsConfig.TrustStoreConfig.AdvertiseTrustStoreCaNames', 'no-effect'],
  [
    'DistributionConfig.ViewerMtlsConfig.TrustStoreConfig.IgnoreCertificateExpiry',
    'unknown',
    'trust stores are not read',
  ],
  [
    'DistributionConfig.ViewerMtlsConfig.TrustStoreConfig.TrustStoreId',
    'approximated',
    'trust stores are not read: any checked certificate counts',
  ],
  ['DistributionConfig.WebACLId', 'documented', `${CF}distribution-web-awswaf.html`],
  ['Tags', 'no-effect'],
]);

const CONTINUOUS_DEPLOYMENT = coverage(
  'AWS::CloudFront::ContinuousDeploymentPolicy',
  `${CF}continuous-deployment.html`,
  [
    ['ContinuousDeploymentPolicyConfig.Enabled', 'documented'],
    ['ContinuousDeploymentPolicyConfig.SingleHeaderPolicyConfig.Header', 'documented'],
    ['ContinuousDeploymentPolicyConfig.SingleHeaderPolicyConfig.Value', 'documented'],
    [
      'ContinuousDeploymentPolicyConfig.SingleWeightPolicyConfig.SessionStickinessConfig.IdleTTL',
      'approximated',
      'sessions do not stick',
    ],
    [
      'ContinuousDeploymentPolicyConfig.SingleWeightPolicyConfig.SessionStickinessConfig.MaximumTTL',
      'approximated',
      'sessions do not stick',
    ],
    [
      'ContinuousDeploymentPolicyConfig.SingleWeightPolicyConfig.Weight',
      'approximated',
      'which requests it takes is undecided',
    ],
    ['ContinuousDeploymentPolicyConfig.StagingDistributionDnsNames', 'documented'],
    ['ContinuousDeploymentPolicyConfig.TrafficConfig.SingleHeaderConfig.Header', 'documented'],
    ['ContinuousDeploymentPolicyConfig.TrafficConfig.SingleHeaderConfig.Value', 'documented'],
    [
      'ContinuousDeploymentPolicyConfig.TrafficConfig.SingleWeightConfig.SessionStickinessConfig.IdleTTL',
      'approximated',
      'sessions do not stick',
    ],
    [
      'ContinuousDeploymentPolicyConfig.TrafficConfig.SingleWeightConfig.SessionStickinessConfig.MaximumTTL',
      'approximated',
      'sessions do not stick',
    ],
    [
      'ContinuousDeploymentPolicyConfig.TrafficConfig.SingleWeightConfig.Weight',
      'approximated',
      'which requests it takes is undecided',
    ],
    ['ContinuousDeploymentPolicyConfig.TrafficConfig.Type', 'documented'],
    ['ContinuousDeploymentPolicyConfig.Type', 'documented'],
  ],
);

const TENANT = coverage(
  'AWS::CloudFront::DistributionTenant',
  `${CFN}aws-resource-cloudfront-distributiontenant.html`,
  [
    ['ConnectionGroupId', 'no-effect', 'the addresses that the tenant is reached at'],
    ['Customizations.Certificate.Arn', 'no-effect', 'the certificate shown to viewers'],
    ['Customizations.GeoRestrictions.Locations', 'documented'],
    ['Customizations.GeoRestrictions.RestrictionType', 'documented'],
    ['Customizations.WebAcl.Action', 'documented'],
    ['Customizations.WebAcl.Arn', 'documented'],
    ['DistributionId', 'documented'],
    ['Domains', 'documented'],
    ['Enabled', 'documented'],
    ['ManagedCertificateRequest.CertificateTransparencyLoggingPreference', 'no-effect'],
    ['ManagedCertificateRequest.PrimaryDomainName', 'no-effect'],
    ['ManagedCertificateRequest.ValidationTokenHost', 'no-effect'],
    ['Name', 'no-effect'],
    ['Parameters.Name', 'documented'],
    ['Parameters.Value', 'documented'],
    ['Tags', 'no-effect'],
  ],
);

const CONNECTION_GROUP = coverage(
  'AWS::CloudFront::ConnectionGroup',
  `${CFN}aws-resource-cloudfront-connectiongroup.html`,
  [
    ['AnycastIpListId', 'no-effect'],
    ['Enabled', 'unknown', 'a connection group that is switched off is served all the same'],
    ['Ipv6Enabled', 'approximated', 'viewers may have IPv6 addresses whatever it says'],
    ['Name', 'no-effect'],
    ['Tags', 'no-effect'],
  ],
);

/** How faithfully each property of CloudFront's resources is understood. */
export const DISTRIBUTION_COVERAGE: readonly TypeCoverage[] = [
  DISTRIBUTION,
  ...POLICY_COVERAGE.map(({ type, source, rows }) => coverage(type, source, rows)),
  CONTINUOUS_DEPLOYMENT,
  TENANT,
  CONNECTION_GROUP,
];
