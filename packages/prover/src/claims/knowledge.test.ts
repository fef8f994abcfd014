import { type Architecture, architectureOf, readCloudFormation, type Text } from '@sallyport/architecture';
import { graphOf } from '@sallyport/gates';
import { describe, expect, it } from 'vitest';
import { addedTexts, clientKeys, knowledge } from './knowledge.ts';
import { mayRefuse } from './may-refuse.ts';
import type { Subject } from './subject.ts';

const TEMPLATE = {
  Resources: {
    Edge: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          Origins: [
            {
              Id: 'api',
              DomainName: { 'Fn::Sub': `\${Api}.execute-api.us-east-1.amazonaws.com` },
              OriginPath: '/prod',
              CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
              OriginCustomHeaders: [{ HeaderName: 'x-api-key', HeaderValue: 'k3x9qz7wv1m5t8jr2ynp' }],
            },
          ],
          DefaultCacheBehavior: {
            TargetOriginId: 'api',
            ViewerProtocolPolicy: 'https-only',
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
          },
        },
      },
    },
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
    Root: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        HttpMethod: 'GET',
        AuthorizationType: 'NONE',
        ApiKeyRequired: true,
        Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: 'https://backend.example.com/' },
      },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', DependsOn: 'Root', Properties: { RestApiId: { Ref: 'Api' } } },
    Prod: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod' },
    },
    EdgeKey: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: 'k3x9qz7wv1m5t8jr2ynp' } },
    PartnerKey: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true } },
    Plan: {
      Type: 'AWS::ApiGateway::UsagePlan',
      Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Prod' } }] },
    },
    EdgePlanKey: {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: 'EdgeKey' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
    },
    PartnerPlanKey: {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: 'PartnerKey' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
    },
  },
};

const architecture: Architecture = architectureOf(
  readCloudFormation({ files: [{ path: 'template.json', text: JSON.stringify(TEMPLATE) }] }),
);
const subject: Subject = { architecture, graph: graphOf(architecture, mayRefuse(architecture)) };
const EDGE: Text = 'k3x9qz7wv1m5t8jr2ynp';
const partner = architecture.restApis.apiKeys.find(({ id }) => id === 'PartnerKey')?.value ?? '';

describe('what attackers know', () => {
  it('is, for a client, the keys that gates accept and no distribution adds', () => {
    expect(addedTexts(subject.graph)).toContain(EDGE);
    expect(clientKeys(subject.graph)).toEqual([partner]);
    expect(knowledge(subject, 'credential')(partner)).toBe(true);
    expect(knowledge(subject, 'account')(partner)).toBe(false);
  });

  it('is not the key of CloudFront, even where it stands in the template', () => {
    for (const attacker of ['internet', 'account', 'credential'] as const)
      expect(knowledge(subject, attacker)(EDGE)).toBe(false);
  });

  it('is every text that can be guessed, also from the names of the template', () => {
    const internet = knowledge(subject, 'internet');
    expect(internet('random-value-1234567890')).toBe(true);
    expect(internet('PartnerPlanKey-EdgePlanKey')).toBe(true);
    expect(internet({ opaque: 'x', nature: 'unknown', reason: 'parameter "X"' })).toBe(false);
  });
});
