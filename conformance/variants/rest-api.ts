import {
  add,
  append,
  deployAfter,
  drop,
  type Edit,
  edits,
  getAtt,
  type Json,
  ref,
  remove,
  set,
  sub,
} from '../template.ts';
import { frontDoorShut, sideDoor, stands, undecided, type Variant } from './variant.ts';

const GATEWAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const METHOD = `${GATEWAY}/api-gateway-setup-api-key-with-console.html`;
const MATCHING = `${GATEWAY}/api-gateway-method-settings-method-request.html`;
const PLANS = `${GATEWAY}/api-gateway-api-usage-plans.html`;
const ISSUES = `${GATEWAY}/api-gateway-known-issues.html`;

const lambda = (logicalId: string): Json =>
  sub(
    `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${logicalId}.Arn}/invocations`,
  );

/** The integration of the example's function. */
export const echo: Record<string, Json> = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: lambda('Echo') };

/** An integration that API Gateway answers itself. */
export const mock: Record<string, Json> = {
  Type: 'MOCK',
  RequestTemplates: { 'application/json': '{"statusCode": 200}' },
  IntegrationResponses: [{ StatusCode: '200' }],
};

export const ROOT: Json = getAtt('Api', 'RootResourceId');

/** A resource of the API. */
export const resource = (logicalId: string, pathPart: string, parent: Json = ROOT): Edit =>
  add(logicalId, 'AWS::ApiGateway::Resource', { RestApiId: ref('Api'), ParentId: parent, PathPart: pathPart });

/** A method of the API, which the deployment waits for. */
export const method = (
  logicalId: string,
  on: Json,
  httpMethod: string,
  integration: Record<string, Json>,
  apiKeyRequired?: Json,
): Edit =>
  edits(
    add(logicalId, 'AWS::ApiGateway::Method', {
      RestApiId: ref('Api'),
      ResourceId: on,
      HttpMethod: httpMethod,
      AuthorizationType: 'NONE',
      ...(apiKeyRequired === undefined ? {} : { ApiKeyRequired: apiKeyRequired }),
      Integration: integration,
      ...(integration.Type === 'MOCK' ? { MethodResponses: [{ StatusCode: '200' }] } : {}),
    }),
    deployAfter(logicalId),
  );

/** One more stage of the API. */
export const stage = (logicalId: string, name: string, deployment: Json): Edit =>
  add(logicalId, 'AWS::ApiGateway::Stage', { RestApiId: ref('Api'), DeploymentId: deployment, StageName: name });

/** A key of a partner, made by API Gateway, in a plan. */
export const partnerKey = (plan: string): Edit =>
  edits(
    add('PartnerKey', 'AWS::ApiGateway::ApiKey', { Enabled: true, Name: 'partner' }),
    add('PartnerPlanKey', 'AWS::ApiGateway::UsagePlanKey', {
      KeyId: ref('PartnerKey'),
      KeyType: 'API_KEY',
      UsagePlanId: ref(plan),
    }),
  );

/** Another API, which answers by itself, and its stage. */
export const partnerApi: Edit = edits(
  add('PartnerApi', 'AWS::ApiGateway::RestApi', {
    Name: 'partner-api',
    EndpointConfiguration: { Types: ['REGIONAL'] },
  }),
  add('PartnerMethod', 'AWS::ApiGateway::Method', {
    RestApiId: ref('PartnerApi'),
    ResourceId: getAtt('PartnerApi', 'RootResourceId'),
    HttpMethod: 'GET',
    AuthorizationType: 'NONE',
    ApiKeyRequired: true,
    Integration: mock,
    MethodResponses: [{ StatusCode: '200' }],
  }),
  add('PartnerDeployment', 'AWS::ApiGateway::Deployment', { RestApiId: ref('PartnerApi') }, ['PartnerMethod']),
  add('PartnerProd', 'AWS::ApiGateway::Stage', {
    RestApiId: ref('PartnerApi'),
    DeploymentId: ref('PartnerDeployment'),
    StageName: 'prod',
  }),
);

/** The methods described by an OpenAPI document instead of by resources of their own. */
export const body = (document: Json): Edit =>
  edits(drop('RootMethod', 'ProxyMethod', 'ProxyResource'), set('Api.Body', document));

const operation = (security?: Json): Record<string, Json> => ({
  responses: {},
  'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: lambda('Echo') },
  ...(security === undefined ? {} : { security }),
});

/** An OpenAPI document of the example's two paths. */
export const openApi = (version: '3.0.1' | '2.0', security: { root?: Json; home?: Json; proxy?: Json }): Json => ({
  ...(version === '2.0' ? { swagger: '2.0' } : { openapi: version }),
  info: { title: 'protected-api', version: '1' },
  paths: {
    '/': { 'x-amazon-apigateway-any-method': operation(security.home) },
    '/{proxy+}': { 'x-amazon-apigateway-any-method': operation(security.proxy) },
  },
  ...(security.root === undefined ? {} : { security: security.root }),
  ...(version === '2.0'
    ? { securityDefinitions: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } }
    : { components: { securitySchemes: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } } }),
});

export const KEYED: Json = [{ api_key: [] }];

export const methodVariants: readonly Variant[] = [
  {
    id: 'API-01/root-method-absent',
    title: 'the root method says nothing of a key',
    change: remove('RootMethod.ApiKeyRequired'),
    expects: sideDoor('API-01'),
    source: METHOD,
  },
  {
    id: 'API-01/root-method-false',
    title: 'the root method requires no key',
    change: set('RootMethod.ApiKeyRequired', false),
    expects: sideDoor('API-01'),
    source: METHOD,
  },
  {
    id: 'API-01/proxy-method-absent',
    title: 'the proxy method says nothing of a key',
    change: remove('ProxyMethod.ApiKeyRequired'),
    expects: sideDoor('API-01'),
    source: METHOD,
  },
  {
    id: 'API-01/proxy-method-text-false',
    title: 'the proxy method says "false" as a text',
    change: set('ProxyMethod.ApiKeyRequired', 'false'),
    expects: sideDoor('API-01'),
    source: METHOD,
  },
  {
    id: 'API-01/all-methods',
    title: 'no method requires a key',
    change: edits(remove('RootMethod.ApiKeyRequired'), remove('ProxyMethod.ApiKeyRequired')),
    expects: sideDoor('API-01'),
    source: METHOD,
  },
  {
    id: 'API-02/options-to-function',
    title: 'OPTIONS goes to the function without a key',
    change: method('ProxyOptions', ref('ProxyResource'), 'OPTIONS', echo, false),
    expects: sideDoor('API-02'),
    source: `${GATEWAY}/how-to-cors.html`,
  },
  {
    id: 'API-02/root-options-to-host',
    title: 'OPTIONS goes to a host without a key',
    change: method('RootOptions', ROOT, 'OPTIONS', {
      Type: 'HTTP_PROXY',
      IntegrationHttpMethod: 'OPTIONS',
      Uri: 'https://cors.example.com/',
    }),
    expects: sideDoor('API-02'),
    source: `${GATEWAY}/how-to-cors.html`,
  },
  {
    id: 'API-03/static-path',
    title: 'GET /admin under the keyed proxy requires no key',
    change: edits(resource('Admin', 'admin'), method('AdminGet', ref('Admin'), 'GET', echo, false)),
    expects: sideDoor('API-03'),
    source: MATCHING,
  },
  {
    id: 'API-03/deeper-proxy',
    title: 'a deeper proxy under the keyed proxy requires no key',
    change: edits(
      resource('Admin', 'admin'),
      resource('AdminProxy', '{rest+}', ref('Admin')),
      method('AdminAny', ref('AdminProxy'), 'ANY', echo),
    ),
    expects: sideDoor('API-03'),
    source: MATCHING,
  },
  {
    id: 'API-03/path-parameter',
    title: 'a path parameter under the keyed proxy requires no key',
    change: edits(
      resource('Users', 'users'),
      resource('User', '{id}', ref('Users')),
      method('UserGet', ref('User'), 'GET', echo, false),
    ),
    expects: sideDoor('API-03'),
    source: MATCHING,
  },
  {
    id: 'API-03/exact-method',
    title: 'POST beside the keyed ANY requires no key',
    change: method('ProxyPost', ref('ProxyResource'), 'POST', echo, false),
    expects: sideDoor('API-03'),
    source: MATCHING,
  },
  {
    id: 'API-07/method-override',
    title: 'DELETE requires no key, and the header X-HTTP-Method-Override makes it of GET',
    change: edits(
      set('Edge.DistributionConfig.DefaultCacheBehavior.AllowedMethods', ['GET', 'HEAD']),
      method('ProxyDelete', ref('ProxyResource'), 'DELETE', echo, false),
    ),
    // The method itself is open at the stage, so the closer cause is that of API-03; the header is one more way.
    expects: sideDoor('API-03'),
    source: ISSUES,
  },
  {
    id: 'API-04/openapi-3-root-only',
    title: 'the OpenAPI 3 document requires the key at its root only',
    change: body(openApi('3.0.1', { root: KEYED })),
    expects: sideDoor('API-04'),
    source: ISSUES,
  },
  {
    id: 'API-04/openapi-2-root-only',
    title: 'the OpenAPI 2 document requires the key at its root only',
    change: body(openApi('2.0', { root: KEYED })),
    expects: sideDoor('API-04'),
    source: ISSUES,
  },
  {
    id: 'API-04/one-operation',
    title: 'one operation of two leaves the key to the root of the document',
    change: body(openApi('3.0.1', { root: KEYED, home: KEYED })),
    expects: sideDoor('API-04'),
    source: ISSUES,
  },
  {
    id: 'API-06/stage-of-foreign-deployment',
    title: 'a stage shows a deployment that is not in the template',
    change: stage('Dev', 'dev', 'a1b2c3'),
    // What that deployment holds is not in the sources, so there is nothing to replay and nothing to trust.
    expects: undecided('API-06'),
    source: `${GATEWAY}/set-up-deployments.html`,
  },
  {
    id: 'API-06/canary-of-foreign-deployment',
    title: 'a canary shows a deployment that is not in the template',
    change: set('Prod.CanarySetting', { DeploymentId: 'a1b2c3', PercentTraffic: 10 }),
    expects: undecided('API-06'),
    source: `${GATEWAY}/canary-release.html`,
  },
];

export const keyVariants: readonly Variant[] = [
  {
    id: 'API-08/no-stages',
    title: 'the plan is attached to no stage',
    change: remove('OriginPlan.ApiStages'),
    expects: frontDoorShut('API-08'),
    source: PLANS,
  },
  {
    id: 'API-08/other-stage',
    title: 'the plan is attached to another stage',
    change: edits(stage('Test', 'test', ref('Deployment')), set('OriginPlan.ApiStages.0.Stage', ref('Test'))),
    expects: frontDoorShut('API-08'),
    source: PLANS,
  },
  {
    id: 'API-08/no-key-in-plan',
    title: 'the key is in no plan',
    change: drop('OriginPlanKey'),
    expects: frontDoorShut('API-08'),
    source: PLANS,
  },
  {
    id: 'API-08/no-plan',
    title: 'there is no plan',
    change: drop('OriginPlanKey', 'OriginPlan'),
    expects: frontDoorShut('API-08'),
    source: PLANS,
  },
  {
    id: 'API-09/partner-key',
    title: 'a partner holds a key of the same plan',
    change: partnerKey('OriginPlan'),
    expects: sideDoor('API-09', 'credential'),
    source: PLANS,
  },
  {
    id: 'API-10/partner-plan-lists-this-stage',
    title: 'the plan of another API lists this stage',
    change: edits(
      partnerApi,
      add('PartnerPlan', 'AWS::ApiGateway::UsagePlan', {
        ApiStages: [
          { ApiId: ref('PartnerApi'), Stage: ref('PartnerProd') },
          { ApiId: ref('Api'), Stage: ref('Prod') },
        ],
      }),
      partnerKey('PartnerPlan'),
    ),
    expects: sideDoor('API-10', 'credential'),
    source: PLANS,
  },
  {
    id: 'API-10/shared-plan',
    title: 'another API, whose clients hold keys, is in the same plan',
    change: edits(
      partnerApi,
      append('OriginPlan.ApiStages', { ApiId: ref('PartnerApi'), Stage: ref('PartnerProd') }),
      partnerKey('OriginPlan'),
    ),
    expects: sideDoor('API-10', 'credential'),
    source: PLANS,
  },
  {
    id: 'API-13/authorizer',
    title: "the key comes from an authorizer's answer",
    change: edits(
      set('Api.ApiKeySourceType', 'AUTHORIZER'),
      add('TokenAuthorizer', 'AWS::ApiGateway::Authorizer', {
        Name: 'token',
        RestApiId: ref('Api'),
        Type: 'TOKEN',
        IdentitySource: 'method.request.header.Authorization',
        AuthorizerUri: lambda('Echo'),
      }),
      ...['RootMethod', 'ProxyMethod'].flatMap((id) => [
        set(`${id}.AuthorizationType`, 'CUSTOM'),
        set(`${id}.AuthorizerId`, ref('TokenAuthorizer')),
      ]),
    ),
    // What the function grants to others is not in the sources, so against them it stays open.
    expects: { ...sideDoor('API-13', 'credential'), besides: ['internet', 'account'] },
    source: `${GATEWAY}/api-gateway-api-key-source.html`,
  },
  {
    id: 'API-21/edge-optimized',
    title: 'the API is edge-optimized',
    change: set('Api.EndpointConfiguration.Types', ['EDGE']),
    // The key still locks it, so no claim falls: the door is one more, and shut.
    expects: stands('API-21'),
    source: `${GATEWAY}/api-gateway-api-endpoint-types.html`,
  },
  {
    id: 'API-21/default-endpoint-type',
    title: 'the API says nothing of its endpoint type',
    change: remove('Api.EndpointConfiguration'),
    expects: stands('API-21'),
    source: `${GATEWAY}/api-gateway-api-endpoint-types.html`,
  },
  {
    id: 'API-26/all-viewer',
    title: 'AllViewer forwards the Host of the viewer',
    change: set(
      'Edge.DistributionConfig.DefaultCacheBehavior.OriginRequestPolicyId',
      '216adef6-5c7f-47e4-b989-5492eafa07d3',
    ),
    expects: frontDoorShut('API-26'),
    source:
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html',
  },
];
