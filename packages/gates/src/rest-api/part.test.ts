import { Resources, readCloudFormation, readFunctions, readHttpApis, readRestApis } from '@sallyport/architecture';
import { latin1 } from '@sallyport/http';
import { type Rehearsed, type RequestLike, rehearse } from '@sallyport/runtime';
import { expect, test } from 'vitest';
import type { GateGraph } from '../graph.ts';
import { standIn } from '../stand-in.ts';
import { restApiHosts } from './hosts.ts';
import { restApiPart } from './part.ts';

type Json = Readonly<Record<string, unknown>>;
const FROM = { from: '203.0.113.7' };
const LAMBDA = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/';

const type = (name: string, properties: Json = {}): Json => ({
  Type: `AWS::ApiGateway::${name}`,
  Properties: properties,
});
const ref = (name: string): Json => ({ Ref: name });
const toFunction: Json = {
  Type: 'AWS_PROXY',
  IntegrationHttpMethod: 'POST',
  Uri: { 'Fn::Join': ['', [LAMBDA, { 'Fn::GetAtt': ['Echo', 'Arn'] }, '/invocations']] },
};
const root = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
const method = (resource: unknown, httpMethod: string, more: Json = {}): Json =>
  type('Method', {
    RestApiId: ref('Api'),
    ResourceId: resource,
    HttpMethod: httpMethod,
    Integration: toFunction,
    ...more,
  });
const child = (part: string, parent: unknown = root): Json =>
  type('Resource', { RestApiId: ref('Api'), ParentId: parent, PathPart: part });
const stage = (name: string, more: Json = {}): Json =>
  type('Stage', { RestApiId: ref('Api'), StageName: name, DeploymentId: ref('Deployment'), ...more });
const key = (value?: string, more: Json = {}): Json =>
  type('ApiKey', { Enabled: true, ...(value ? { Value: value } : {}), ...more });
const member = (plan: string, of: string): Json =>
  type('UsagePlanKey', { KeyType: 'API_KEY', KeyId: ref(of), UsagePlanId: ref(plan) });
const plan = (more: Json = {}, ...stages: readonly string[]): Json =>
  type('UsagePlan', { ApiStages: stages.map((name) => ({ ApiId: ref('Api'), Stage: name })), ...more });

/** A REST API all of whose paths require a key, in one plan with one key. */
const KEYED: Json = {
  Api: type('RestApi', { Name: 'api', EndpointConfiguration: { Types: ['REGIONAL'] } }),
  Proxy: child('{proxy+}'),
  Any: method(ref('Proxy'), 'ANY', { ApiKeyRequired: true }),
  Deployment: type('Deployment', { RestApiId: ref('Api') }),
  Prod: stage('prod'),
  Key: key('edge-edge-edge-edge-edge'),
  Plan: plan({}, 'prod'),
  Member: member('Plan', 'Key'),
  Echo: {
    Type: 'AWS::Lambda::Function',
    Properties: { Handler: 'i.h', Runtime: 'nodejs22.x', Role: 'r', Code: { ZipFile: '' } },
  },
};

function gateway(resources: Json) {
  const text = JSON.stringify({ Resources: { ...KEYED, ...resources } });
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
  const run = rehearse(graph);
  const host = `${input.restApis.apis[0]?.apiId}.execute-api.us-east-1.amazonaws.com`;
  const get = (path: string, headers: Record<string, string> = {}, more: Partial<RequestLike> = {}, at?: number) =>
    run.fetch({ url: `https://${host}${path}`, headers, ...more }, at === undefined ? FROM : { ...FROM, at });
  return { get, run, host, part, input };
}

const status = async (sent: Promise<Rehearsed>): Promise<number> => (await sent).response.status;
const bodyOf = ({ response }: Rehearsed): string => (response.body.kind === 'bytes' ? latin1(response.body.bytes) : '');
const decisions = ({ trace }: Rehearsed): string => trace.map((each) => each.decision).join('\n');
const EDGE = { 'x-api-key': 'edge-edge-edge-edge-edge' };

test('API-01: a method that requires a key answers 403 ForbiddenException without it, and serves with it', async () => {
  const { get } = gateway({});
  const refused = await get('/prod/a');
  expect(refused.response.status).toBe(403);
  expect(bodyOf(refused)).toBe('{"message":"Forbidden"}');
  expect(refused.response.headers).toContainEqual(['x-amzn-ErrorType', 'ForbiddenException']);
  expect(await status(get('/prod/a', EDGE))).toBe(200);
  expect(await status(get('/prod/a', { 'x-api-key': 'another' }))).toBe(403);
  const { get: open } = gateway({ Any: method(ref('Proxy'), 'ANY') });
  expect(await status(open('/prod/a'))).toBe(200);
});

test('API-02: OPTIONS to a function without a key is a way in; a MOCK answers by itself', async () => {
  const mock = {
    Type: 'MOCK',
    RequestTemplates: { 'application/json': '{"statusCode": 204}' },
    IntegrationResponses: [{ StatusCode: '204', ResponseParameters: { 'method.response.header.Allow': "'GET'" } }],
  };
  const open = await gateway({ Options: method(ref('Proxy'), 'OPTIONS') }).get('/prod/a', {}, { method: 'OPTIONS' });
  expect(open.journey.reached).toEqual(['function:Echo']);
  const shut = await gateway({ Options: method(ref('Proxy'), 'OPTIONS', { Integration: mock }) }).get(
    '/prod/a',
    {},
    { method: 'OPTIONS' },
  );
  expect([shut.response.status, shut.journey.reached]).toEqual([204, ['mock:rest-api:Api/prod']]);
  expect(shut.response.headers).toContainEqual(['Allow', 'GET']);
});

test('API-03: the more specific path wins over the keyed proxy, and only for the methods that it has', async () => {
  const { get } = gateway({ Admin: child('admin'), Get: method(ref('Admin'), 'GET') });
  expect(await status(get('/prod/admin'))).toBe(200);
  expect(await status(get('/prod/admin/'))).toBe(200);
  const other = await get('/prod/admin', {}, { method: 'POST' });
  expect(decisions(other)).toContain("method 'ANY /{proxy+}' requires an API key, and there is none");
});

test('a path or method that no resource has is answered 403 MissingAuthenticationTokenException', async () => {
  const { get } = gateway({});
  for (const sent of [get('/prod/'), get('/prod/a', EDGE, { method: 'TRACE' })]) {
    const { response } = await sent;
    expect([response.status, response.headers.find(([name]) => name === 'x-amzn-ErrorType')?.[1]]).toEqual([
      403,
      'MissingAuthenticationTokenException',
    ]);
  }
});

test('API-04: an OpenAPI definition with security at its root only leaves its operations open', async () => {
  const operation = {
    'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: toFunction.Uri },
  };
  const components = { securitySchemes: { k: { type: 'apiKey', name: 'x-api-key', in: 'header' } } };
  const Body = {
    openapi: '3.0.1',
    security: [{ k: [] }],
    components,
    paths: { '/a': { get: operation }, '/b': { get: { ...operation, security: [{ k: [] }] } } },
  };
  const { get } = gateway({ Api: type('RestApi', { Name: 'api', Body }) });
  expect([await status(get('/prod/a')), await status(get('/prod/b')), await status(get('/prod/b', EDGE))]).toEqual([
    200, 403, 200,
  ]);
});

test('API-06: another stage is another door, and a foreign deployment or canary is undecided', async () => {
  const { get, part } = gateway({ Dev: stage('dev', { DeploymentId: 'a1b2c3' }) });
  expect(part.entrances.map(({ id }) => id)).toEqual(['stage:Api/prod', 'stage:Api/dev']);
  expect(await status(get('/dev/a', EDGE))).toBe(403);
  expect(JSON.stringify(part.gates)).toContain('snapshot Api a1b2c3');
  const canary = gateway({ Prod: stage('prod', { CanarySetting: { DeploymentId: 'a1b2c3', PercentTraffic: 10 } }) });
  expect(JSON.stringify(canary.part.gates)).toContain('canary Api/prod');
  expect(await status(canary.get('/prod/a', EDGE))).toBe(200);
});

test('API-07: X-HTTP-Method-Override chooses the method, and goes no further', async () => {
  const { get } = gateway({ Delete: method(ref('Proxy'), 'DELETE') });
  const sent = await get('/prod/a', { 'X-HTTP-Method-Override': 'DELETE' });
  expect(decisions(sent)).toContain('method DELETE /{proxy+} requires no API key');
  expect(bodyOf(sent).toLowerCase()).not.toContain('x-http-method-override');
});

test.each([
  ['HTTP', {}, []],
  ['HTTP', { 'integration.request.header.Cookie': 'method.request.header.Cookie' }, ['a=1; b=2']],
  ['HTTP', { 'integration.request.header.X-Other': 'method.request.header.X-Other' }, []],
  ['HTTP_PROXY', {}, ['a=1; b=2']],
])('an %s integration with the mappings %j hands on the cookies %j', async (kind, mapped, wanted) => {
  const integration = {
    Type: kind,
    IntegrationHttpMethod: 'GET',
    Uri: 'https://backend.example.com/',
    RequestParameters: mapped,
    IntegrationResponses: [{ StatusCode: '200' }],
  };
  const { get } = gateway({ Any: method(ref('Proxy'), 'ANY', { Integration: integration }) });
  const sent = bodyOf(await get('/prod/a', { Cookie: 'a=1; b=2', 'X-Unmapped': 'x' }));
  expect([...sent.matchAll(/"Cookie",\s*"([^"]*)"/gi)].map(([, value]) => value)).toEqual(wanted);
});

test.each([
  ['a plan without stages', { Plan: plan() }, 'API Stage is not in a Usage Plan'],
  ['a key in no plan', { Member: member('Plan', 'Other'), Other: key() }, 'No Usage Plan found for key and API Stage'],
  ['a plan of another stage', { Plan: plan({}, 'dev'), Dev: stage('dev') }, 'API Stage is not in a Usage Plan'],
])('API-08: %s shuts the door, and the trace says what the execution log will', async (_name, resources, reason) => {
  const { get } = gateway(resources);
  const sent = await get('/prod/a', EDGE);
  expect(sent.response.status).toBe(403);
  expect(decisions(sent)).toMatch(
    /not authorized because method 'ANY \/\{proxy\+\}' requires API Key and API Key is not associated with a Usage Plan for API Stage [a-z0-9]{10}\/prod: /,
  );
  expect(decisions(sent)).toContain(reason);
});

test('API-09 and API-10: every key of every plan that lists the stage opens it, and the trace names the key', async () => {
  const partner = { Partner: key('partner-partner-partner', { Name: 'partner' }) };
  const same = await gateway({ ...partner, Second: member('Plan', 'Partner') }).get('/prod/a', {
    'x-api-key': 'partner-partner-partner',
  });
  expect(decisions(same)).toContain('API key "partner" of usage plan "Plan" opens');
  const other = { ...partner, Shared: plan({ UsagePlanName: 'shared' }, 'prod'), Second: member('Shared', 'Partner') };
  const shared = await gateway(other).get('/prod/a', { 'x-api-key': 'partner-partner-partner' });
  expect([shared.response.status, decisions(shared).includes('of usage plan "shared"')]).toEqual([200, true]);
});

test('API-11: a key without Enabled is disabled, and a generated one opens with the value that stands in for it', async () => {
  const disabled = gateway({ Key: type('ApiKey', { Value: EDGE['x-api-key'] }) });
  expect(decisions(await disabled.get('/prod/a', EDGE))).toContain('is not enabled');
  const generated = gateway({ Key: key() });
  const value = standIn({ opaque: 'api-key Key', nature: 'generated', reason: '' });
  expect(await status(generated.get('/prod/a', { 'x-api-key': value }))).toBe(200);
});

test('API-13: with the source AUTHORIZER the header opens nothing, and the authorizer decides', async () => {
  const authorizer = type('Authorizer', {
    RestApiId: ref('Api'),
    Name: 'tokens',
    Type: 'TOKEN',
    IdentitySource: 'method.request.header.Authorization',
    AuthorizerUri: toFunction.Uri,
  });
  const custom = { ApiKeyRequired: true, AuthorizationType: 'CUSTOM', AuthorizerId: ref('Tokens') };
  const { get, part } = gateway({
    Api: type('RestApi', { Name: 'api', ApiKeySourceType: 'AUTHORIZER' }),
    Tokens: authorizer,
    Any: method(ref('Proxy'), 'ANY', custom),
  });
  expect(await status(get('/prod/a', EDGE))).toBe(401);
  expect(await status(get('/prod/a', { ...EDGE, Authorization: 't' }))).toBe(403);
  expect(JSON.stringify(part.gates)).toContain('"heldBy":"credential"');
  const { get: bare } = gateway({ Api: type('RestApi', { ApiKeySourceType: 'AUTHORIZER' }) });
  expect(await status(bare('/prod/a', EDGE))).toBe(403);
});

test('API-15 and API-16: a domain name is a door beside the default endpoint, which may be disabled', async () => {
  const domain = type('DomainName', { DomainName: 'api.example.com', EndpointConfiguration: { Types: ['REGIONAL'] } });
  const mapping = (basePath: string, name: string) =>
    type('BasePathMapping', { DomainName: ref('Custom'), BasePath: basePath, RestApiId: ref('Api'), Stage: name });
  const { run, get, part, input } = gateway({
    Api: type('RestApi', { Name: 'api', DisableExecuteApiEndpoint: true }),
    Any: method(ref('Proxy'), 'ANY'),
    Dev: stage('dev'),
    Custom: domain,
    Shop: mapping('shop', 'prod'),
    ShopDev: mapping('shop/dev', 'dev'),
  });
  expect(part.entrances.map(({ id }) => id)).toEqual(['domain-name:Custom']);
  expect(await status(get('/prod/a'))).toBe(403);
  const through = async (path: string) =>
    (await run.fetch(`https://api.example.com${path}`, FROM)).journey.passed.at(-1);
  expect(await through('/shop/a')).toBe('rest-api:Api/prod');
  expect(await through('/shop/dev/a')).toBe('rest-api:Api/dev');
  expect((await run.fetch('https://api.example.com/shopping', FROM)).response.status).toBe(403);
  expect(restApiHosts(input).map(({ host, origin }) => [host, origin])).toContainEqual(['api.example.com', 'Api']);
});

test('API-17: mutual TLS on the domain name refuses a client without a certificate', async () => {
  const { run } = gateway({
    Any: method(ref('Proxy'), 'ANY'),
    Custom: type('DomainName', {
      DomainName: 'api.example.com',
      MutualTlsAuthentication: { TruststoreUri: 's3://b/k' },
    }),
    Map: type('BasePathMapping', { DomainName: ref('Custom'), RestApiId: ref('Api'), Stage: 'prod' }),
  });
  expect((await run.fetch('https://api.example.com/a', FROM)).response.status).toBe(403);
});

test.each([
  ["a Host that is nobody's", 'https://www.example.com/prod/a'],
  ['plain HTTP', 'http://HOST/prod/a'],
  ['a stage that does not exist', 'https://HOST/test/a'],
  ['no stage', 'https://HOST/'],
])('%s is answered 403 Forbidden', async (_name, url) => {
  const { run, host } = gateway({});
  const sent = await run.fetch(
    { url: url.replace('HOST', host), headers: EDGE },
    { ...FROM, entrance: 'stage:Api/prod' },
  );
  expect([sent.response.status, bodyOf(sent)]).toEqual([403, '{"message":"Forbidden"}']);
});

test("a plan's throttle answers 429 Too Many Requests, its quota 429 Limit Exceeded, and both count for one key alone", async () => {
  const quota = gateway({ Plan: plan({ Quota: { Limit: 2, Period: 'DAY' } }, 'prod') });
  const third = [
    await quota.get('/prod/a', EDGE),
    await quota.get('/prod/a', EDGE),
    await quota.get('/prod/a', EDGE),
  ][2];
  expect(third && [third.response.status, bodyOf(third)]).toEqual([429, '{"message":"Limit Exceeded"}']);
  const throttle = gateway({ Plan: plan({ Throttle: { RateLimit: 1, BurstLimit: 1 } }, 'prod') });
  expect(await status(throttle.get('/prod/a', EDGE, {}, 1000))).toBe(200);
  const second = await throttle.get('/prod/a', EDGE, {}, 1100);
  expect([second.response.status, bodyOf(second)]).toEqual([429, '{"message":"Too Many Requests"}']);
  expect(await status(throttle.get('/prod/a', EDGE, {}, 2200))).toBe(200);
});

test('a throttle of the stage counts for the method that it names', async () => {
  const settings = [
    { ResourcePath: '/~1{proxy+}', HttpMethod: 'ANY', ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 },
  ];
  expect(await status(gateway({ Prod: stage('prod', { MethodSettings: settings }) }).get('/prod/a', EDGE))).toBe(429);
});

test('a gateway response changes status, headers and body of its type, DEFAULT_4XX those of the others', async () => {
  const custom = (responseType: string, more: Json) =>
    type('GatewayResponse', { RestApiId: ref('Api'), ResponseType: responseType, ...more });
  const { get } = gateway({
    Invalid: custom('INVALID_API_KEY', {
      StatusCode: '401',
      ResponseTemplates: { 'application/json': '{"say":$context.error.messageString}' },
      ResponseParameters: { 'gatewayresponse.header.X-Why': "'key'" },
    }),
    Other: custom('DEFAULT_4XX', { ResponseParameters: { 'gatewayresponse.header.X-Why': "'other'" } }),
  });
  const invalid = await get('/prod/a');
  expect([invalid.response.status, bodyOf(invalid)]).toEqual([401, '{"say":"Forbidden"}']);
  expect(invalid.response.headers).toContainEqual(['X-Why', 'key']);
  expect((await get('/prod/')).response.headers).toContainEqual(['X-Why', 'other']);
});

test('an unknown ApiKeyRequired leaves both branches', () => {
  const parameter = { Ref: 'AWS::NoSuchParameter' };
  const { part } = gateway({ Any: method(ref('Proxy'), 'ANY', { ApiKeyRequired: parameter }) });
  expect(JSON.stringify(part.gates)).toContain('api-key-required');
});

test('a private API has no entrance from the internet, an edge-optimized one says whose distribution stands before it', () => {
  expect(gateway({ Api: type('RestApi', { EndpointConfiguration: { Types: ['PRIVATE'] } }) }).part.entrances).toEqual(
    [],
  );
  expect(gateway({ Api: type('RestApi', { Name: 'api' }) }).part.assumptions.join()).toContain('edge-optimized');
});

test('what the sources do not tell of a plan or a method stays open', () => {
  const unknown = { 'Fn::ImportValue': 'another-stack' };
  const listed = gateway({ Plan: type('UsagePlan', { ApiStages: [{ ApiId: ref('Api'), Stage: unknown }] }) });
  expect(JSON.stringify(listed.part.gates)).toContain('usage-plan-stage Plan Api/prod');
  const owned = gateway({ Foreign: method(ref('Proxy'), 'GET', { RestApiId: unknown }) });
  expect(owned.input.restApis.apis[0]?.unknownMethods).toEqual(['the API of method "Foreign" is not known']);
});
