import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { expect, test } from 'vitest';
import { distributionDomainName } from '../../../distribution/domain-name.ts';
import { readCloudFormation } from '../index.ts';
import { plainValue } from '../plain-value.ts';
import { standIns } from './index.ts';

/** What Ref and the attributes of one resource give, with AWS's template in YAML. */
function standInOf(resource: string, attributes: readonly string[] = [], region = 'eu-west-1') {
  const gets = attributes.map((name) => `${JSON.stringify(name)}: !GetAtt It.${name}`).join(', ');
  const text = `Resources:\n  It: ${resource}\n  Thing: {Type: AWS::A::B, Properties: {Itself: !Ref It, ${gets}}}\n`;
  const { resources, diagnostics } = readCloudFormation({ files: [{ path: 'shop.yaml', text }] }, { region });
  expect(diagnostics).toEqual([]);
  return plainValue(resources[1]?.properties) as Readonly<Record<string, string>>;
}

const like = (pattern: RegExp) => expect.stringMatching(pattern);

test.each([
  ['{Type: AWS::ApiGateway::RestApi}', { Itself: like(/^[a-z0-9]{10}$/), RootResourceId: like(/^[a-z0-9]{10}$/) }],
  ['{Type: AWS::ApiGateway::Deployment}', { Itself: like(/^[a-z0-9]{6}$/), DeploymentId: like(/^[a-z0-9]{6}$/) }],
  ['{Type: AWS::ApiGateway::Stage, Properties: {StageName: prod}}', { Itself: 'prod' }],
  ['{Type: AWS::ApiGateway::ApiKey}', { Itself: like(/^[a-z0-9]{10}$/) }],
  [
    '{Type: AWS::ApiGateway::DomainName, Properties: {DomainName: api.example.com}}',
    {
      Itself: 'api.example.com',
      RegionalDomainName: like(/^d-[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/),
      DistributionDomainName: like(/^d[a-z0-9]{13}\.cloudfront\.net$/),
    },
  ],
  [
    '{Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP}}',
    {
      Itself: like(/^[a-z0-9]{10}$/),
      ApiEndpoint: like(/^https:\/\/[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/),
    },
  ],
  [
    '{Type: AWS::CloudFront::Distribution}',
    { Itself: like(/^E[A-Z0-9]{13}$/), DomainName: like(/^d[a-z0-9]{13}\.cloudfront\.net$/) },
  ],
  [
    '{Type: AWS::CloudFront::CachePolicy}',
    { Itself: like(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/) },
  ],
  ['{Type: AWS::CloudFront::VpcOrigin}', { Id: like(/^vo_[A-Za-z0-9]{22}$/) }],
  [
    '{Type: AWS::WAFv2::WebACL, Properties: {Name: guard, Scope: CLOUDFRONT}}',
    {
      Itself: like(/^guard\|[0-9a-f-]{36}\|CLOUDFRONT$/),
      Arn: like(/^arn:aws:wafv2:us-east-1:123456789012:global\/webacl\/guard\/[0-9a-f-]{36}$/),
      LabelNamespace: 'awswaf:123456789012:webacl:guard:',
    },
  ],
  [
    '{Type: AWS::WAFv2::IPSet, Properties: {Scope: REGIONAL}}',
    { Arn: like(/^arn:aws:wafv2:eu-west-1:123456789012:regional\/ipset\/shop-It-[A-Z0-9]{12}\/[0-9a-f-]{36}$/) },
  ],
  [
    '{Type: AWS::Lambda::Function}',
    {
      Itself: like(/^shop-It-[A-Z0-9]{12}$/),
      Arn: like(/^arn:aws:lambda:eu-west-1:123456789012:function:shop-It-[A-Z0-9]{12}$/),
    },
  ],
  [
    '{Type: AWS::Lambda::Function, Properties: {FunctionName: f}}',
    { Itself: 'f', Arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f' },
  ],
  [
    '{Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: f}}',
    {
      FunctionUrl: like(/^https:\/\/[a-z0-9]{32}\.lambda-url\.eu-west-1\.on\.aws\/$/),
      FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
    },
  ],
  [
    '{Type: AWS::SecretsManager::Secret, Properties: {Name: n}}',
    { Itself: like(/^arn:aws:secretsmanager:eu-west-1:123456789012:secret:n-[a-z0-9]{6}$/) },
  ],
  [
    '{Type: AWS::S3::Bucket}',
    {
      Itself: like(/^shop-it-[a-z0-9]{12}$/),
      DomainName: like(/\.s3\.amazonaws\.com$/),
      WebsiteURL: like(/^http:\/\/shop-it-[a-z0-9]{12}\.s3-website-eu-west-1\.amazonaws\.com$/),
    },
  ],
  [
    '{Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Name: front, Scheme: internal}}',
    {
      Itself: like(/^arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer\/app\/front\/[0-9a-f]{16}$/),
      DNSName: like(/^internal-front-[0-9]{9}\.eu-west-1\.elb\.amazonaws\.com$/),
      LoadBalancerFullName: like(/^app\/front\/[0-9a-f]{16}$/),
    },
  ],
  ['{Type: AWS::EC2::SecurityGroup}', { Itself: like(/^sg-[0-9a-f]{17}$/), GroupId: like(/^sg-[0-9a-f]{17}$/) }],
  ['{Type: AWS::SSM::Parameter, Properties: {Name: /p, Value: v}}', { Itself: '/p', Value: 'v' }],
])('%s has ids in the shape that AWS uses', (resource, expected) => {
  const names = Object.keys(expected).filter((name) => name !== 'Itself');
  expect(standInOf(resource, names)).toMatchObject(expected);
});

test('Stand-ins are the same in every run, and differ between resources', () => {
  const text = 'Resources: {A: {Type: AWS::ApiGateway::RestApi}, B: {Type: AWS::ApiGateway::RestApi}}';
  const ids = () =>
    readCloudFormation({ files: [{ path: 'shop.yaml', text }] }).resources.map(({ physicalId }) => physicalId);
  expect(ids()).toEqual(ids());
  expect(new Set(ids()).size).toBe(2);
});

test("A distribution's domain name is the one that its component derives from the id", () => {
  const { Itself, DomainName } = standInOf('{Type: AWS::CloudFront::Distribution}', ['DomainName']);
  expect(DomainName).toBe(distributionDomainName(Itself ?? ''));
});

test('Ref of a resource that is named by a parameter without a value is that parameter', () => {
  const text =
    'Parameters: {S: {Type: String}}\nResources: {It: {Type: AWS::ApiGateway::Stage, Properties: {StageName: !Ref S}}, T: {Type: AWS::A::B, Properties: {V: !Ref It}}}';
  const { resources } = readCloudFormation({ files: [{ path: 'shop.yaml', text }] });
  expect(plainValue(resources[1]?.properties)).toEqual({ V: '<unknown parameter S>' });
});

test('Every attribute that is modelled is one that the type has, and Ref gives a property that it has', async () => {
  const spec = await loadAwsServiceSpec();
  const wrong: string[] = [];
  for (const [type, { attributes, refProperty }] of standIns) {
    const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', type);
    // Older types are not in the specification with their attributes.
    if (resource === undefined) continue;
    const known = new Set([
      ...Object.keys(resource.attributes),
      ...Object.keys(resource.properties),
      ...(resource.primaryIdentifier ?? []),
    ]);
    for (const name of Object.keys(attributes ?? {})) if (!known.has(name)) wrong.push(`${type}.${name}`);
    if (refProperty !== undefined && !(refProperty in resource.properties)) wrong.push(`${type} Ref ${refProperty}`);
  }
  expect(wrong).toEqual([]);
});
