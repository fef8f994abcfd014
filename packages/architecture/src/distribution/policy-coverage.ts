import type { CoverageRow } from './coverage.ts';

const CF = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/';
const CACHE = 'storing responses is not modelled yet: every request is a miss';
const key = 'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin';
const request = 'OriginRequestPolicyConfig';
const response = 'ResponseHeadersPolicyConfig';
const security = `${response}.SecurityHeadersConfig`;
const cors = `${response}.CorsConfig`;

/** The tables of the three kinds of policy. */
export const POLICY_COVERAGE: readonly {
  readonly type: string;
  readonly source: string;
  readonly rows: readonly CoverageRow[];
}[] = [
  {
    type: 'AWS::CloudFront::CachePolicy',
    source: `${CF}controlling-the-cache-key.html`,
    rows: [
      ['CachePolicyConfig.Comment', 'no-effect'],
      ['CachePolicyConfig.DefaultTTL', 'approximated', CACHE],
      ['CachePolicyConfig.MaxTTL', 'approximated', CACHE],
      ['CachePolicyConfig.MinTTL', 'approximated', CACHE],
      ['CachePolicyConfig.Name', 'no-effect'],
      [`${key}.CookiesConfig.CookieBehavior`, 'documented'],
      [`${key}.CookiesConfig.Cookies`, 'documented'],
      [`${key}.EnableAcceptEncodingBrotli`, 'approximated', 'Accept-Encoding is passed as sent, not normalised'],
      [`${key}.EnableAcceptEncodingGzip`, 'approximated', 'Accept-Encoding is passed as sent, not normalised'],
      [`${key}.HeadersConfig.HeaderBehavior`, 'documented'],
      [`${key}.HeadersConfig.Headers`, 'documented'],
      [`${key}.QueryStringsConfig.QueryStringBehavior`, 'documented'],
      [`${key}.QueryStringsConfig.QueryStrings`, 'documented'],
    ],
  },
  {
    type: 'AWS::CloudFront::OriginRequestPolicy',
    source: `${CF}controlling-origin-requests.html`,
    rows: [
      [`${request}.Comment`, 'no-effect'],
      [`${request}.CookiesConfig.CookieBehavior`, 'documented'],
      [`${request}.CookiesConfig.Cookies`, 'documented'],
      [`${request}.HeadersConfig.HeaderBehavior`, 'documented'],
      [
        `${request}.HeadersConfig.Headers`,
        'approximated',
        'CloudFront headers that depend on device or city have unknown values',
      ],
      [`${request}.Name`, 'no-effect'],
      [`${request}.QueryStringsConfig.QueryStringBehavior`, 'documented'],
      [`${request}.QueryStringsConfig.QueryStrings`, 'documented'],
    ],
  },
  {
    type: 'AWS::CloudFront::ResponseHeadersPolicy',
    source: `${CF}understanding-response-headers-policies.html`,
    rows: [
      [`${response}.Comment`, 'no-effect'],
      [`${cors}.AccessControlAllowCredentials`, 'documented'],
      [`${cors}.AccessControlAllowHeaders.Items`, 'documented'],
      [`${cors}.AccessControlAllowMethods.Items`, 'documented'],
      [`${cors}.AccessControlAllowOrigins.Items`, 'documented'],
      [`${cors}.AccessControlExposeHeaders.Items`, 'documented'],
      [`${cors}.AccessControlMaxAgeSec`, 'documented'],
      [`${cors}.OriginOverride`, 'documented'],
      [`${response}.CustomHeadersConfig.Items.Header`, 'documented'],
      [`${response}.CustomHeadersConfig.Items.Override`, 'documented'],
      [`${response}.CustomHeadersConfig.Items.Value`, 'documented'],
      [`${response}.Name`, 'no-effect'],
      [`${response}.RemoveHeadersConfig.Items.Header`, 'documented'],
      [`${security}.ContentSecurityPolicy.ContentSecurityPolicy`, 'documented'],
      [`${security}.ContentSecurityPolicy.Override`, 'documented'],
      [`${security}.ContentTypeOptions.Override`, 'documented'],
      [`${security}.FrameOptions.FrameOption`, 'documented'],
      [`${security}.FrameOptions.Override`, 'documented'],
      [`${security}.ReferrerPolicy.Override`, 'documented'],
      [`${security}.ReferrerPolicy.ReferrerPolicy`, 'documented'],
      [`${security}.StrictTransportSecurity.AccessControlMaxAgeSec`, 'documented'],
      [`${security}.StrictTransportSecurity.IncludeSubdomains`, 'documented'],
      [`${security}.StrictTransportSecurity.Override`, 'documented'],
      [`${security}.StrictTransportSecurity.Preload`, 'documented'],
      [`${security}.XSSProtection.ModeBlock`, 'documented'],
      [`${security}.XSSProtection.Override`, 'documented'],
      [`${security}.XSSProtection.Protection`, 'documented'],
      [`${security}.XSSProtection.ReportUri`, 'documented'],
      [`${response}.ServerTimingHeadersConfig.Enabled`, 'documented'],
      [
        `${response}.ServerTimingHeadersConfig.SamplingRate`,
        'approximated',
        'a response carries the header at a rate of 100 only',
      ],
    ],
  },
];
