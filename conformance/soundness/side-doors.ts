import { add, edits, getAtt, ref, remove, set, sub } from '../template.ts';
import {
  associate,
  echoArn,
  httpApi,
  invoking,
  parameter,
  perhaps,
  regional,
  sideApi,
  undecidedCondition,
  webAclRules,
} from './pieces.ts';
import type { SoundnessCase } from './soundness-case.ts';

const GATEWAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const WAF = 'https://docs.aws.amazon.com/waf/latest/developerguide';
const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const PRIVATE = { Types: ['PRIVATE'] };

type PolicyCondition = Record<string, Record<string, string>>;

const policy = (...conditions: readonly PolicyCondition[]) => ({
  Version: '2012-10-17',
  Statement: conditions.map((Condition) => ({
    Effect: 'Allow',
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: 'execute-api:/*',
    Condition,
  })),
});

/** No method requires a key; the resource policy is the lock. */
const lockedByPolicy = (...conditions: readonly PolicyCondition[]) =>
  edits(
    set('RootMethod.ApiKeyRequired', false),
    set('ProxyMethod.ApiKeyRequired', false),
    set('Api.Policy', policy(...conditions)),
  );

/** Ways to the function that are there, or that are there for some attackers only. */
export const sideDoors: readonly SoundnessCase[] = [
  {
    id: 'second-api',
    title: 'a second API before the same function is open',
    change: sideApi(),
    expects: { internet: 'bypassable' },
    source: `${GATEWAY}/set-up-lambda-proxy-integrations.html`,
  },
  {
    id: 'second-api-where-undecided',
    title: 'an open second API is made where a condition holds that cannot be decided',
    change: edits(undecidedCondition, sideApi(), perhaps('Side', 'SideMethod', 'SideDeployment', 'SideStage')),
    expects: { internet: 'bypassable' },
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html',
  },
  {
    id: 'alias-of-function',
    title: 'a second API invokes an alias of the function',
    change: edits(
      add('Live', 'AWS::Lambda::Alias', { FunctionName: ref('Echo'), FunctionVersion: '$LATEST', Name: 'live' }),
      sideApi({ uri: invoking(ref('Live')) }),
    ),
    expects: { internet: 'bypassable' },
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html',
  },
  {
    id: 'quick-created-http-api',
    title: 'an HTTP API has the function as its target',
    change: add('Http', 'AWS::ApiGatewayV2::Api', { Name: 'http', ProtocolType: 'HTTP', Target: echoArn }),
    expects: { internet: 'bypassable' },
    source: 'https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html',
  },
  {
    id: 'http-stage-without-known-name',
    title: 'the stage of an open HTTP API has a name that is not known',
    change: edits(parameter('Stage'), httpApi({}, ref('Stage'))),
    expects: { internet: 'bypassable' },
    source: `${GATEWAY}/http-api-stages.html`,
  },
  {
    id: 'private-api-for-any-endpoint',
    title: 'a private API before the same function lets every VPC endpoint in',
    change: sideApi({ api: { EndpointConfiguration: PRIVATE, Policy: policy({}) } }),
    expects: { internet: 'protected', account: 'unknown' },
    source: `${GATEWAY}/apigateway-private-apis.html`,
  },
  {
    id: 'private-api-for-one-endpoint',
    title: 'a private API before the same function lets one VPC endpoint in',
    change: sideApi({
      api: {
        EndpointConfiguration: PRIVATE,
        Policy: policy({ StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }),
      },
    }),
    expects: { internet: 'protected' },
    source: `${GATEWAY}/apigateway-resource-policies-examples.html`,
  },
  {
    id: 'permission-for-any-account',
    title: 'API Gateway may call the function for any account',
    change: remove('EchoPermission.SourceArn'),
    expects: { internet: 'protected', account: 'unknown' },
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
  },
  {
    id: 'permission-for-any-api-of-any-account',
    title: 'the permission of the function leaves account and API open',
    change: set('EchoPermission.SourceArn', 'arn:aws:execute-api:*:*:*'),
    expects: { internet: 'protected', account: 'unknown' },
    source: `${IAM}/confused-deputy.html`,
  },
  {
    id: 'policy-absent-key-for-all-values',
    title: 'a key that is absent satisfies ForAllValues',
    change: lockedByPolicy({ 'ForAllValues:StringEquals': { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }),
    expects: { internet: 'bypassable' },
    source: `${IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html`,
  },
  {
    id: 'policy-null',
    title: 'the policy allows those who come by no VPC endpoint',
    change: lockedByPolicy({ Null: { 'aws:SourceVpce': 'true' } }),
    expects: { internet: 'bypassable' },
    source: `${IAM}/reference_policies_elements_condition_operators.html`,
  },
  {
    id: 'partner-key-in-unknown-plan',
    title: 'the key of a partner is in a usage plan that is not known',
    change: edits(
      parameter('Plan'),
      add('PartnerKey', 'AWS::ApiGateway::ApiKey', { Enabled: true }),
      add('PartnerPlanKey', 'AWS::ApiGateway::UsagePlanKey', {
        KeyId: ref('PartnerKey'),
        KeyType: 'API_KEY',
        UsagePlanId: ref('Plan'),
      }),
    ),
    expects: { internet: 'protected', credential: 'unknown' },
    source: `${GATEWAY}/api-gateway-api-usage-plans.html`,
  },
  {
    id: 'partner-key-with-stage-keys',
    title: 'the key of a partner names the stage itself',
    change: add('PartnerKey', 'AWS::ApiGateway::ApiKey', {
      Enabled: true,
      StageKeys: [{ RestApiId: ref('Api'), StageName: 'prod' }],
    }),
    expects: { internet: 'protected', credential: 'unknown' },
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-apikey-stagekey.html',
  },
  {
    id: 'mapping-of-foreign-domain-name',
    title: 'a domain name that is not in the sources leads to an open method, and the default endpoint is off',
    change: edits(
      set('Api.DisableExecuteApiEndpoint', true),
      set('RootMethod.ApiKeyRequired', false),
      add('Mapping', 'AWS::ApiGateway::BasePathMapping', {
        DomainName: 'other.example.com',
        RestApiId: ref('Api'),
        Stage: 'prod',
      }),
    ),
    expects: { internet: 'unknown' },
    source: `${GATEWAY}/how-to-custom-domains.html`,
  },
];

const byteMatch = (position: string, text: string, transformation = 'NONE') => ({
  ByteMatchStatement: {
    FieldToMatch: { UriPath: {} },
    PositionalConstraint: position,
    SearchString: text,
    TextTransformations: [{ Priority: 0, Type: transformation }],
  },
});

const BLOCK_ADMIN = { Statement: byteMatch('CONTAINS', 'admin'), Action: { Block: {} } };

/** Web ACLs that stand there and can block nothing, or of which the sources do not tell. */
export const webAcls: readonly SoundnessCase[] = [
  {
    id: 'web-acl-allows-all-addresses-first',
    title: 'a rule that allows every address stands before those that block',
    change: edits(
      ...(['IPV4', 'IPV6'] as const).map((version) =>
        add(`Everybody${version}`, 'AWS::WAFv2::IPSet', {
          Scope: 'CLOUDFRONT',
          IPAddressVersion: version,
          Addresses: version === 'IPV4' ? ['0.0.0.0/1', '128.0.0.0/1'] : ['::/1', '8000::/1'],
        }),
      ),
      webAclRules(
        {
          Statement: {
            OrStatement: {
              Statements: ['EverybodyIPV4', 'EverybodyIPV6'].map((id) => ({
                IPSetReferenceStatement: { Arn: getAtt(id, 'Arn') },
              })),
            },
          },
          Action: { Allow: {} },
        },
        BLOCK_ADMIN,
      ),
    ),
    expects: { internet: 'bypassable' },
    source: `${WAF}/web-acl-processing-order.html`,
  },
  {
    id: 'web-acl-contradicts-itself',
    title: 'the one rule asks for two paths at once',
    change: webAclRules({
      Statement: { AndStatement: { Statements: [byteMatch('EXACTLY', '/a'), byteMatch('EXACTLY', '/b')] } },
      Action: { Block: {} },
    }),
    expects: { internet: 'bypassable' },
    source: `${WAF}/waf-rule-statement-type-and.html`,
  },
  {
    id: 'web-acl-capitals-after-lowercase',
    title: 'the one rule looks for capitals in a text folded to small letters',
    change: webAclRules({ Statement: byteMatch('CONTAINS', 'ADMIN', 'LOWERCASE'), Action: { Block: {} } }),
    expects: { internet: 'bypassable' },
    source: `${WAF}/waf-rule-statement-transformation.html`,
  },
  {
    id: 'web-acl-of-stranger',
    title: "the one rule is another vendor's group",
    change: webAclRules({
      Statement: { ManagedRuleGroupStatement: { VendorName: 'Fortinet', Name: 'all_rules' } },
      OverrideAction: { None: {} },
    }),
    expects: { internet: 'unknown' },
    source: `${WAF}/marketplace-rule-groups.html`,
  },
  {
    id: 'web-acl-of-other-scope',
    title: 'the web ACL of the distribution is a regional one',
    change: edits(
      ...['EdgeWebAcl', 'BlockedAddresses', 'BlockedAddressesIPv6'].map((id) => set(`${id}.Scope`, 'REGIONAL')),
    ),
    expects: { internet: 'unknown' },
    source: 'https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html',
  },
  {
    id: 'regional-web-acl',
    title: 'a regional web ACL guards the stage',
    change: regional,
    expects: { internet: 'protected' },
    front: 'holds',
    source: `${GATEWAY}/apigateway-control-access-aws-waf.html`,
  },
  {
    id: 'regional-web-acl-elsewhere',
    title: 'the regional web ACL is not in the sources',
    change: edits(
      regional,
      set(
        'Association.WebACLArn',
        'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/other/1b2c3d4e-0000-4000-8000-000000000000',
      ),
    ),
    expects: { internet: 'unknown' },
    front: 'unknown',
    source: `${GATEWAY}/apigateway-control-access-aws-waf.html`,
  },
  {
    id: 'regional-web-acl-associated-twice',
    title: 'two web ACLs are associated with the stage, one of them empty',
    change: edits(
      regional,
      add('EmptyWebAcl', 'AWS::WAFv2::WebACL', {
        Scope: 'REGIONAL',
        DefaultAction: { Allow: {} },
        VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'empty', SampledRequestsEnabled: true },
      }),
      associate('Second', getAtt('EmptyWebAcl', 'Arn')),
    ),
    expects: { internet: 'unknown' },
    source: `${WAF}/web-acl-associating-aws-resource.html`,
  },
  {
    id: 'regional-web-acl-where-undecided',
    title: 'the association is made where a condition holds that cannot be decided',
    change: edits(regional, undecidedCondition, perhaps('Association')),
    expects: { internet: 'unknown' },
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html',
  },
  {
    id: 'regional-second-stage-without-known-name',
    title: 'a second stage, whose name is not known, has no web ACL',
    change: edits(
      regional,
      parameter('Stage'),
      add('Dev', 'AWS::ApiGateway::Stage', {
        RestApiId: ref('Api'),
        DeploymentId: ref('Deployment'),
        StageName: ref('Stage'),
      }),
    ),
    expects: { internet: 'bypassable' },
    source: `${GATEWAY}/set-up-stages.html`,
  },
  {
    id: 'regional-web-acl-behind-open-distribution',
    title: 'the distribution has no web ACL, and that of the stage is not in the sources',
    change: edits(
      set('RootMethod.ApiKeyRequired', false),
      set('ProxyMethod.ApiKeyRequired', false),
      add('Association', 'AWS::WAFv2::WebACLAssociation', {
        ResourceArn: sub('arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/prod'),
        WebACLArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/other/1b2c3d4e-0000-4000-8000-000000000000',
      }),
    ),
    expects: { internet: 'unknown' },
    source: `${GATEWAY}/apigateway-control-access-aws-waf.html`,
  },
];
