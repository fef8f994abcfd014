import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { expect, test } from 'vitest';
import { architectureOf, COMPONENTS } from './architecture.ts';
import { meantName } from './misspelling.ts';
import { readCloudFormation } from './read/index.ts';
import { LOOKALIKES, meantType } from './unknown-name.ts';

const modelled = COMPONENTS.flatMap(({ coverage }) => coverage.map(({ type }) => type));

test('a name is meant that lies two letters away, in whatever case, and no other', () => {
  const known = ['AuthorizationType', 'ApiKeyRequired', 'Id'];
  expect(meantName('ApiKeyRequird', known)).toBe('ApiKeyRequired');
  expect(meantName('apikeyrequired', known)).toBe('ApiKeyRequired');
  expect(meantName('ApiKeyReqiured', known)).toBe('ApiKeyRequired');
  expect(meantName('KeyRequired', known)).toBeUndefined();
  expect(meantName('Ab', known)).toBeUndefined();
});

test('no type of AWS is taken for a misspelling of another', () => {
  const published = [...loadAwsServiceSpecSync().all('resource')].map(({ cloudFormationType }) => cloudFormationType);
  expect(published.length).toBeGreaterThan(1000);
  const others = published.filter((type) => !modelled.includes(type));
  expect(others.filter((type) => meantType(type, modelled) !== undefined)).toEqual([]);
  expect(LOOKALIKES.filter((type) => !others.includes(type) || meantName(type, modelled) === undefined)).toEqual([]);
});

const read = (Resources: object) => {
  const text = JSON.stringify({ Resources }, undefined, 1);
  return architectureOf(readCloudFormation({ files: [{ path: 't.json', text }] }));
};

test('a type that is nearly a modelled one is a warning with its place, and leaves everything in doubt', () => {
  const { diagnostics, doubts } = read({
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
    Prod: { Type: 'AWS::ApiGateway::Stages', Properties: { StageName: 'prod', RestApiId: { Ref: 'Api' } } },
  });
  expect(diagnostics.filter(({ code }) => code === 'unknown-type')).toEqual([
    {
      code: 'unknown-type',
      severity: 'warning',
      message:
        'Cannot read type "AWS::ApiGateway::Stages" of "Prod": no component has this type, expected AWS::ApiGateway::Stage',
      place: expect.objectContaining({ file: 't.json', line: 9, logicalId: 'Prod', property: 'Type' }),
      help: 'Did you mean AWS::ApiGateway::Stage? Nothing is proved as long as this is open.',
    },
  ]);
  expect(doubts).toContainEqual({ reason: expect.stringContaining('AWS::ApiGateway::Stages'), against: 'internet' });
});

test.each([
  [
    'AWS::CloudFront::Distribution',
    { DistributionConfig: { ContinuousDeploymentPolicyID: 'x' } },
    'ContinuousDeploymentPolicyId',
  ],
  ['AWS::ApiGateway::Stage', { CanarySettings: {} }, 'CanarySetting'],
  ['AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoints: true }, 'DisableExecuteApiEndpoint'],
  ['AWS::WAFv2::IPSet', { Adresses: [] }, 'Addresses'],
  ['AWS::Lambda::Function', { Handlers: 'index.handler' }, 'Handler'],
])('of %s a property that is nearly another is named', (type, properties, meant) => {
  const { diagnostics, doubts } = read({ It: { Type: type, Properties: properties } });
  const [found] = diagnostics.filter(({ code }) => code === 'unknown-property');
  expect(found?.help).toBe(`Did you mean "${meant}"? Nothing is proved as long as this is open.`);
  expect(found?.place).toMatchObject({ logicalId: 'It' });
  expect(doubts).toContainEqual({ reason: `what is meant is not known: ${found?.message}`, against: 'internet' });
});
