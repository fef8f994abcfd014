// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are CloudFormation's
import { readCloudFormation, worlds } from '@sallyport/architecture';
import { expect, test } from 'vitest';
import { mutateTemplate } from './templates.ts';

const YAML = `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::LanguageExtensions
Parameters:
  Stage: {Type: String, Default: prod, AllowedValues: [dev, prod]}
  Names: {Type: CommaDelimitedList, Default: 'One,Two'}
  Secret: {Type: String, NoEcho: true}
Mappings:
  Limits: {dev: {Rate: 10}, prod: {Rate: 100}}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  Both: !And [!Condition IsProd, !Not [!Equals [!Ref Secret, '']]]
Resources:
  Key:
    Type: AWS::SecretsManager::Secret
    Properties: &shared
      GenerateSecretString: {SecretStringTemplate: '{}', GenerateStringKey: key}
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !Sub '\${AWS::StackName}-\${Stage}'}}
  Stage1: {Type: AWS::ApiGateway::Stage, DependsOn: Api, Properties: {RestApiId: !Ref Api, StageName: !Ref Stage}}
  Fn::ForEach::Buckets:
    - Name
    - !Ref Names
    - Bucket\${Name}:
        Type: AWS::S3::Bucket
        Properties: {<<: *shared, BucketName: !Join ['-', [b, !Ref Name]]}
  Edge:
    Type: AWS::CloudFront::Distribution
    Condition: Both
    Properties:
      DistributionConfig:
        Rate: !FindInMap [Limits, !Ref Stage, Rate, DefaultValue: 1]
        Origins:
          - Id: !Select [0, !Split ['.', !GetAtt BucketOne.RegionalDomainName]]
            DomainName: !Sub '\${Api}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}'
            OriginCustomHeaders:
              - HeaderName: x-api-key
                HeaderValue: !Sub '{{resolve:secretsmanager:\${Key}:SecretString:key}}'
        WebACLId: !If [IsProd, !ImportValue acl, !Ref AWS::NoValue]
Outputs:
  Domain: {Value: !GetAtt Edge.DomainName, Condition: Both, Export: {Name: domain}}
`;

const JSON_TEMPLATE = JSON.stringify(
  {
    Conditions: { No: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }] } },
    Resources: {
      Acl: {
        Type: 'AWS::WAFv2::WebACL',
        Properties: { Scope: 'CLOUDFRONT', Rules: [{ 'Fn::If': ['No', { Name: 'a' }, { Ref: 'AWS::NoValue' }] }] },
      },
      Nested: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: './first.yaml', Parameters: { Secret: { 'Fn::Base64': 'x' } } },
      },
      Use: {
        Type: 'AWS::A::B',
        Properties: { V: { 'Fn::GetAtt': ['Nested', 'Outputs.Domain'] }, C: { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] } },
      },
    },
    Outputs: { Acl: { Value: { 'Fn::GetAtt': ['Acl', 'Arn'] }, Export: { Name: 'acl' } } },
  },
  null,
  2,
);

test('500 mutated templates are read without an exception', () => {
  let understood = 0;
  for (let seed = 1; seed <= 500; seed++) {
    const files = [
      { path: 'first.yaml', text: mutateTemplate(YAML, seed) },
      { path: 'second.json', text: mutateTemplate(JSON_TEMPLATE, seed * 7919) },
    ];
    const { resources, diagnostics } = readCloudFormation({ files });
    expect(resources.length + diagnostics.length, `seed ${seed}`).toBeGreaterThan(0);
    for (const { message, place } of diagnostics) {
      expect(message).not.toBe('');
      if (place !== undefined) expect(place.line * place.column).toBeGreaterThan(0);
    }
    expect(worlds({ files }).worlds[0], `seed ${seed}`).toEqual({ parameters: {} });
    if (resources.length > 0) understood++;
  }
  // Most mutations leave something to read; otherwise they would show little.
  expect(understood).toBeGreaterThan(350);
});
