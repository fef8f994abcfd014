import { add, append, declare, type Edit, edits, getAtt, type Json, remove, set, valueAt } from '../template.ts';
import { guardBlind, sideDoor, type Variant } from './variant.ts';

const CLOUDFRONT = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide';
const CLOUDFORMATION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const DISTRIBUTION = `${CLOUDFORMATION}/aws-properties-cloudfront-distribution-distributionconfig.html`;
const TENANT = `${CLOUDFORMATION}/aws-properties-cloudfront-distributiontenant-webaclcustomization.html`;
const STAGING = `${CLOUDFRONT}/continuous-deployment.html`;

/** A second distribution with the settings of the first, changed: the same origin, the same secret. */
export const twin =
  (logicalId: string, ...changes: readonly Edit[]): Edit =>
  (template) => {
    const config = valueAt(template, 'Edge.DistributionConfig');
    add(logicalId, 'AWS::CloudFront::Distribution', { DistributionConfig: config })(template);
    edits(...changes)(template);
  };

/** A web ACL whose rules count and never block. */
export const countingWebAcl =
  (logicalId: string): Edit =>
  (template) => {
    add(logicalId, 'AWS::WAFv2::WebACL', {
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      VisibilityConfig: valueAt(template, 'EdgeWebAcl.VisibilityConfig'),
      Rules: [
        {
          Name: 'count-addresses',
          Priority: 0,
          Statement: { IPSetReferenceStatement: { Arn: getAtt('BlockedAddresses', 'Arn') } },
          Action: { Count: {} },
          VisibilityConfig: valueAt(template, 'EdgeWebAcl.Rules.0.VisibilityConfig'),
        },
      ],
    })(template);
  };

/** A rule about paths that match a regular expression. */
const pathRule = (RegexString: string, action: 'Allow' | 'Block') => ({
  Action: { [action]: {} },
  Statement: {
    RegexMatchStatement: {
      RegexString,
      FieldToMatch: { UriPath: {} },
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  },
});

/** The distribution becomes one that serves tenants only; it gives up what such a distribution cannot have. */
export const tenantOnly: Edit = edits(
  set('Edge.DistributionConfig.ConnectionMode', 'tenant-only'),
  remove('Edge.DistributionConfig.IPV6Enabled'),
  (template) =>
    set('Edge.DistributionConfig.ViewerCertificate', {
      AcmCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
      SslSupportMethod: 'sni-only',
      MinimumProtocolVersion: 'TLSv1.2_2021',
    })(template),
);

/** A tenant of the distribution, with a domain of its own. */
export const tenant = (logicalId: string, domain: string, customizations?: Record<string, Json>): Edit =>
  add(logicalId, 'AWS::CloudFront::DistributionTenant', {
    DistributionId: { Ref: 'Edge' },
    Name: logicalId.toLowerCase(),
    Domains: [domain],
    Enabled: true,
    ...(customizations ? { Customizations: customizations } : {}),
  });

/** A staging distribution, and the policy that sends requests with a header to it. */
export const staging = (enabled: boolean, ...changes: readonly Edit[]): Edit =>
  edits(
    twin('Staging', set('Staging.DistributionConfig.Staging', true), ...changes),
    add('ContinuousDeployment', 'AWS::CloudFront::ContinuousDeploymentPolicy', {
      ContinuousDeploymentPolicyConfig: {
        Enabled: enabled,
        StagingDistributionDnsNames: [getAtt('Staging', 'DomainName')],
        TrafficConfig: { Type: 'SingleHeader', SingleHeaderConfig: { Header: 'aws-cf-cd-beta', Value: 'yes' } },
      },
    }),
    set('Edge.DistributionConfig.ContinuousDeploymentPolicyId', { Ref: 'ContinuousDeployment' }),
  );

/** The distribution answers for a name of its own beside the default one. */
export const alias: Edit = edits(
  set('Edge.DistributionConfig.Aliases', ['app.example.com']),
  set('Edge.DistributionConfig.ViewerCertificate', {
    AcmCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
    SslSupportMethod: 'sni-only',
    MinimumProtocolVersion: 'TLSv1.2_2021',
  }),
);

const hostIs = (host: string): Json => ({
  ByteMatchStatement: {
    FieldToMatch: { SingleHeader: { Name: 'host' } },
    PositionalConstraint: 'EXACTLY',
    SearchString: host,
    TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
  },
});

export const distributionVariants: readonly Variant[] = [
  {
    id: 'CF-01/absent',
    title: 'the distribution names no web ACL',
    change: remove('Edge.DistributionConfig.WebACLId'),
    expects: sideDoor('CF-01'),
    source: DISTRIBUTION,
  },
  {
    id: 'CF-01/empty',
    title: 'the distribution names an empty web ACL',
    change: set('Edge.DistributionConfig.WebACLId', ''),
    expects: sideDoor('CF-01'),
    source: DISTRIBUTION,
  },
  {
    id: 'CF-01/no-value',
    title: 'the web ACL is AWS::NoValue',
    change: set('Edge.DistributionConfig.WebACLId', { Ref: 'AWS::NoValue' }),
    expects: sideDoor('CF-01'),
    source: DISTRIBUTION,
  },
  {
    id: 'CF-01/condition-false',
    title: 'the web ACL hangs on a condition that is false',
    change: edits(
      declare('Conditions', 'Guarded', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }),
      set('Edge.DistributionConfig.WebACLId', {
        'Fn::If': ['Guarded', getAtt('EdgeWebAcl', 'Arn'), { Ref: 'AWS::NoValue' }],
      }),
    ),
    expects: sideDoor('CF-01'),
    source: DISTRIBUTION,
  },
  {
    id: 'CF-03/no-web-acl',
    title: 'a second distribution of the same origin has no web ACL',
    change: twin('Twin', remove('Twin.DistributionConfig.WebACLId')),
    expects: sideDoor('CF-03'),
    source: `${CLOUDFRONT}/add-origin-custom-headers.html`,
  },
  {
    id: 'CF-03/counting-web-acl',
    title: 'a second distribution of the same origin has a web ACL that only counts',
    change: edits(
      countingWebAcl('CountingWebAcl'),
      twin('Twin', set('Twin.DistributionConfig.WebACLId', getAtt('CountingWebAcl', 'Arn'))),
    ),
    expects: sideDoor('CF-03'),
    source: 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html',
  },
  {
    id: 'CF-03/one-behaviour',
    title: 'a second distribution reaches the origin by one path pattern only',
    change: twin(
      'Twin',
      remove('Twin.DistributionConfig.WebACLId'),
      (template) =>
        set('Twin.DistributionConfig.CacheBehaviors', [
          { ...asMap(valueAt(template, 'Twin.DistributionConfig.DefaultCacheBehavior')), PathPattern: '/legacy/*' },
        ])(template),
      append('Twin.DistributionConfig.Origins', {
        Id: 'elsewhere',
        DomainName: 'static.example.com',
        CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
      }),
      set('Twin.DistributionConfig.DefaultCacheBehavior.TargetOriginId', 'elsewhere'),
    ),
    // The second origin is a host outside AWS, of which nothing is claimed here: the case is about the API.
    expects: sideDoor('CF-03'),
    source: `${CLOUDFRONT}/DownloadDistValuesCacheBehavior.html`,
  },
  {
    id: 'CF-05/disable',
    title: 'a tenant switches the web ACL off',
    change: edits(tenantOnly, tenant('Tenant', 'tenant.example.com', { WebAcl: { Action: 'disable' } })),
    expects: sideDoor('CF-05'),
    source: TENANT,
  },
  {
    id: 'CF-05/one-of-two',
    title: 'one tenant of two switches the web ACL off',
    change: edits(
      tenantOnly,
      tenant('Faithful', 'faithful.example.com'),
      tenant('Tenant', 'tenant.example.com', { WebAcl: { Action: 'disable' } }),
    ),
    expects: sideDoor('CF-05'),
    source: TENANT,
  },
  {
    id: 'CF-05/override-by-counting',
    title: 'a tenant puts a web ACL that only counts in its place',
    change: edits(tenantOnly, countingWebAcl('CountingWebAcl'), (template) =>
      tenant('Tenant', 'tenant.example.com', {
        WebAcl: { Action: 'override', Arn: getAtt('CountingWebAcl', 'Arn') },
      })(template),
    ),
    expects: sideDoor('CF-05'),
    source: TENANT,
  },
  {
    id: 'CF-06/no-web-acl',
    title: 'the staging distribution has no web ACL',
    change: staging(true, remove('Staging.DistributionConfig.WebACLId')),
    expects: sideDoor('CF-06'),
    source: STAGING,
  },
  {
    id: 'CF-06/counting-web-acl',
    title: 'the staging distribution has a web ACL that only counts',
    change: edits(
      countingWebAcl('CountingWebAcl'),
      staging(true, set('Staging.DistributionConfig.WebACLId', getAtt('CountingWebAcl', 'Arn'))),
    ),
    expects: sideDoor('CF-06'),
    source: STAGING,
  },
  {
    id: 'CF-07/by-weight',
    title: 'one request in ten goes to a staging distribution without web ACL',
    change: edits(
      staging(true, remove('Staging.DistributionConfig.WebACLId')),
      set('ContinuousDeployment.ContinuousDeploymentPolicyConfig.TrafficConfig', {
        Type: 'SingleWeight',
        SingleWeightConfig: { Weight: 0.1 },
      }),
    ),
    // Which request goes there is left to chance: whoever repeats it gets there.
    expects: sideDoor('CF-07'),
    source: STAGING,
  },
  {
    id: 'CF-02/classic',
    title: 'the web ACL is one of AWS WAF Classic',
    change: set('Edge.DistributionConfig.WebACLId', '473e64fd-f30b-4765-81a0-62ad96dd167a'),
    expects: sideDoor('CF-02'),
    source: DISTRIBUTION,
  },
  {
    id: 'WAF-01/no-rules',
    title: 'the web ACL has no rules',
    change: set('EdgeWebAcl.Rules', []),
    expects: sideDoor('WAF-01'),
    source: 'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html',
  },
  {
    id: 'WAF-02/all-count',
    title: 'every rule of the web ACL counts',
    change: edits(set('EdgeWebAcl.Rules.0.Action', { Count: {} }), set('EdgeWebAcl.Rules.1.Action', { Count: {} })),
    expects: sideDoor('WAF-02'),
    source: 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html',
  },
  {
    id: 'WAF-02/allows-every-path',
    title: 'the first rule of the web ACL allows every path',
    change: edits(
      set('EdgeWebAcl.Rules.0.Statement', {
        ByteMatchStatement: {
          FieldToMatch: { UriPath: {} },
          PositionalConstraint: 'STARTS_WITH',
          SearchString: '/',
          TextTransformations: [{ Priority: 0, Type: 'NONE' }],
        },
      }),
      set('EdgeWebAcl.Rules.0.Action', { Allow: {} }),
    ),
    expects: sideDoor('WAF-02'),
    source: 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html',
  },
  {
    id: 'WAF-02/allows-all-that-is-blocked',
    title: 'two rules allow all that the web ACL blocks',
    change: (template) =>
      set(
        'EdgeWebAcl.Rules',
        [pathRule('^/[a-m]', 'Allow'), pathRule('^/[^a-m]', 'Allow'), pathRule('^/admin', 'Block')].map((rule, at) => ({
          ...rule,
          Name: `rule-${at}`,
          Priority: at,
          VisibilityConfig: valueAt(template, 'EdgeWebAcl.VisibilityConfig'),
        })),
      )(template),
    expects: sideDoor('WAF-02'),
    source: 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html',
  },
  {
    id: 'CF-10/blocked-addresses',
    title: 'addresses are blocked under the custom name only',
    change: edits(alias, (template) =>
      set('EdgeWebAcl.Rules.0.Statement', {
        AndStatement: { Statements: [hostIs('app.example.com'), valueAt(template, 'EdgeWebAcl.Rules.0.Statement')] },
      })(template),
    ),
    expects: guardBlind('CF-10'),
    source: `${CLOUDFRONT}/CNAMEs.html`,
  },
  {
    id: 'CF-10/host-pattern',
    title: 'addresses are blocked under host names that a pattern matches',
    change: edits(alias, (template) =>
      set('EdgeWebAcl.Rules.0.Statement', {
        AndStatement: {
          Statements: [
            {
              RegexMatchStatement: {
                RegexString: '^app[.]',
                FieldToMatch: { SingleHeader: { Name: 'host' } },
                TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
              },
            },
            valueAt(template, 'EdgeWebAcl.Rules.0.Statement'),
          ],
        },
      })(template),
    ),
    expects: guardBlind('CF-10'),
    source: `${CLOUDFRONT}/CNAMEs.html`,
  },
  {
    id: 'CF-10/rate-scope',
    title: 'the rate is counted under the custom name only',
    change: edits(
      alias,
      set('EdgeWebAcl.Rules.1.Statement.RateBasedStatement.ScopeDownStatement', hostIs('app.example.com')),
    ),
    expects: guardBlind('CF-10'),
    source: `${CLOUDFRONT}/CNAMEs.html`,
  },
  {
    id: 'CF-10/managed-scope',
    title: 'a managed rule group looks under the custom name only: one fault, however many rules it has',
    change: edits(
      alias,
      append('EdgeWebAcl.Rules', {
        Name: 'known-bad',
        Priority: 5,
        OverrideAction: { None: {} },
        VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'known-bad', SampledRequestsEnabled: true },
        Statement: {
          ManagedRuleGroupStatement: {
            VendorName: 'AWS',
            Name: 'AWSManagedRulesKnownBadInputsRuleSet',
            ScopeDownStatement: hostIs('app.example.com'),
          },
        },
      }),
    ),
    expects: guardBlind('CF-10'),
    source: `${CLOUDFRONT}/CNAMEs.html`,
  },
];

function asMap(value: Json): Record<string, Json> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('Cannot spread the value: no map found, expected one');
  return value;
}
