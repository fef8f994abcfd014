import type { Diagnostic } from '@sallyport/http';
import { describe, expect, test } from 'vitest';
import { readCloudFormation } from '../read/index.ts';
import { Resources } from '../resources.ts';
import type { ApiMethod } from './method.ts';
import { type RestApi, readRestApis } from './rest-api.ts';
import type { Stage } from './stage.ts';

interface Read {
  readonly api: RestApi;
  readonly stage: (name: string) => Stage;
  readonly diagnostics: readonly Diagnostic[];
}

/** An API with a stage and what is handed in for it. */
function read(more: object, deployed: Readonly<Record<string, unknown>> = {}): Read {
  const Resources_ = { ...API, ...more };
  const result = readCloudFormation({
    files: [{ path: 'template.json', text: JSON.stringify({ Resources: Resources_ }) }],
    deployed: Object.entries(deployed).map(([of, content]) => ({ of, path: 'file', text: JSON.stringify(content) })),
  });
  const diagnostics: Diagnostic[] = [...result.diagnostics];
  const { apis } = readRestApis(new Resources(result.resources), (each) => diagnostics.push(each), result.snapshots);
  const [api] = apis;
  if (!api) throw new Error('no API was read');
  const stage = (name: string): Stage => {
    const found = api.stages.find((each) => each.name === name);
    if (!found) throw new Error(`no stage "${name}"`);
    return found;
  };
  return { api, stage, diagnostics };
}

const resource = (Type: string, Properties: object, DependsOn: readonly string[] = []) => ({
  Type: `AWS::${Type}`,
  Properties,
  ...(DependsOn.length === 0 ? {} : { DependsOn }),
});
const own = { RestApiId: { Ref: 'Api' } };
const method = (HttpMethod: string, DependsOn: readonly string[] = []) =>
  resource(
    'ApiGateway::Method',
    {
      ...own,
      ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
      HttpMethod,
      ApiKeyRequired: true,
      Integration: {
        Type: 'AWS_PROXY',
        Uri: { 'Fn::Sub': `arn:aws:apigateway:x:lambda:path/2015-03-31/functions/\${Echo.Arn}/invocations` },
      },
    },
    DependsOn,
  );
const API = {
  Api: resource('ApiGateway::RestApi', { Name: 'shop' }),
  Get: method('GET'),
  Deployment: resource('ApiGateway::Deployment', own, ['Get']),
  Prod: resource('ApiGateway::Stage', { ...own, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod' }),
  Echo: resource('Lambda::Function', { Role: 'r', Code: { ZipFile: '' } }),
  Named: resource('Lambda::Function', { Role: 'r', Code: { ZipFile: '' }, FunctionName: 'own-name' }),
};

const invoking = (name: string) => ({
  type: 'aws_proxy',
  uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:${name}/invocations`,
});
const exported = (paths: object, more: object = {}) => ({ openapi: '3.0.1', info: { title: 'shop' }, paths, ...more });
const operation = (name: string, more: object = {}) => ({ 'x-amazon-apigateway-integration': invoking(name), ...more });

const titles = (methods: readonly ApiMethod[] = []) => methods.map(({ httpMethod, path }) => `${httpMethod} ${path}`);
const served = (stage: Stage) => stage.deployment?.snapshot?.resources.flatMap(({ methods }) => methods);

describe('an export', () => {
  test('takes the place of the methods of the sources, at the stage that it is of', () => {
    const { api, stage } = read(
      { Dev: resource('ApiGateway::Stage', { ...own, DeploymentId: { Ref: 'Deployment' }, StageName: 'dev' }) },
      { 'Api/prod': exported({ '/x': { post: operation('a') } }) },
    );
    expect(titles(served(stage('prod')))).toEqual(['POST /x']);
    expect(served(stage('dev'))).toBeUndefined();
    expect(titles(api.resources.flatMap(({ methods }) => methods))).toEqual(['GET /']);
  });

  test.each([
    ['the name that CloudFormation makes of stack, logical id and random letters', 'shop-prod-Echo-Xk3b0tC1Qw9Z', true],
    ['a name with the same beginning', 'shop-prod-EchoOther-Xk3b0tC1Qw9Z', false],
    ['the logical id alone', 'Echo', false],
    ['a name that was given', 'own-name', false],
  ])('names a function by %s', (_title, name, isEcho) => {
    const { stage } = read({}, { 'Api/prod': exported({ '/': { get: operation(name) } }) });
    const [only] = served(stage('prod')) ?? [];
    const uri = only?.integration?.uri;
    const text = uri && 'known' in uri ? String(uri.known) : '';
    expect(text.includes(`:function:${name}/`)).toBe(!isEcho);
  });

  test('has its own policy, gateway responses, binary media types and key source', () => {
    const policy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
    const { stage } = read(
      {},
      {
        'Api/prod': exported(
          {},
          {
            'x-amazon-apigateway-policy': policy,
            'x-amazon-apigateway-gateway-responses': { DEFAULT_4XX: { statusCode: 404 } },
            'x-amazon-apigateway-binary-media-types': ['image/png'],
            'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
          },
        ),
      },
    );
    expect(stage('prod').deployment?.snapshot).toMatchObject({
      apiKeySource: { known: 'AUTHORIZER' },
      binaryMediaTypes: ['image/png'],
      gatewayResponses: [{ responseType: 'DEFAULT_4XX', statusCode: 404 }],
      policy: { statements: { known: [{ effect: { known: 'Allow' } }] } },
    });
  });

  test('may be given for a stage by its logical id', () => {
    const { stage, diagnostics } = read({}, { 'Api/Prod': exported({}) });
    expect(served(stage('prod'))).toEqual([]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

test('the export of another state of the default endpoint leaves open whether it is disabled', () => {
  const servers = [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }];
  const { api } = read({}, { 'Api/prod': exported({}, { servers }) });
  expect(api.disableExecuteApiEndpoint).toMatchObject({ unknown: 'the template says false, the export true' });
});

test('a template of then calls the functions of now', () => {
  const now = read({});
  const then = read({}, { 'Api/prod': { Resources: { ...API, Post: method('POST') } } });
  const uris = (methods: readonly ApiMethod[] = []) => methods.map(({ integration }) => integration?.uri);
  expect(titles(served(then.stage('prod')))).toEqual(['GET /', 'POST /']);
  const [uri] = uris(now.api.resources.flatMap(({ methods }) => methods));
  expect(uris(served(then.stage('prod'))).map((each) => each && 'known' in each && each.known)).toEqual([
    uri && 'known' in uri && uri.known,
    uri && 'known' in uri && uri.known,
  ]);
});

test('a summary tells keys and authorizations, and that it tells no integration', () => {
  const apiSummary = { '/': { GET: { apiKeyRequired: true }, POST: { authorizationType: 'AWS_IAM' } } };
  const { stage } = read({}, { 'Api@Deployment': { apiSummary } });
  expect(served(stage('prod'))).toMatchObject([
    {
      httpMethod: 'GET',
      apiKeyRequired: { known: true },
      authorization: { kind: 'NONE' },
      integration: { type: { unknown: expect.stringContaining('tells only what methods ask for') } },
    },
    { httpMethod: 'POST', apiKeyRequired: { known: false }, authorization: { kind: 'AWS_IAM' } },
  ]);
});

test('a deployment may lack a method that waits for it', () => {
  const later = { Post: method('POST', ['Deployment']), Second: resource('ApiGateway::Deployment', own, ['Post']) };
  const { stage } = read({
    ...later,
    Dev: resource('ApiGateway::Stage', { ...own, DeploymentId: { Ref: 'Second' }, StageName: 'dev' }),
  });
  expect(served(stage('prod'))?.map(({ httpMethod, mayLack }) => [httpMethod, mayLack?.identity])).toEqual([
    ['GET', undefined],
    ['POST', 'Post in Deployment'],
  ]);
  // All methods are before the second one, so it holds what the sources say of the API.
  expect(served(stage('dev'))).toBeUndefined();
});

describe('a canary', () => {
  const canary = (CanarySetting: object) =>
    read({
      Prod: resource('ApiGateway::Stage', {
        ...own,
        DeploymentId: { Ref: 'Deployment' },
        StageName: 'prod',
        Variables: { a: '1', b: '2' },
        CanarySetting,
      }),
    }).stage('prod').canary;

  test('that names no deployment serves that of the stage', () => {
    expect(canary({ PercentTraffic: 10 })).toMatchObject({ deployment: { name: 'Deployment', inSources: true } });
  });

  test('sees the variables of the stage with its own in their place; one that is not known is none', () => {
    const overrides = { b: '3', c: '4', a: { 'Fn::ImportValue': 'x' } };
    expect([...(canary({ StageVariableOverrides: overrides })?.variables ?? [])]).toEqual([
      ['b', '3'],
      ['c', '4'],
    ]);
  });

  test('is made by a deployment with canary settings of the stage that it names', () => {
    const settings = { PercentTraffic: 20, StageVariableOverrides: { d: '5' } };
    const { stage, api } = read({
      Second: resource('ApiGateway::Deployment', { ...own, StageName: 'prod', DeploymentCanarySettings: settings }),
    });
    expect(api.stages).toHaveLength(1);
    expect(stage('prod').canary).toMatchObject({ deployment: { name: 'Second' }, percent: { known: 20 } });
    expect(stage('prod').canary?.variables.get('d')).toBe('5');
  });
});

test('of two deployments to one stage the one that waits for the other is served', () => {
  const first = resource('ApiGateway::Deployment', { ...own, StageName: 'dev' });
  const second = resource('ApiGateway::Deployment', { ...own, StageName: 'dev' }, ['First']);
  expect(read({ First: first, Second: second }).stage('dev').deployment?.name).toBe('Second');
  expect(read({ Second: second, First: first }).stage('dev').deployment?.name).toBe('Second');
});
