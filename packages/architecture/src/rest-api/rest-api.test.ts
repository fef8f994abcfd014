import type { Diagnostic } from '@sallyport/http';
import { expect, test } from 'vitest';
import { readCloudFormation } from '../read/index.ts';
import { Resources } from '../resources.ts';
import { type RestApis, readRestApis } from './rest-api.ts';

interface Read extends RestApis {
  readonly diagnostics: readonly Diagnostic[];
}

function read(resources: Readonly<Record<string, unknown>>): Read {
  const { resources: all } = readCloudFormation({
    files: [{ path: 't.json', text: JSON.stringify({ Resources: resources }) }],
  });
  const diagnostics: Diagnostic[] = [];
  return { ...readRestApis(new Resources(all), (each) => diagnostics.push(each)), diagnostics };
}

const api = (properties: unknown = {}) => ({ Type: 'AWS::ApiGateway::RestApi', Properties: properties });
const integration = { type: 'http_proxy', httpMethod: 'GET', uri: 'https://backend.example.com/' };
const operation = (more: object = {}) => ({ 'x-amazon-apigateway-integration': integration, ...more });
const apiKey = { type: 'apiKey', name: 'x-api-key', in: 'header' };

/** `METHOD path` → whether the key is required. */
function keysOf(body: unknown, more: object = {}): Readonly<Record<string, unknown>> {
  const [only] = read({ Api: api({ Body: body, ...more }) }).apis;
  const methods = only?.resources.flatMap((each) => each.methods) ?? [];
  return Object.fromEntries(
    methods.map((each) => [
      `${each.httpMethod} ${each.path}`,
      'known' in each.apiKeyRequired && each.apiKeyRequired.known,
    ]),
  );
}

test.each([
  ['OpenAPI 3', { openapi: '3.0.1', components: { securitySchemes: { key: apiKey } } }],
  ['Swagger 2', { swagger: '2.0', securityDefinitions: { key: apiKey } }],
])('in %s a key is required only where the operation itself says so; the root level is ignored', (_name, head) => {
  const paths = {
    '/': { get: operation() },
    '/pets': { get: operation({ security: [{ key: [] }] }), post: operation({ security: [] }) },
    '/{proxy+}': { 'x-amazon-apigateway-any-method': operation({ security: [{ key: [] }] }) },
  };
  const body = { ...head, security: [{ key: [] }], paths };
  expect(keysOf(body)).toEqual({ 'GET /': false, 'GET /pets': true, 'POST /pets': false, 'ANY /{proxy+}': true });
  expect(read({ Api: api({ Body: body }) }).diagnostics.map(({ code }) => code)).toEqual([
    'root-level-security-ignored',
  ]);
});

test('an apiKey scheme in another header, or one that carries an authorizer, requires no API key', () => {
  const securitySchemes = {
    other: { type: 'apiKey', name: 'authorization', in: 'header' },
    lambda: {
      ...apiKey,
      'x-amazon-apigateway-authtype': 'custom',
      'x-amazon-apigateway-authorizer': { type: 'request' },
    },
    upper: { ...apiKey, name: 'X-API-Key' },
  };
  const of = (name: string) => operation({ security: [{ [name]: [] }] });
  const body = {
    openapi: '3.0.1',
    components: { securitySchemes },
    paths: { '/a': { get: of('other'), put: of('lambda'), post: of('upper') } },
  };
  expect(keysOf(body)).toEqual({ 'GET /a': false, 'PUT /a': false, 'POST /a': true });
});

test.each([
  ['ignore', '/pets'],
  ['prepend', '/v1/shop/pets'],
  ['split', '/shop/pets'],
])('the base path is read by the import parameter basepath: %s gives %s', (mode, path) => {
  const paths = { '/pets': { get: operation() } };
  const parameters = { Parameters: { basepath: mode } };
  const servers = [{ url: 'https://api.example.com/{basePath}', variables: { basePath: { default: '/v1/shop' } } }];
  expect(Object.keys(keysOf({ openapi: '3.0.1', servers, paths }, parameters))).toEqual([`GET ${path}`]);
  expect(Object.keys(keysOf({ swagger: '2.0', basePath: '/v1/shop', paths }, parameters))).toEqual([`GET ${path}`]);
});

test('methods of resources are merged with those of the definition, and win', () => {
  const { apis } = read({
    Api: api({ Body: { openapi: '3.0.1', paths: { '/': { get: operation() }, '/a': { get: operation() } } } }),
    Root: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        HttpMethod: 'GET',
        ApiKeyRequired: 'true',
      },
    },
  });
  const found = apis[0]?.resources.flatMap(({ path, methods }) =>
    methods.map((each) => [path, each.httpMethod, each.apiKeyRequired]),
  );
  expect(found).toEqual([
    ['/', 'GET', expect.objectContaining({ known: true })],
    ['/a', 'GET', expect.objectContaining({ known: false })],
  ]);
});

test("what the template leaves out has API Gateway's defaults", () => {
  const { apis, apiKeys } = read({ Api: api(), Key: { Type: 'AWS::ApiGateway::ApiKey' } });
  expect(apis[0]).toMatchObject({
    endpointType: { known: 'EDGE' },
    disableExecuteApiEndpoint: { known: false },
    apiKeySource: { known: 'HEADER' },
  });
  expect(apiKeys[0]).toMatchObject({
    enabled: { known: false },
    value: { opaque: 'api-key Key', nature: 'generated' },
  });
});

test.each([
  [{ BodyS3Location: { Bucket: 'b', Key: 'k' } }, 'the OpenAPI definition lies in a bucket (BodyS3Location)'],
  [{ CloneFrom: 'a1b2c3d4e5' }, 'the API is cloned from another (CloneFrom)'],
])('%j leaves methods that the template does not show', (properties, reason) => {
  expect(read({ Api: api(properties) }).apis[0]?.unknownMethods).toEqual([reason]);
});

test('paths grow along the tree of resources, and a stage finds its own web ACL', () => {
  const child = (parent: unknown, part: string) => ({
    Type: 'AWS::ApiGateway::Resource',
    Properties: { RestApiId: { Ref: 'Api' }, ParentId: parent, PathPart: part },
  });
  const { apis } = read({
    Api: api(),
    Users: child({ 'Fn::GetAtt': ['Api', 'RootResourceId'] }, 'users'),
    User: child({ Ref: 'Users' }, '{id}'),
    Get: {
      Type: 'AWS::ApiGateway::Method',
      Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: 'User' }, HttpMethod: 'get' },
    },
    Prod: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod', DeploymentId: 'abc123' },
    },
    Dev: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, StageName: 'dev', DeploymentId: 'abc123' },
    },
    Association: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: {
        ResourceArn: {
          'Fn::Join': [
            '',
            ['arn:aws:apigateway:eu-central-1::/restapis/', { Ref: 'Api' }, '/stages/', { Ref: 'Prod' }],
          ],
        },
        WebACLArn: 'arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/w/1',
      },
    },
  });
  expect(apis[0]?.resources.map(({ path }) => path)).toEqual(['/users/{id}']);
  expect(
    apis[0]?.stages.map(({ name, webAcl, deployment }) => [name, webAcl !== undefined, deployment?.inSources]),
  ).toEqual([
    ['prod', true, false],
    ['dev', false, false],
  ]);
});

test('a domain name has the names that the attributes of its resource give', () => {
  const domain = (types: readonly string[]) => ({
    Type: 'AWS::ApiGateway::DomainName',
    Properties: { DomainName: 'API.example.com', EndpointConfiguration: { Types: types } },
  });
  const template = {
    Resources: { Custom: domain(['REGIONAL']), Edge: domain(['EDGE']) },
    Outputs: {},
  };
  const withOutputs = {
    ...template.Resources,
    Copy: {
      Type: 'AWS::SSM::Parameter',
      Properties: {
        Regional: { 'Fn::GetAtt': ['Custom', 'RegionalDomainName'] },
        Edge: { 'Fn::GetAtt': ['Edge', 'DistributionDomainName'] },
      },
    },
  };
  const { resources } = readCloudFormation({
    files: [{ path: 't.json', text: JSON.stringify({ Resources: withOutputs }) }],
  });
  const copied = resources.find(({ logicalId }) => logicalId === 'Copy')?.properties.entries;
  const { domainNames } = readRestApis(new Resources(resources), () => {});
  const value = (name: string) => {
    const found = copied?.get(name);
    return found?.kind === 'scalar' ? found.value : undefined;
  };
  expect(domainNames.map(({ name, targetNames }) => [name, targetNames])).toEqual([
    ['api.example.com', [value('Regional')]],
    ['api.example.com', [value('Edge')]],
  ]);
});

test('a resource of the AWS::Serverless transform is a diagnostic', () => {
  expect(read({ Api: { Type: 'AWS::Serverless::Api', Properties: {} } }).diagnostics.map(({ code }) => code)).toEqual([
    'serverless-transform',
  ]);
});
