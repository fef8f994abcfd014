import { Resources, readCloudFormation, readFunctions, readHttpApis, readRestApis } from '@sallyport/architecture';
import { latin1 } from '@sallyport/http';
import { type Rehearsed, rehearse } from '@sallyport/runtime';
import { expect, test } from 'vitest';
import type { GateGraph } from '../graph.ts';
import { restApiPart } from '../rest-api/part.ts';

type Json = Readonly<Record<string, unknown>>;
const FROM = { from: '203.0.113.7' };
const type = (name: string, properties: Json): Json => ({ Type: `AWS::ApiGatewayV2::${name}`, Properties: properties });
const ref = (name: string): Json => ({ Ref: name });
const route = (key: string, target = 'ToEcho', more: Json = {}): Json =>
  type('Route', {
    ApiId: ref('Api'),
    RouteKey: key,
    Target: { 'Fn::Join': ['/', ['integrations', ref(target)]] },
    ...more,
  });

const BASE: Json = {
  Api: type('Api', { Name: 'http', ProtocolType: 'HTTP' }),
  Default: type('Stage', { ApiId: ref('Api'), StageName: '$default', AutoDeploy: true }),
  Echo: {
    Type: 'AWS::Lambda::Function',
    Properties: { Handler: 'i.h', Runtime: 'nodejs22.x', Role: 'r', Code: { ZipFile: '' } },
  },
  ToEcho: type('Integration', {
    ApiId: ref('Api'),
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: { 'Fn::GetAtt': ['Echo', 'Arn'] },
    PayloadFormatVersion: '2.0',
  }),
  ToHost: type('Integration', {
    ApiId: ref('Api'),
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    IntegrationUri: 'https://backend.example.com/v1/{proxy}',
    PayloadFormatVersion: '1.0',
  }),
};

function gateway(resources: Json) {
  const text = JSON.stringify({ Resources: { ...BASE, ...resources } });
  const all = new Resources(readCloudFormation({ files: [{ path: 't.json', text }] }).resources);
  const report = () => {};
  const input = {
    restApis: readRestApis(all, report),
    httpApis: readHttpApis(all, report),
    functions: readFunctions(all, report),
  };
  const part = restApiPart(input, { hostEntry: () => undefined, webAcl: () => ({ none: true }) });
  const graph: GateGraph = {
    ...part,
    gates: new Map(part.gates.map((gate) => [gate.id, gate])),
    applications: new Map(part.applications.map((each) => [each.id, each])),
    origins: [],
  };
  const run = rehearse(graph, { functions: { 'function:Echo': (event) => event } });
  const host = `${input.httpApis.apis[0]?.apiId}.execute-api.us-east-1.amazonaws.com`;
  const send = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
    run.fetch({ url: `https://${host}${path}`, method, headers }, FROM);
  return { send, part, run };
}

const bodyOf = ({ response }: Rehearsed): string => (response.body.kind === 'bytes' ? latin1(response.body.bytes) : '');
const routeOf = async (sent: Promise<Rehearsed>): Promise<unknown> => JSON.parse(bodyOf(await sent)).routeKey;

test('a full match wins over a greedy one, a greedy one over $default; the method counts in each', async () => {
  const { send } = gateway({
    A: route('GET /pets/dog/1'),
    B: route('GET /pets/dog/{id}'),
    C: route('GET /pets/{proxy+}'),
    D: route('$default'),
  });
  expect(await routeOf(send('/pets/dog/1'))).toBe('GET /pets/dog/1');
  expect(await routeOf(send('/pets/dog/2'))).toBe('GET /pets/dog/{id}');
  expect(await routeOf(send('/pets/cat/1'))).toBe('GET /pets/{proxy+}');
  expect(await routeOf(send('/pets/dog/1', 'POST'))).toBe('$default');
});

test('without a route the answer is 404 Not Found', async () => {
  const sent = await gateway({ A: route('GET /a') }).send('/b');
  expect([sent.response.status, bodyOf(sent)]).toEqual([404, '{"message":"Not Found"}']);
});

test('API-22: an HTTP API has no keys, so nothing but an authorizer stands before its routes', async () => {
  const open = await gateway({ A: route('ANY /{proxy+}', 'ToEcho', { ApiKeyRequired: true }) }).send('/a');
  expect(open.journey.reached).toEqual(['function:Echo']);
  const authorizer = type('Authorizer', {
    ApiId: ref('Api'),
    AuthorizerType: 'REQUEST',
    Name: 'a',
    AuthorizerUri:
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:other/invocations',
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
  });
  const shut = await gateway({
    Custom: authorizer,
    A: route('ANY /{proxy+}', 'ToEcho', { AuthorizationType: 'CUSTOM', AuthorizerId: ref('Custom') }),
  }).send('/a');
  expect([shut.response.status, shut.journey.reached]).toEqual([403, []]);
});

test('the event of format 2.0 tells of the request as it came', async () => {
  const { send } = gateway({ A: route('GET /users/{id}') });
  const event = JSON.parse(bodyOf(await send('/users/7?x=1&x=2', 'GET', { Cookie: 'a=1; b=2', 'X-A': '1' })));
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'GET /users/{id}',
    rawPath: '/users/7',
    rawQueryString: 'x=1&x=2',
    cookies: ['a=1', 'b=2'],
    queryStringParameters: { x: '1,2' },
    pathParameters: { id: '7' },
    requestContext: { http: { method: 'GET', path: '/users/7', sourceIp: '203.0.113.7' }, stage: '$default' },
    isBase64Encoded: false,
  });
  expect(event.headers['x-a']).toBe('1');
  expect(event.headers.cookie).toBeUndefined();
});

test('an HTTP integration gets the greedy part behind its own prefix, its own Host and who asked', async () => {
  const { send, part } = gateway({ A: route('ANY /api/{proxy+}', 'ToHost') });
  const sent = await send('/api/a/b?c=d');
  expect(sent.journey.reached).toEqual(['http:https://backend.example.com']);
  const body = bodyOf(sent);
  for (const text of ['/v1/a/b', 'backend.example.com', '203.0.113.7']) expect(body).toContain(text);
  expect(part.assumptions.join()).toContain(
    'The host backend.example.com behind HTTP API "http" is not in the sources',
  );
});

test('a Target makes a catch-all route and a $default stage; a named stage is behind its name', async () => {
  const { part, send } = gateway({
    Api: type('Api', { Name: 'quick', ProtocolType: 'HTTP', Target: 'https://backend.example.com' }),
    Default: type('Stage', { ApiId: ref('Api'), StageName: 'dev' }),
  });
  expect(part.entrances.map(({ id, basePath }) => [id, basePath])).toEqual([
    ['stage:Api/dev', '/dev'],
    ['stage:Api/$default', ''],
  ]);
  expect((await send('/dev/a')).journey.passed.at(-1)).toBe('http-api:Api/dev');
  expect((await send('/deve')).journey.passed.at(-1)).toBe('http-api:Api/$default');
});

test('a disabled default endpoint is no entrance', () => {
  const { part } = gateway({
    Api: type('Api', { ProtocolType: 'HTTP', DisableExecuteApiEndpoint: true }),
    A: route('$default'),
  });
  expect(part.entrances).toEqual([]);
});
