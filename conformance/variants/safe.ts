import { add, append, declare, drop, type Edit, edits, getAtt, ref, remove, set, sub, valueAt } from '../template.ts';
import { alias, countingWebAcl, staging, tenant, tenantOnly, twin } from './distribution.ts';
import { clientCertificate, domainName, originIsDomain } from './domain-name.ts';
import { body, KEYED, method, mock, openApi, partnerApi, ROOT, resource, stage } from './rest-api.ts';
import { key } from './secret.ts';
import { type Expectation, stands, type Variant } from './variant.ts';

const GATEWAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const CLOUDFRONT = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide';
const CLOUDFORMATION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide';

const secret = (logicalId: string): Edit =>
  add(logicalId, 'AWS::SecretsManager::Secret', {
    GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true },
  });

/** A second key in the plan, as in the middle of a rotation. */
const nextKey: Edit = edits(
  secret('NextSecret'),
  add('NextKey', 'AWS::ApiGateway::ApiKey', {
    Enabled: true,
    Value: sub('{{resolve:secretsmanager:${NextSecret}:SecretString}}'),
  }),
  add('NextPlanKey', 'AWS::ApiGateway::UsagePlanKey', {
    KeyId: ref('NextKey'),
    KeyType: 'API_KEY',
    UsagePlanId: ref('OriginPlan'),
  }),
);

/** Who holds a second key is not in the sources: a legitimate client may. */
const besidesCredential: Expectation = { ...stands(), besides: ['credential'] };

/** Written as CDK writes the host: cut out of the invoke URL. */
const cdkHost = {
  'Fn::Select': [
    2,
    {
      'Fn::Split': [
        '/',
        {
          'Fn::Join': [
            '',
            ['https://', ref('Api'), '.execute-api.us-east-1.', ref('AWS::URLSuffix'), '/', ref('Prod'), '/'],
          ],
        },
      ],
    },
  ],
};

const withBehaviour: Edit = (template) =>
  set('Edge.DistributionConfig.CacheBehaviors', [
    {
      ...Object(valueAt(template, 'Edge.DistributionConfig.DefaultCacheBehavior')),
      PathPattern: '/static/*',
      AllowedMethods: ['GET', 'HEAD'],
    },
  ])(template);

const change = (id: string, title: string, edit: Edit, source: string, expects: Expectation = stands()): Variant => ({
  id: `safe/${id}`,
  title,
  change: edit,
  expects,
  source,
});

export const safeVariants: readonly Variant[] = [
  change('unchanged', 'nothing is changed', () => {}, `${GATEWAY}/api-gateway-api-usage-plans.html`),
  change(
    'two-keys',
    'a second key is in the plan',
    nextKey,
    `${GATEWAY}/api-gateway-api-usage-plans.html`,
    besidesCredential,
  ),
  change(
    'rotated',
    'the distribution sends the new key and the old one still works',
    edits(
      nextKey,
      set(
        'Edge.DistributionConfig.Origins.0.OriginCustomHeaders.0.HeaderValue',
        sub('{{resolve:secretsmanager:${NextSecret}:SecretString}}'),
      ),
    ),
    `${GATEWAY}/api-gateway-api-usage-plans.html`,
    besidesCredential,
  ),
  change(
    'secret-parameter',
    'the key is a NoEcho parameter',
    edits(declare('Parameters', 'KeyValue', { Type: 'String', NoEcho: true }), key(ref('KeyValue'))),
    `${CLOUDFORMATION}/parameters-section-structure.html`,
  ),
  change(
    'field-of-secret',
    'the key is in a field of the secret',
    key(sub('{{resolve:secretsmanager:${OriginSecret}:SecretString:key}}')),
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/cfn-example_reference-secret.html',
  ),
  change(
    'header-name-case',
    'the header is written X-Api-Key',
    set('Edge.DistributionConfig.Origins.0.OriginCustomHeaders.0.HeaderName', 'X-Api-Key'),
    'https://www.rfc-editor.org/rfc/rfc9110#section-5.1',
  ),
  change('aliases', 'the distribution has a name of its own', alias, `${CLOUDFRONT}/CNAMEs.html`),
  change(
    'ipv4-only',
    'the distribution speaks IPv4 only',
    set('Edge.DistributionConfig.IPV6Enabled', false),
    `${CLOUDFRONT}/cloudfront-enable-ipv6.html`,
  ),
  change('http3', 'HTTP/3 is on', set('Edge.DistributionConfig.HttpVersion', 'http2and3'), `${CLOUDFRONT}/http3.html`),
  change(
    'geo-restriction',
    'some countries are refused',
    set('Edge.DistributionConfig.Restrictions', {
      GeoRestriction: { RestrictionType: 'blacklist', Locations: ['AQ'] },
    }),
    `${CLOUDFRONT}/georestrictions.html`,
  ),
  change(
    'caching-disabled-alone',
    'nothing of the viewer but the path is forwarded',
    remove('Edge.DistributionConfig.DefaultCacheBehavior.OriginRequestPolicyId'),
    `${CLOUDFRONT}/controlling-origin-requests.html`,
  ),
  change(
    'second-behaviour',
    'a path pattern leads to the same origin',
    withBehaviour,
    `${CLOUDFRONT}/DownloadDistValuesCacheBehavior.html`,
  ),
  change(
    'counting-rule-besides',
    'the web ACL counts something besides',
    (template) =>
      append('EdgeWebAcl.Rules', {
        Name: 'count-admin',
        Priority: 2,
        Statement: {
          ByteMatchStatement: {
            FieldToMatch: { UriPath: {} },
            PositionalConstraint: 'STARTS_WITH',
            SearchString: '/admin',
            TextTransformations: [{ Priority: 0, Type: 'NONE' }],
          },
        },
        Action: { Count: {} },
        VisibilityConfig: valueAt(template, 'EdgeWebAcl.VisibilityConfig'),
      })(template),
    'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html',
  ),
  change(
    'managed-rule-groups',
    'rule groups of AWS refuse clients without a User-Agent and challenge others',
    (template) =>
      edits(
        ...['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesBotControlRuleSet'].map((Name, at) =>
          append('EdgeWebAcl.Rules', {
            Name,
            Priority: 10 + at,
            Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name } },
            OverrideAction: { None: {} },
            VisibilityConfig: valueAt(template, 'EdgeWebAcl.VisibilityConfig'),
          }),
        ),
      )(template),
    'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html',
  ),
  change(
    'twin-with-same-web-acl',
    'a second distribution has the same web ACL',
    twin('Twin'),
    `${CLOUDFRONT}/add-origin-custom-headers.html`,
  ),
  change(
    'twin-disabled',
    'a second distribution without web ACL is disabled',
    twin('Twin', remove('Twin.DistributionConfig.WebACLId'), set('Twin.DistributionConfig.Enabled', false)),
    `${CLOUDFRONT}/HowToUpdateDistribution.html`,
  ),
  change(
    'twin-without-secret',
    'a second distribution without web ACL does not know the key',
    twin(
      'Twin',
      remove('Twin.DistributionConfig.WebACLId'),
      remove('Twin.DistributionConfig.Origins.0.OriginCustomHeaders'),
    ),
    `${CLOUDFRONT}/add-origin-custom-headers.html`,
  ),
  change(
    'staging-with-same-web-acl',
    'the staging distribution has the same web ACL',
    staging(true),
    `${CLOUDFRONT}/continuous-deployment.html`,
  ),
  change(
    'staging-policy-disabled',
    'the policy sends nothing to the staging distribution, which has no web ACL',
    staging(false, remove('Staging.DistributionConfig.WebACLId')),
    `${CLOUDFRONT}/continuous-deployment.html`,
  ),
  change(
    'faithful-tenant',
    'a tenant keeps the web ACL',
    edits(tenantOnly, tenant('Tenant', 'tenant.example.com')),
    `${CLOUDFRONT}/distribution-config-options.html`,
  ),
  change(
    'unused-counting-web-acl',
    'a web ACL that only counts guards nothing',
    countingWebAcl('CountingWebAcl'),
    'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html',
  ),
  change(
    'keyed-domain-name',
    'a custom domain name leads to the keyed methods',
    domainName('api.example.com'),
    `${GATEWAY}/how-to-custom-domains.html`,
  ),
  change(
    'origin-is-keyed-domain-name',
    'the distribution sends to a custom domain name, and the default endpoint is off',
    edits(domainName('api.example.com'), originIsDomain('api.example.com'), set('Api.DisableExecuteApiEndpoint', true)),
    `${GATEWAY}/rest-api-disable-default-endpoint.html`,
  ),
  change(
    'client-certificate',
    'the lock is a client certificate on the custom domain, and the default endpoint is off',
    edits(clientCertificate, set('Api.DisableExecuteApiEndpoint', true)),
    `${GATEWAY}/rest-api-mutual-tls.html`,
    // Whether the trust store holds CloudFront's certificate, and whose else, is not in the sources.
    { ...stands(), besides: ['internet', 'account', 'credential'] },
  ),
  change(
    'several-stages',
    'a second stage is in the plan too',
    edits(
      stage('Test', 'test', ref('Deployment')),
      append('OriginPlan.ApiStages', { ApiId: ref('Api'), Stage: ref('Test') }),
    ),
    `${GATEWAY}/set-up-stages.html`,
  ),
  change(
    'stage-outside-plan',
    'a second stage is in no plan',
    stage('Dev', 'dev', ref('Deployment')),
    `${GATEWAY}/set-up-stages.html`,
  ),
  change(
    'canary-of-same-deployment',
    'a canary shows the same deployment',
    set('Prod.CanarySetting', { DeploymentId: ref('Deployment'), PercentTraffic: 10 }),
    `${GATEWAY}/canary-release.html`,
  ),
  change(
    'shared-plan-of-one-key',
    "another API is in the plan, whose one key is CloudFront's",
    edits(partnerApi, append('OriginPlan.ApiStages', { ApiId: ref('PartnerApi'), Stage: ref('PartnerProd') })),
    `${GATEWAY}/api-gateway-api-usage-plans.html`,
  ),
  change(
    'throttled-plan',
    'the plan has a throttle and a quota',
    edits(
      set('OriginPlan.Throttle', { RateLimit: 100, BurstLimit: 200 }),
      set('OriginPlan.Quota', { Limit: 1_000_000, Period: 'MONTH' }),
    ),
    `${GATEWAY}/api-gateway-request-throttling.html`,
  ),
  change(
    'mock-options',
    'API Gateway answers OPTIONS itself, without a key',
    method('ProxyOptions', ref('ProxyResource'), 'OPTIONS', mock, false),
    `${GATEWAY}/how-to-cors.html`,
  ),
  change(
    'mock-health',
    'API Gateway answers GET /health itself, without a key',
    edits(resource('Health', 'health', ROOT), method('HealthGet', ref('Health'), 'GET', mock)),
    `${GATEWAY}/how-to-mock-integration.html`,
  ),
  change(
    'openapi-operations',
    'the OpenAPI 3 document requires the key at each operation',
    body(openApi('3.0.1', { home: KEYED, proxy: KEYED })),
    `${GATEWAY}/api-gateway-known-issues.html`,
  ),
  change(
    'openapi-2-operations',
    'the OpenAPI 2 document requires the key at each operation',
    body(openApi('2.0', { home: KEYED, proxy: KEYED })),
    `${GATEWAY}/api-gateway-known-issues.html`,
  ),
  change(
    'key-as-text',
    'the methods require the key by the text "true"',
    edits(set('RootMethod.ApiKeyRequired', 'true'), set('ProxyMethod.ApiKeyRequired', 'true')),
    `${GATEWAY}/api-gateway-setup-api-key-with-console.html`,
  ),
  change(
    'cdk-host',
    'the host and the stage are written as CDK writes them',
    edits(
      set('Edge.DistributionConfig.Origins.0.DomainName', cdkHost),
      set('Edge.DistributionConfig.Origins.0.OriginPath', { 'Fn::Join': ['', ['/', ref('Prod')]] }),
    ),
    'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cloudfront_origins.RestApiOrigin.html',
  ),
  change(
    'sub-with-map',
    'the host is written with a map of names',
    set('Edge.DistributionConfig.Origins.0.DomainName', {
      'Fn::Sub': ['${Id}.execute-api.${AWS::Region}.${AWS::URLSuffix}', { Id: ref('Api') }],
    }),
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html',
  ),
  change(
    'harmless-condition',
    'a condition changes the price class only',
    edits(
      declare('Parameters', 'Cheap', { Type: 'String', Default: 'no', AllowedValues: ['yes', 'no'] }),
      declare('Conditions', 'IsCheap', { 'Fn::Equals': [ref('Cheap'), 'yes'] }),
      set('Edge.DistributionConfig.PriceClass', { 'Fn::If': ['IsCheap', 'PriceClass_100', 'PriceClass_All'] }),
    ),
    `${CLOUDFORMATION}/conditions-section-structure.html`,
  ),
  change(
    'condition-with-guard-in-both',
    'a condition chooses between two web ACLs that block',
    edits(
      declare('Parameters', 'Cheap', { Type: 'String', Default: 'no', AllowedValues: ['yes', 'no'] }),
      declare('Conditions', 'IsCheap', { 'Fn::Equals': [ref('Cheap'), 'yes'] }),
      (template) => add('OtherWebAcl', 'AWS::WAFv2::WebACL', propertiesOf(template, 'EdgeWebAcl'))(template),
      set('Edge.DistributionConfig.WebACLId', {
        'Fn::If': ['IsCheap', getAtt('OtherWebAcl', 'Arn'), getAtt('EdgeWebAcl', 'Arn')],
      }),
    ),
    `${CLOUDFORMATION}/conditions-section-structure.html`,
  ),
  change(
    'permission-for-all-stages',
    'the permission of the function names every stage',
    set('EchoPermission.SourceArn', sub('arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*')),
    'https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html',
  ),
  change(
    'tags-and-comments',
    'tags, comments and outputs are added',
    edits(
      set('Edge.DistributionConfig.Comment', 'the front door'),
      set('OriginKey.Description', 'for CloudFront alone'),
      declare('Outputs', 'Distribution', { Value: ref('Edge') }),
    ),
    `${CLOUDFRONT}/distribution-config-options.html`,
  ),
  change(
    'unrelated-function',
    'a function that nothing calls stands beside',
    (template) => add('Other', 'AWS::Lambda::Function', propertiesOf(template, 'Echo'))(template),
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-invocation.html',
  ),
  change('one-method', 'only the proxy is left', drop('RootMethod'), `${GATEWAY}/api-gateway-set-up-simple-proxy.html`),
];

function propertiesOf(template: Parameters<Edit>[0], logicalId: string) {
  const found = template.Resources[logicalId];
  if (!found) throw new Error(`Cannot copy "${logicalId}": no such resource, expected one`);
  return structuredClone(found.Properties);
}
