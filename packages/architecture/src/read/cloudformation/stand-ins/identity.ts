import type { Declared } from './declared.ts';
import { itself, type StandIn, type StandIns } from './stand-in.ts';

/** IAM belongs to no region. */
const iam = (of: Declared, resource: string): string => of.arn('iam', resource, '');
const iamNamed = (property: string, kind: string): StandIn => ({
  ref: (of) => of.name(property),
  attributes: { Arn: (of) => iam(of, `${kind}${of.text('Path') ?? '/'}${of.physicalId}`) },
});
/** The ARN of a secret ends in a hyphen and six random characters. https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html */
const secretArn = (of: Declared): string =>
  of.arn('secretsmanager', `secret:${of.text('Name') ?? of.generatedName()}-${of.id(6)}`);
/** A secret's attachment, policy and schedule: Ref gives the secret's ARN, as SecretId has it. */
const ofSecret: StandIn = { refProperty: 'SecretId' };

const userPoolId = (of: Declared): string => `${of.region}_${of.id(9)}`;
const userPoolHost = (of: Declared): string => `cognito-idp.${of.region}.${of.urlSuffix}/${of.physicalId}`;

export const identity: StandIns = {
  'AWS::IAM::Role': {
    ...iamNamed('RoleName', 'role'),
    attributes: { ...iamNamed('RoleName', 'role').attributes, RoleId: (of) => `AROA${of.upper(17)}` },
  },
  'AWS::IAM::User': iamNamed('UserName', 'user'),
  'AWS::IAM::InstanceProfile': iamNamed('InstanceProfileName', 'instance-profile'),
  'AWS::IAM::ManagedPolicy': {
    ref: (of) => iam(of, `policy${of.text('Path') ?? '/'}${of.name('ManagedPolicyName')}`),
    attributes: { PolicyArn: itself },
  },
  'AWS::SecretsManager::Secret': { ref: secretArn, attributes: { Id: itself } },
  'AWS::SecretsManager::SecretTargetAttachment': ofSecret,
  'AWS::SecretsManager::ResourcePolicy': ofSecret,
  'AWS::SecretsManager::RotationSchedule': ofSecret,
  'AWS::SSM::Parameter': {
    ref: (of) => of.name('Name'),
    attributes: { Type: (of) => of.value('Type'), Value: (of) => of.value('Value') },
  },
  'AWS::KMS::Key': {
    ref: (of) => of.uuid(),
    attributes: { KeyId: itself, Arn: (of) => of.arn('kms', `key/${of.physicalId}`) },
  },
  'AWS::KMS::Alias': { refProperty: 'AliasName' },
  'AWS::CertificateManager::Certificate': {
    ref: (of) => of.arn('acm', `certificate/${of.uuid()}`),
    attributes: { CertificateArn: itself },
  },
  'AWS::Cognito::UserPool': {
    ref: userPoolId,
    attributes: {
      UserPoolId: itself,
      Arn: (of) => of.arn('cognito-idp', `userpool/${of.physicalId}`),
      ProviderName: userPoolHost,
      ProviderURL: (of) => `https://${userPoolHost(of)}`,
    },
  },
  'AWS::Cognito::UserPoolClient': { ref: (of) => of.id(26), attributes: { ClientId: itself } },
  'AWS::Cognito::UserPoolDomain': {
    refProperty: 'Domain',
    attributes: { CloudFrontDistribution: (of) => `d${of.id(13, 'distribution')}.cloudfront.net` },
  },
  'AWS::AppSync::GraphQLApi': {
    ref: (of) => of.arn('appsync', `apis/${of.id(26)}`),
    attributes: {
      Arn: itself,
      ApiId: (of) => of.id(26),
      GraphQLUrl: (of) => `https://${of.id(26, 'host')}.appsync-api.${of.region}.${of.urlSuffix}/graphql`,
      GraphQLDns: (of) => `${of.id(26, 'host')}.appsync-api.${of.region}.${of.urlSuffix}`,
      RealtimeUrl: (of) => `wss://${of.id(26, 'host')}.appsync-realtime-api.${of.region}.${of.urlSuffix}/graphql`,
      RealtimeDns: (of) => `${of.id(26, 'host')}.appsync-realtime-api.${of.region}.${of.urlSuffix}`,
    },
  },
  'AWS::AppSync::DomainName': {
    refProperty: 'DomainName',
    attributes: {
      DomainName: (of) => of.value('DomainName'),
      AppSyncDomainName: (of) => `d${of.id(13, 'domain')}.cloudfront.net`,
    },
  },
  'AWS::CloudFormation::Stack': {
    ref: (of) => of.arn('cloudformation', `stack/${of.generatedName()}/${of.uuid()}`),
    attributes: { StackId: itself },
  },
  'AWS::CloudFormation::WaitConditionHandle': {
    ref: (of) => `https://cloudformation-waitcondition-${of.region}.s3.${of.region}.${of.urlSuffix}/${of.uuid()}`,
  },
};
