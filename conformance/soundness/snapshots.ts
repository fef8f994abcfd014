import { add, declare, type Edit, edits, type Json, type JsonMap, ref, set, sub } from '../template.ts';
import { any, apiSummary, KEYED, LOCKED, openApi3, operation } from '../variants/exported.ts';
import { stage } from '../variants/rest-api.ts';
import type { HandedIn } from '../variants/variant.ts';
import type { SoundnessCase } from './soundness-case.ts';

const GATEWAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const CANARY = `${GATEWAY}/canary-release.html`;
const EXPORT = `${GATEWAY}/api-gateway-export-api.html`;
const CONDITIONS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html';
const KEY_SOURCE = `${GATEWAY}/api-gateway-api-key-source.html`;
const SUMMARY = 'https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSnapshot.html';

const handedIn = (of: string, document: JsonMap): HandedIn => ({ of, content: () => document });

const prod = (document: JsonMap): readonly HandedIn[] => [handedIn('Api/prod', document)];

/** The template as it was, for what the stage serves. */
const then = (edit: Edit): HandedIn => ({
  of: 'Api/prod',
  content: (template) => {
    const before = structuredClone(template);
    edit(before);
    return JSON.parse(JSON.stringify(before));
  },
});

const literal: Edit = set('Prod.DeploymentId', 'a1b2c3');

/** Nobody but this address may call. */
const onlyFrom = (resource: string): JsonMap => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: resource },
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: resource,
      Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
    },
  ],
});

const policyOf = (resource: string): Edit => set('Api.Policy', onlyFrom(resource));

/** The function that a stage variable names. */
const byVariable: Json = sub(
  'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${!stageVariables.function}/invocations',
);

/** An export with a Lambda authorizer of the name `token`. */
const withAuthorizer = (paths: JsonMap): JsonMap => ({
  ...openApi3(paths),
  components: {
    securitySchemes: {
      api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      token: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': {
          type: 'token',
          authorizerUri:
            'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:legacy/invocations',
        },
      },
    },
  },
});

const unkeyed: JsonMap = { ...LOCKED, '/': any() };

/** What a handed-in snapshot leaves open, or would hide from a careless proof. */
export const snapshots: readonly SoundnessCase[] = [
  {
    id: 'snapshot-of-one-stage',
    title: 'what one stage serves says nothing of another whose deployment is not in the sources',
    change: stage('Dev', 'dev', 'a1b2c3'),
    deployed: prod(openApi3(LOCKED)),
    expects: { internet: 'unknown' },
    source: `${GATEWAY}/set-up-stages.html`,
  },
  {
    id: 'snapshot-of-stage-not-of-canary',
    title: 'what a stage serves says nothing of the other deployment of its canary',
    change: set('Prod.CanarySetting', { DeploymentId: 'a1b2c3', PercentTraffic: 1 }),
    deployed: prod(openApi3(LOCKED)),
    expects: { internet: 'unknown' },
    source: CANARY,
  },
  {
    id: 'snapshot-of-canary-of-same-deployment',
    title: 'a canary of the deployment that the stage serves is as locked as that is',
    change: edits(
      set('Prod.DeploymentId', 'a1b2c3'),
      set('Prod.CanarySetting', { DeploymentId: 'a1b2c3', PercentTraffic: 1 }),
    ),
    deployed: prod(openApi3(LOCKED)),
    expects: { internet: 'protected' },
    front: 'holds',
    source: CANARY,
  },
  {
    id: 'snapshot-without-policy',
    title: 'the deployment was made before the API had the resource policy that is its only lock',
    change: edits(
      policyOf('execute-api:/*'),
      set('RootMethod.ApiKeyRequired', false),
      set('ProxyMethod.ApiKeyRequired', false),
    ),
    deployed: prod(openApi3({ '/': any(), '/{proxy+}': any() })),
    expects: { internet: 'bypassable' },
    source: `${GATEWAY}/updating-api.html`,
  },
  {
    id: 'snapshot-with-policy-of-real-id',
    title: "the policy in an export names the API by the account's own id, and counts",
    change: () => {},
    deployed: prod({
      ...openApi3(LOCKED),
      'x-amazon-apigateway-policy': onlyFrom('arn:aws:execute-api:eu-west-1:111122223333:q1w2e3r4t5/*'),
    }),
    expects: { internet: 'protected' },
    front: 'falls',
    source: `${GATEWAY}/apigateway-resource-policies.html`,
  },
  {
    id: 'snapshot-with-policy-of-other-id',
    title: 'a policy that allows another API only lets nobody in',
    change: () => {},
    deployed: prod({
      ...openApi3(unkeyed),
      'x-amazon-apigateway-policy': onlyFrom('arn:aws:execute-api:eu-west-1:111122223333:zzzzzzzzzz/*'),
    }),
    expects: { internet: 'protected' },
    front: 'falls',
    source: `${GATEWAY}/apigateway-resource-policies.html`,
  },
  {
    id: 'summary-tells-no-policy',
    title: 'whether the policy of the template was there when the deployment was made is not in its summary',
    change: edits(policyOf('execute-api:/*'), set('Prod.DeploymentId', 'a1b2c3')),
    deployed: prod(apiSummary({ '/': false, '/{proxy+}': true })),
    expects: { internet: 'unknown' },
    source: SUMMARY,
  },
  {
    id: 'summary-tells-no-integration',
    title: 'an open method of a summary may be a mock, or call the function',
    change: set('Prod.DeploymentId', 'a1b2c3'),
    deployed: prod(apiSummary({ '/': false, '/{proxy+}': true })),
    expects: { internet: 'unknown' },
    source: SUMMARY,
  },
  {
    id: 'export-of-foreign-function',
    title: 'an export invokes a function that is not in the sources: it is an application of the API all the same',
    change: () => {},
    deployed: prod(
      openApi3({
        ...LOCKED,
        '/': {
          get: operation(undefined, {
            uri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:legacy/invocations',
          }),
        },
      }),
    ),
    expects: { internet: 'bypassable' },
    source: EXPORT,
  },
  {
    id: 'export-with-authorizer',
    title: "a method of the export is open but for a customer's authorizer",
    change: () => {},
    deployed: prod(withAuthorizer({ ...LOCKED, '/': any([{ token: [] }]) })),
    expects: { internet: 'unknown', credential: 'bypassable' },
    source: EXPORT,
  },
  {
    id: 'export-tells-no-key-source',
    title: 'an export without the source of keys: behind an authorizer the key may have been its answer',
    change: () => {},
    deployed: prod(withAuthorizer({ ...LOCKED, '/': any([{ token: [], api_key: [] }]) })),
    expects: { internet: 'unknown' },
    source: KEY_SOURCE,
  },
  {
    id: 'export-tells-key-source',
    title: 'the same, where the export names the header',
    change: () => {},
    deployed: prod({
      ...withAuthorizer({ ...LOCKED, '/': any([{ token: [], api_key: [] }]) }),
      'x-amazon-apigateway-api-key-source': 'HEADER',
    }),
    expects: { internet: 'protected' },
    source: KEY_SOURCE,
  },
  {
    id: 'summary-tells-no-key-source',
    title: 'nor does the summary of a deployment tell the source of keys',
    change: literal,
    deployed: prod({
      ...apiSummary({}),
      apiSummary: { '/{proxy+}': { ANY: { authorizationType: 'CUSTOM', apiKeyRequired: true } } },
    }),
    expects: { internet: 'unknown' },
    source: KEY_SOURCE,
  },
  {
    id: 'export-enables-endpoint',
    title: 'the template disables the default endpoint, and the export does not',
    change: set('Api.DisableExecuteApiEndpoint', true),
    deployed: prod({
      ...openApi3(unkeyed),
      servers: [
        {
          url: 'https://q1w2e3r4t5.execute-api.eu-west-1.amazonaws.com/{basePath}',
          variables: { basePath: { default: 'prod' } },
          'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: false },
        },
      ],
    }),
    expects: { internet: 'unknown' },
    source: `${GATEWAY}/updating-api.html`,
  },
  {
    id: 'export-of-definition-in-bucket',
    title: 'the definition of the API lies in a bucket, and the export shows what is served',
    change: set('Api.BodyS3Location', { Bucket: 'bucket', Key: 'api.json' }),
    deployed: prod(openApi3(LOCKED)),
    expects: { internet: 'protected' },
    front: 'holds',
    source: EXPORT,
  },
  {
    id: 'canary-variable-not-known',
    title: 'an open canary invokes the function that a parameter names',
    change: edits(
      declare('Parameters', 'Function', { Type: 'String' }),
      set('ProxyMethod.Integration.Uri', byVariable),
      set('Prod.Variables', { function: ref('Echo') }),
      set('Prod.CanarySetting', {
        DeploymentId: 'a1b2c3',
        PercentTraffic: 10,
        StageVariableOverrides: { function: ref('Function') },
      }),
    ),
    deployed: [
      {
        of: 'Api/prod/canary',
        content: (template) => {
          const then = structuredClone(template);
          set('ProxyMethod.ApiKeyRequired', false)(then);
          return JSON.parse(JSON.stringify(then));
        },
      },
    ],
    expects: { internet: 'bypassable' },
    source: `${GATEWAY}/stage-variables.html`,
  },
  {
    id: 'canary-of-unknown-share',
    title: 'the share of an open canary is a parameter without a value',
    change: edits(
      declare('Parameters', 'Share', { Type: 'Number' }),
      set('Prod.CanarySetting', { DeploymentId: 'a1b2c3', PercentTraffic: ref('Share') }),
    ),
    deployed: [handedIn('Api/prod/canary', openApi3(unkeyed))],
    expects: { internet: 'unknown' },
    source: CANARY,
  },
  {
    id: 'method-of-deployment-by-chain',
    title: 'an open method waits for the deployment by way of another resource',
    change: edits(
      add('Wait', 'AWS::CloudFormation::WaitConditionHandle', {}, ['Deployment']),
      add(
        'Open',
        'AWS::ApiGateway::Method',
        {
          RestApiId: ref('Api'),
          ResourceId: ref('ProxyResource'),
          HttpMethod: 'GET',
          AuthorizationType: 'NONE',
          Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: 'https://legacy.example.com/' },
        },
        ['Wait'],
      ),
    ),
    expects: { internet: 'unknown' },
    front: 'holds',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html',
  },
  {
    id: 'condition-of-then',
    title: 'in the template of then a parameter that is no more decides whether the key was required',
    change: literal,
    deployed: [
      then(
        edits(
          declare('Parameters', 'Locked', { Type: 'String', Default: 'yes', AllowedValues: ['yes', 'no'] }),
          declare('Conditions', 'IsLocked', { 'Fn::Equals': [ref('Locked'), 'yes'] }),
          set('ProxyMethod.ApiKeyRequired', { 'Fn::If': ['IsLocked', true, false] }),
        ),
      ),
    ],
    expects: { internet: 'unknown' },
    source: CONDITIONS,
  },
  {
    id: 'condition-of-then-and-now',
    title: 'a parameter decides whether the key is required, in the template of then and now',
    change: edits(
      declare('Parameters', 'Locked', { Type: 'String', Default: 'yes', AllowedValues: ['yes', 'no'] }),
      declare('Conditions', 'IsLocked', { 'Fn::Equals': [ref('Locked'), 'yes'] }),
      set('Edge.DistributionConfig.PriceClass', { 'Fn::If': ['IsLocked', 'PriceClass_100', 'PriceClass_All'] }),
      literal,
    ),
    deployed: [then(set('ProxyMethod.ApiKeyRequired', { 'Fn::If': ['IsLocked', true, false] }))],
    expects: { internet: 'bypassable' },
    source: CONDITIONS,
  },
  {
    id: 'comparison-of-then',
    title: 'in the template of then the account decides whether the key was required',
    change: literal,
    deployed: [
      then(
        edits(
          declare('Conditions', 'IsMain', { 'Fn::Equals': [ref('AWS::AccountId'), '210987654321'] }),
          set('ProxyMethod.ApiKeyRequired', { 'Fn::If': ['IsMain', false, true] }),
        ),
      ),
    ],
    expects: { internet: 'unknown' },
    source: CONDITIONS,
  },
  {
    id: 'macro-of-then',
    title: 'a macro may have added methods to the template of then',
    change: literal,
    deployed: [then((template) => Object.assign(template, { Transform: 'OurMacro' }))],
    expects: { internet: 'unknown' },
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html',
  },
  {
    id: 'snapshot-of-no-stage',
    title: 'a snapshot is handed in for a stage that the sources do not have',
    change: () => {},
    deployed: [handedIn('Api/dev', openApi3(LOCKED, 'dev'))],
    expects: { internet: 'unknown' },
    source: EXPORT,
  },
  {
    id: 'snapshot-of-conditional-stage',
    title: 'a second stage, made under another value of a parameter, serves a locked deployment',
    change: edits(
      declare('Parameters', 'Environment', { Type: 'String', Default: 'prod', AllowedValues: ['prod', 'dev'] }),
      declare('Conditions', 'IsDev', { 'Fn::Equals': [ref('Environment'), 'dev'] }),
      stage('Dev', 'dev', 'a1b2c3'),
      (template) => Object.assign(template.Resources.Dev ?? {}, { Condition: 'IsDev' }),
    ),
    deployed: [handedIn('Api/dev', openApi3(LOCKED, 'dev'))],
    expects: { internet: 'protected' },
    source: CONDITIONS,
  },
  {
    id: 'key-in-another-header',
    title: 'an export requires an API key in a header that is not x-api-key: that scheme asks for nothing here',
    change: () => {},
    deployed: prod({
      ...openApi3({ ...LOCKED, '/': any(KEYED) }),
      components: { securitySchemes: { api_key: { type: 'apiKey', name: 'x-other', in: 'header' } } },
    }),
    // Such a scheme is none of an export, which is refused; nothing is proved of what is served.
    expects: { internet: 'unknown' },
    source: EXPORT,
  },
];
