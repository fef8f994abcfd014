import {
  type Resource,
  Resources,
  readDistributions,
  type Setting,
  type Text,
  type Value,
} from '@sallyport/architecture';
import {
  type Diagnostic,
  type Headers,
  headerValue,
  headerValues,
  NO_BODY,
  type Place,
  type Response,
} from '@sallyport/http';
import { type ApplicationFunction, type Echo, type RequestLike, rehearse, type Sender } from '@sallyport/runtime';
import { bareRecord, type CompiledWebAcl } from '@sallyport/waf';
import { expect, test } from 'vitest';
import type { Gate, GateGraph } from '../graph.ts';
import type { HostEntry, Links } from '../part.ts';
import type { InspectingWebAcl, Step } from '../step.ts';
import { distributionOrigins } from './distribution-origins.ts';
import { distributionHosts, distributionPart } from './distribution-part.ts';

type Json = string | number | boolean | Value | readonly Json[] | { readonly [key: string]: Json };
type Properties = { readonly [key: string]: Json };
const place: Place = { file: 'template.yaml', line: 1, column: 1 };
const unknown = (reason: string): Value => ({ kind: 'unknown', reason, identity: reason, place });

function value(json: Json): Value {
  if (typeof json !== 'object') return { kind: 'scalar', value: json, place };
  if (Array.isArray(json)) return { kind: 'list', items: json.map(value), place };
  if ('place' in json) return json as Value;
  return { kind: 'map', entries: new Map(Object.entries(json).map(([key, child]) => [key, value(child)])), place };
}

function resource(type: string, logicalId: string, properties: Properties, physicalId: string): Resource {
  const read = value(properties);
  if (read.kind !== 'map') throw new Error('properties are a map');
  return {
    id: logicalId,
    logicalId,
    stack: 'template',
    type: `AWS::CloudFront::${type}`,
    properties: read,
    dependsOn: [],
    place,
    region: 'us-east-1',
    account: '111122223333',
    physicalId,
  };
}

const ORIGIN: Properties = {
  Id: 'app',
  DomainName: 'app.example.net',
  OriginPath: '/prod',
  CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
  OriginCustomHeaders: [{ HeaderName: 'x-api-key', HeaderValue: 'a-key-of-32-characters-0123456789' }],
};
const DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'];
const BEHAVIOR: Properties = {
  TargetOriginId: 'app',
  ViewerProtocolPolicy: 'redirect-to-https',
  AllowedMethods: METHODS,
  CachePolicyId: DISABLED,
  OriginRequestPolicyId: EXCEPT_HOST,
};
const edge = (config: Properties = {}, id = 'Edge', physicalId = 'E1A2B3'): Resource =>
  resource(
    'Distribution',
    id,
    { DistributionConfig: { Enabled: true, Origins: [ORIGIN], DefaultCacheBehavior: BEHAVIOR, ...config } },
    physicalId,
  );

/** A web ACL that blocks what carries the header x-attack. */
const compiled: CompiledWebAcl = {
  name: 'guard',
  rules: [],
  defaultAction: 'ALLOW',
  bodyBytes: 0,
  capacity: 1,
  ruleCapacities: [],
  unknowns: [],
  evaluate: ({ headers }) => {
    const attack = headerValue(headers, 'x-attack');
    const response = { status: 418, headers: [], body: new Uint8Array(0) };
    return {
      action: attack === undefined ? 'ALLOW' : 'BLOCK',
      terminatingRule: attack === undefined ? 'Default_Action' : 'attack',
      labels: [],
      countedRules: [],
      insertedHeaders: [],
      fidelity: 'documented',
      trace: [],
      record: bareRecord('attack'),
      ...(attack === 'custom' ? { response } : {}),
    };
  },
};
const guard: InspectingWebAcl = {
  id: 'Guard',
  name: 'guard',
  compiled,
  rules: [],
  defaultAction: 'allow',
  canBlock: true,
};

const NO_HOSTS: Links['hostEntry'] = () => undefined;
function links(hostEntry = NO_HOSTS): Links {
  const webAcl = (reference: Setting<Text> | undefined) => {
    if (reference === undefined) return { none: true } as const;
    if ('known' in reference && reference.known === 'arn:guard') return { webAcl: guard };
    return { unknown: 'no web ACL of that ARN is in the sources' };
  };
  return { hostEntry, webAcl };
}

function model(...resources: readonly Resource[]) {
  const diagnostics: Diagnostic[] = [];
  const input = { distributions: readDistributions(new Resources(resources), (one) => diagnostics.push(one)) };
  const hosts = new Map(distributionHosts(input).map((one): [string, HostEntry] => [one.host, one]));
  const joined = links((host) => hosts.get(host));
  const part = distributionPart(input, joined);
  const graph: GateGraph = {
    gates: new Map(part.gates.map((gate): [string, Gate] => [gate.id, gate])),
    entrances: part.entrances,
    applications: new Map(part.applications.map((one) => [one.id, one])),
    origins: [],
    assumptions: [],
    diagnostics: [...diagnostics, ...part.diagnostics],
  };
  return { part, graph, input, links: joined, diagnostics: graph.diagnostics };
}

type Like = Omit<RequestLike, 'url'> &
  Partial<Sender> & { readonly answer?: ApplicationFunction; readonly decide?: (identity: string) => boolean };

async function send(graph: GateGraph, url: string, { answer, decide, from = '203.0.113.7', ...like }: Like = {}) {
  const applications = answer ? Object.fromEntries([...graph.applications.keys()].map((id) => [id, answer])) : {};
  const rehearsal = rehearse(graph, { applications, ...(decide ? { decide } : {}) });
  const { response, journey, trace } = await rehearsal.fetch({ url, ...like }, { from, ...like });
  const body = response.body.kind === 'bytes' ? String.fromCharCode(...response.body.bytes) : '';
  return {
    status: response.status,
    headers: response.headers,
    body,
    journey,
    decisions: trace.map((one) => one.decision),
  };
}

/** What the origin received, where it was reached. */
async function received(
  graph: GateGraph,
  url: string,
  like: Like = {},
): Promise<{ readonly target: string; readonly headers: Headers }> {
  const { body, status } = await send(graph, url, like);
  expect(status).toBe(200);
  const echo: Echo = JSON.parse(body);
  return { target: echo.target, headers: echo.headers };
}

/** What the rules after the origin's call make of failures: status, and the reason on the page. */
function failuresOf(step: Step | undefined): readonly unknown[] {
  const call = callsOf(step)[0];
  const request = {
    method: 'GET',
    target: '/',
    httpVersion: '1.1',
    headers: [],
    body: NO_BODY,
    connection: { scheme: 'https', address: '203.0.113.7', port: 1, localPort: 443 },
  } as const;
  const facts = { requestId: 'id', now: 0, pointOfPresence: 'FRA60-P1' };
  return (['refused', 'timeout', 'tls'] as const).map((failure) => {
    const answer = (call?.after ?? []).reduce<Response>((response, rule) => {
      const result = rule.apply(response, { request, sent: request, facts, failure });
      return 'fetch' in result ? response : result;
    }, plain(502));
    const page = answer.body.kind === 'bytes' ? String.fromCharCode(...answer.body.bytes) : '';
    return [failure, answer.status, /size="1px">\n(.*)\n/.exec(page)?.[1]];
  });
}

function callsOf(step: Step | undefined): readonly Extract<Step, { do: 'call' }>[] {
  if (step?.do === 'call') return [step];
  if (step?.do === 'choose') return [...step.rules.map(({ then }) => then), step.otherwise].flatMap(callsOf);
  if (step?.do === 'inspect') return callsOf(step.allowed);
  return step?.do === 'rewrite' ? callsOf(step.next) : [];
}

const plain = (status: number, body = ''): Response => ({
  status,
  headers: [],
  body: { kind: 'bytes', bytes: Uint8Array.from(body, (letter) => letter.charCodeAt(0)) },
});

test('a request through the distribution reaches the origin with the key, the path and what CloudFront adds', async () => {
  const { graph } = model(edge({ WebACLId: 'arn:guard' }));
  const { target, headers } = await received(graph, 'https://d1a2b3.cloudfront.net/a?b=c', {
    headers: [
      ['x-api-key', 'mine'],
      ['User-Agent', 'curl'],
      ['X-Forwarded-For', '198.51.100.1'],
      ['X-Real-IP', '1.1.1.1'],
    ],
  });
  expect(target).toBe('/prod/a?b=c');
  expect(headerValues(headers, 'x-api-key')).toEqual(['a-key-of-32-characters-0123456789']);
  expect(headerValue(headers, 'host')).toBe('app.example.net');
  expect(headerValue(headers, 'user-agent')).toBe('curl');
  expect(headerValue(headers, 'x-forwarded-for')).toBe('198.51.100.1, 203.0.113.7');
  expect(headerValue(headers, 'via')).toMatch(/^1\.1 [0-9a-z]{32}\.cloudfront\.net \(CloudFront\)$/);
  expect(headerValue(headers, 'x-amz-cf-id')).toBe('rehearsal-1');
  expect(headerValue(headers, 'x-real-ip')).toBeUndefined();
});

test('the web ACL has inspected what reaches the origin, and nothing has where there is none', async () => {
  const guarded = await send(model(edge({ WebACLId: 'arn:guard' })).graph, 'https://d1a2b3.cloudfront.net/');
  expect(guarded.journey.inspectedBy).toEqual(['Guard']);
  const open = await send(model(edge()).graph, 'https://d1a2b3.cloudfront.net/');
  expect([open.journey.inspectedBy, open.journey.reached]).toEqual([[], ['http:https://app.example.net:443']]);
});

test('the web ACL refuses with the page of CloudFront', async () => {
  const blocked = await send(model(edge({ WebACLId: 'arn:guard' })).graph, 'https://d1a2b3.cloudfront.net/', {
    headers: { 'x-attack': '1' },
  });
  expect([blocked.status, blocked.journey.reached]).toEqual([403, []]);
  expect(blocked.body).toContain('Request blocked.');
});

test('a web ACL that is not in the sources leaves it undecided whether the request is blocked, and is reported', async () => {
  const { graph, diagnostics } = model(edge({ WebACLId: unknown('the parameter "Acl" has no value') }));
  expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-web-acl']);
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/')).journey.inspectedBy).toEqual([]);
  const blocked = await send(graph, 'https://d1a2b3.cloudfront.net/', {
    decide: (identity) => identity.includes('web ACL'),
  });
  expect(blocked.status).toBe(403);
});

test('CachingDisabled alone forwards neither query string nor headers, and User-Agent becomes Amazon CloudFront', async () => {
  const { OriginRequestPolicyId: _dropped, ...alone } = BEHAVIOR;
  const { target, headers } = await received(
    model(edge({ DefaultCacheBehavior: alone })).graph,
    'https://d1a2b3.cloudfront.net/a?b=c',
    {
      headers: { 'X-Custom': '1', Cookie: 'a=b', Authorization: 'Bearer x', 'User-Agent': 'curl' },
    },
  );
  expect(target).toBe('/prod/a');
  expect(headerValue(headers, 'user-agent')).toBe('Amazon CloudFront');
  for (const name of ['x-custom', 'cookie', 'authorization']) expect(headerValue(headers, name)).toBeUndefined();
});

test('AllViewer sends the Host of the viewer to the origin', async () => {
  const { graph } = model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, OriginRequestPolicyId: ALL_VIEWER } }));
  const { headers } = await received(graph, 'https://d1a2b3.cloudfront.net/');
  expect(headerValue(headers, 'host')).toBe('d1a2b3.cloudfront.net');
});

test('ForwardedValues remove Authorization for GET and keep it for POST', async () => {
  const { CachePolicyId: _c, OriginRequestPolicyId: _o, ...legacy } = BEHAVIOR;
  const { graph } = model(edge({ DefaultCacheBehavior: { ...legacy, ForwardedValues: { QueryString: true } } }));
  const authorization = { Authorization: 'Bearer x', 'X-Custom': '1' };
  const get = await received(graph, 'https://d1a2b3.cloudfront.net/?q', { headers: authorization });
  const post = await received(graph, 'https://d1a2b3.cloudfront.net/?q', { headers: authorization, method: 'POST' });
  expect([headerValue(get.headers, 'authorization'), headerValue(post.headers, 'authorization')]).toEqual([
    undefined,
    'Bearer x',
  ]);
  expect([get.target, headerValue(get.headers, 'x-custom')]).toEqual(['/prod/?q', '1']);
});

test('the Host decides which distribution answers: exact names before wildcards, without port and case', async () => {
  const first = edge({ Aliases: ['*.example.com'] });
  const second = edge({ Aliases: ['App.example.com'] }, 'Other', 'E9Z8');
  const { graph, part, input } = model(first, second);
  const answering = async (host: string) =>
    (await send(graph, 'https://d1a2b3.cloudfront.net/', { headers: { Host: host } })).journey.passed[1];
  expect(await answering('a.example.com')).toBe('distribution:Edge');
  expect(await answering('APP.EXAMPLE.COM:443')).toBe('distribution:Other');
  expect(await answering('d9z8.cloudfront.net')).toBe('distribution:Other');
  expect(await answering('example.com')).toBeUndefined();
  expect(part.entrances.map(({ id, gate, hosts }) => [id, gate, hosts])).toEqual([
    ['distribution:Edge', 'cloudfront', ['d1a2b3.cloudfront.net', 'www.example.com']],
    ['distribution:Other', 'cloudfront', ['d9z8.cloudfront.net', 'app.example.com']],
  ]);
  expect(distributionHosts(input).map(({ host }) => host)).toContain('*.example.com');
});

test('a Host that no distribution has is answered with 403 Bad request', async () => {
  const { status, body } = await send(model(edge()).graph, 'https://d1a2b3.cloudfront.net/', {
    headers: { Host: 'nobody.example' },
  });
  expect([status, body.includes('\nBad request.\n')]).toEqual([403, true]);
});

test('a distribution that is not enabled serves nothing', async () => {
  const { status, journey } = await send(model(edge({ Enabled: false })).graph, 'https://d1a2b3.cloudfront.net/');
  expect([status, journey.reached]).toEqual([403, []]);
});

test.each([
  ['whitelist', 'DE', 200],
  ['whitelist', 'FR', 403],
  ['whitelist', undefined, 200],
  ['blacklist', 'DE', 403],
  ['blacklist', 'FR', 200],
  ['blacklist', undefined, 200],
] as const)('a %s of DE answers a viewer from %s with %i', async (type, country, expected) => {
  const { graph } = model(
    edge({ WebACLId: 'arn:guard', Restrictions: { GeoRestriction: { RestrictionType: type, Locations: ['DE'] } } }),
  );
  const { status, body, journey } = await send(graph, 'https://d1a2b3.cloudfront.net/', country ? { country } : {});
  expect(status).toBe(expected);
  if (expected === 403)
    expect([journey.evaluations, body.includes('block access from your country')]).toEqual([[], true]);
});

test('path patterns are matched in order, raw, with regard to case, with or without a leading slash', async () => {
  const other = { ...ORIGIN, Id: 'other', DomainName: 'other.example.net', OriginPath: '' };
  const { graph } = model(
    edge({
      Origins: [ORIGIN, other],
      CacheBehaviors: [
        { ...BEHAVIOR, PathPattern: 'api/*', TargetOriginId: 'other' },
        { ...BEHAVIOR, PathPattern: '/api/?' },
      ],
    }),
  );
  const reached = async (path: string) =>
    (await send(graph, `https://d1a2b3.cloudfront.net${path}`)).journey.reached[0];
  expect(await reached('/api/x')).toBe('http:https://other.example.net:443');
  for (const path of ['/API/x', '//api/x', '/%61pi/x', '/ap/api/x', '/api'])
    expect(await reached(path)).toBe('http:https://app.example.net:443');
});

test('plain HTTP is redirected, refused or served, as the viewer protocol policy says', async () => {
  const status = async (policy: string) =>
    (
      await send(
        model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, ViewerProtocolPolicy: policy } })).graph,
        'http://d1a2b3.cloudfront.net/',
      )
    ).status;
  expect([await status('redirect-to-https'), await status('https-only'), await status('allow-all')]).toEqual([
    301, 403, 200,
  ]);
});

test('methods that are not allowed, a GET with a body and what is too long are refused', async () => {
  const { graph } = model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, AllowedMethods: ['GET', 'HEAD'] } }));
  const url = 'https://d1a2b3.cloudfront.net/';
  const post = await send(graph, url, { method: 'POST' });
  expect([post.status, post.body.includes('not configured to allow the HTTP request method')]).toEqual([403, true]);
  expect((await send(graph, url, { body: 'x' })).status).toBe(403);
  expect((await send(graph, `${url}${'a'.repeat(8192)}`)).status).toBe(413);
  expect((await send(graph, url, { headers: { 'x-long': 'a'.repeat(20_480) } })).status).toBe(413);
  expect(
    (
      await send(graph, url, {
        headers: [
          ['Host', 'd1a2b3.cloudfront.net'],
          ['Host', 'b'],
        ],
      })
    ).status,
  ).toBe(400);
  expect((await send(graph, `${url}${'a'.repeat(8000)}`)).status).toBe(200);
});

test('trusted key groups: an unsigned request gets MissingKey, a signed one goes on, and a wrong signature is undecided', async () => {
  const { graph } = model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, TrustedKeyGroups: ['group'] } }));
  const unsigned = await send(graph, 'https://d1a2b3.cloudfront.net/');
  expect([unsigned.status, unsigned.body]).toEqual([403, expect.stringContaining('<Code>MissingKey</Code>')]);
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/?Key-Pair-Id=K1')).status).toBe(200);
  const wrong = await send(graph, 'https://d1a2b3.cloudfront.net/?Key-Pair-Id=K1', { decide: () => false });
  expect([wrong.status, wrong.body]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
});

test('viewers without the client certificate that is required are refused, and whether one has it is undecided', async () => {
  const { graph } = model(edge({ ViewerMtlsConfig: { Mode: 'required' } }));
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/')).status).toBe(403);
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/', { decide: () => true })).status).toBe(200);
});

test('an edge function is not run: the request goes on, and whether the function answers is undecided', async () => {
  const association = { EventType: 'viewer-request', FunctionARN: 'arn:f' };
  const { graph } = model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, FunctionAssociations: [association] } }));
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/')).status).toBe(200);
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/', { decide: () => true })).journey.reached).toEqual([]);
});

test('a policy that is not known leaves open what is forwarded', async () => {
  const { graph } = model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, CachePolicyId: 'elsewhere' } }));
  const target = async (decide: (identity: string) => boolean) =>
    (await received(graph, 'https://d1a2b3.cloudfront.net/?a=b', { decide })).target;
  expect([await target(() => true), await target(() => false)]).toEqual(['/prod/?a=b', '/prod/']);
});

test('an origin that refuses gets 502, one that does not answer in time 504, with the pages of CloudFront', () => {
  const { part } = model(edge());
  const step = part.gates.find(({ id }) => id === 'distribution:Edge')?.start;
  expect(failuresOf(step)).toEqual([
    ['refused', 502, "CloudFront wasn't able to connect to the origin."],
    ['timeout', 504, expect.stringContaining('attempted to establish a connection')],
    ['tls', 502, expect.stringContaining('attempted to establish a connection')],
  ]);
});

const deployment = (traffic: Properties, names: readonly string[] = ['dstage.cloudfront.net']): Resource =>
  resource(
    'ContinuousDeploymentPolicy',
    'Deploy',
    { ContinuousDeploymentPolicyConfig: { Enabled: true, StagingDistributionDnsNames: names, TrafficConfig: traffic } },
    'deploy-1',
  );
const HEADER: Properties = { Type: 'SingleHeader', SingleHeaderConfig: { Header: 'aws-cf-cd-beta', Value: '1' } };
const WEIGHT: Properties = { Type: 'SingleWeight', SingleWeightConfig: { Weight: 0.1 } };

test('the header of a continuous deployment policy leads to the staging distribution and past the web ACL of the primary', async () => {
  const { graph, part } = model(
    edge({ WebACLId: 'arn:guard', ContinuousDeploymentPolicyId: 'deploy-1' }),
    edge({ Staging: true }, 'Stage', 'ESTAGE'),
    deployment(HEADER),
  );
  const url = 'https://d1a2b3.cloudfront.net/';
  expect((await send(graph, url)).journey.inspectedBy).toEqual(['Guard']);
  const staged = await send(graph, url, { headers: { 'aws-cf-cd-beta': '1' } });
  expect([staged.status, staged.journey.inspectedBy, staged.journey.passed[1]]).toEqual([
    200,
    [],
    'distribution:Stage',
  ]);
  expect(part.entrances.map(({ id }) => id)).toEqual(['distribution:Edge']);
  expect((await send(graph, url, { headers: { Host: 'dstage.cloudfront.net' } })).status).toBe(403);
});

test('the weight of a continuous deployment policy is undecided', async () => {
  const { graph } = model(
    edge({ WebACLId: 'arn:guard', ContinuousDeploymentPolicyId: 'deploy-1' }),
    edge({ Staging: true }, 'Stage', 'ESTAGE'),
    deployment(WEIGHT),
  );
  const staged = await send(graph, 'https://d1a2b3.cloudfront.net/', {
    decide: (identity) => identity.includes('weight'),
  });
  expect(staged.journey.passed[1]).toBe('distribution:Stage');
});

test('a staging distribution that is not in the sources may let a request past the web ACL', async () => {
  const { graph } = model(
    edge({ WebACLId: 'arn:guard', ContinuousDeploymentPolicyId: 'deploy-1' }),
    deployment(HEADER, ['dother.cloudfront.net']),
  );
  const like = { headers: { 'aws-cf-cd-beta': '1' } };
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/', like)).journey.inspectedBy).toEqual(['Guard']);
  const past = await send(graph, 'https://d1a2b3.cloudfront.net/', { ...like, decide: () => true });
  expect([past.status, past.journey.inspectedBy]).toEqual([200, []]);
});

test('a tenant that disables the web ACL is served uninspected under its own domain', async () => {
  const tenant = (id: string, custom: Properties) =>
    resource(
      'DistributionTenant',
      id,
      { DistributionId: 'E1A2B3', Name: id, Domains: [`${id.toLowerCase()}.example.com`], ...custom },
      id,
    );
  const { graph, part } = model(
    edge({ WebACLId: 'arn:guard', ConnectionMode: 'tenant-only' }),
    tenant('Safe', {}),
    tenant('Open', { Customizations: { WebAcl: { Action: 'disable' } } }),
  );
  const inspectedBy = async (host: string) => (await send(graph, `https://${host}/`)).journey.inspectedBy;
  expect([await inspectedBy('safe.example.com'), await inspectedBy('open.example.com')]).toEqual([['Guard'], []]);
  expect((await send(graph, 'https://safe.example.com/', { headers: { Host: 'd1a2b3.cloudfront.net' } })).status).toBe(
    403,
  );
  expect(part.entrances.map(({ hosts }) => hosts)).toEqual([['safe.example.com'], ['open.example.com']]);
});

test('an origin group may fail over to its second member for GET, not for POST', async () => {
  const second = { ...ORIGIN, Id: 'second', DomainName: 'second.example.net' };
  const group = {
    Id: 'both',
    FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [503] } },
    Members: { Quantity: 2, Items: [{ OriginId: 'app' }, { OriginId: 'second' }] },
  };
  const {
    graph,
    input,
    links: joined,
  } = model(
    edge({
      Origins: [ORIGIN, second],
      OriginGroups: { Quantity: 1, Items: [group] },
      DefaultCacheBehavior: { ...BEHAVIOR, TargetOriginId: 'both' },
    }),
  );
  const reached = async (method: string, fails: boolean) =>
    (await send(graph, 'https://d1a2b3.cloudfront.net/', { method, decide: () => fails })).journey.reached;
  expect(await reached('GET', false)).toEqual(['http:https://app.example.net:443']);
  expect(await reached('GET', true)).toEqual(['http:https://second.example.net:443']);
  expect(await reached('POST', true)).toEqual(['http:https://app.example.net:443']);
  expect(distributionOrigins(input, joined).map(({ origin }) => origin)).toEqual([
    'app.example.net',
    'second.example.net',
  ]);
});

test('the answer of the origin gets the headers of CloudFront and loses those of its connection', async () => {
  const answer: ApplicationFunction = () => ({
    ...plain(404),
    headers: [
      ['Server', 'nginx'],
      ['Via', '1.1 varnish'],
      ['Connection', 'close'],
      ['Set-Cookie', 'a=b'],
    ],
  });
  const { status, headers } = await send(
    model(edge({ HttpVersion: 'http2and3' })).graph,
    'https://d1a2b3.cloudfront.net/',
    { answer },
  );
  expect([status, headerValue(headers, 'x-cache'), headerValue(headers, 'server')]).toEqual([
    404,
    'Error from cloudfront',
    'nginx',
  ]);
  expect(headerValue(headers, 'via')).toMatch(/^1\.1 varnish, 1\.1 [0-9a-z]{32}\.cloudfront\.net \(CloudFront\)$/);
  expect([headerValue(headers, 'connection'), headerValue(headers, 'set-cookie')]).toEqual([undefined, 'a=b']);
  expect(headerValue(headers, 'alt-svc')).toBe('h3=":443"; ma=86400');
});

test('a custom error response puts a page in the place of an error, once', async () => {
  const errors = [
    { ErrorCode: 404, ResponsePagePath: '/index.html', ResponseCode: 200 },
    { ErrorCode: 403, ResponsePagePath: '/403.html', ResponseCode: 403 },
    { ErrorCode: 500, ErrorCachingMinTTL: 1 },
  ];
  const { graph } = model(edge({ WebACLId: 'arn:guard', CustomErrorResponses: errors }));
  const asked: string[] = [];
  const answer: ApplicationFunction = ({ target, method }) => {
    asked.push(`${method} ${target}`);
    return target.endsWith('.html') ? plain(200, 'page') : target.endsWith('/500') ? plain(500, 'own') : plain(404);
  };
  const page = await send(graph, 'https://d1a2b3.cloudfront.net/missing', { answer, method: 'POST', body: 'x' });
  expect([page.status, page.body, asked]).toEqual([200, 'page', ['POST /prod/missing', 'GET /prod/index.html']]);
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/500', { answer })).body).toBe('own');
  const broken = await send(graph, 'https://d1a2b3.cloudfront.net/index.html', { answer: () => plain(404) });
  expect(broken.status).toBe(404);
});

test('the response that the author of a web ACL wrote is not replaced by an error page', async () => {
  const { graph } = model(
    edge({
      WebACLId: 'arn:guard',
      CustomErrorResponses: [{ ErrorCode: 418, ResponsePagePath: '/page.html', ResponseCode: 200 }],
    }),
  );
  const { status, journey } = await send(graph, 'https://d1a2b3.cloudfront.net/', {
    headers: { 'x-attack': 'custom' },
  });
  expect([status, journey.reached]).toEqual([418, []]);
});

test('distributions in a chain: the second answers, the third is refused', async () => {
  const next = (domain: string): Properties => ({ ...ORIGIN, OriginPath: '', DomainName: domain });
  const {
    graph,
    input,
    links: joined,
    part,
  } = model(
    edge({ Origins: [next('dtwo.cloudfront.net')] }),
    edge({}, 'Two', 'ETWO'),
    edge({ Origins: [next('d1a2b3.cloudfront.net')] }, 'Three', 'ETHREE'),
  );
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/')).status).toBe(200);
  expect((await send(graph, 'https://dthree.cloudfront.net/')).status).toBe(403);
  expect(distributionOrigins(input, joined).map(({ distribution, origin }) => [distribution, origin])).toEqual([
    ['Edge', 'Two'],
    ['Two', 'app.example.net'],
    ['Three', 'Edge'],
  ]);
  expect(part.origins.get('Two')?.gates).toEqual(['distribution:Two']);
});

test('a host outside, an unmodelled origin and an unknown domain name are origins of which nothing can be proved', () => {
  const named = (DomainName: Json, more: Properties = {}) =>
    model(edge({ Origins: [{ Id: 'app', DomainName, ...more }] }));
  const why = (DomainName: Json, more: Properties = {}) => {
    const { input, links: joined } = named(DomainName, more);
    return distributionOrigins(input, joined).map(({ unknown: reason }) => reason)[0];
  };
  expect(why('app.example.net')).toBe(
    'the host "app.example.net" is outside the sources: whether it answers others than CloudFront cannot be seen',
  );
  expect(why('bucket.s3.eu-west-1.amazonaws.com', { S3OriginConfig: {} })).toBe('a bucket is not modelled yet');
  expect(why('lb-1.eu-west-1.elb.amazonaws.com')).toBe('a load balancer is not modelled yet');
  expect(why('abc.lambda-url.eu-west-1.on.aws')).toBe('a function URL is not modelled yet');
  expect(why(unknown('an import'))).toBe("the origin's domain name is not known: an import");
  expect(named('lb-1.eu-west-1.elb.amazonaws.com').diagnostics.map(({ code }) => code)).toEqual(['unmodelled-origin']);
});

test('a behavior that names no origin is reported and answers 502', async () => {
  const { graph, diagnostics } = model(edge({ DefaultCacheBehavior: { ...BEHAVIOR, TargetOriginId: 'nowhere' } }));
  expect(diagnostics.map(({ code }) => code)).toEqual(['unresolved-reference']);
  expect((await send(graph, 'https://d1a2b3.cloudfront.net/')).status).toBe(502);
});

test('origins, custom headers and tenants that are not known are named as such', () => {
  const why = (config: Properties) => {
    const { input, links: joined } = model(edge(config));
    return distributionOrigins(input, joined).map(({ origin, unknown: reason }) => [origin, reason]);
  };
  expect(why({ Origins: unknown('an import') })).toEqual([
    ['app', 'the origins of distribution "Edge" are not known: an import'],
  ]);
  expect(why({ DefaultCacheBehavior: { ...BEHAVIOR, TargetOriginId: 'nowhere' } })).toEqual([
    ['nowhere', 'distribution "Edge" has no such origin'],
  ]);
  const api = (config: Properties) => {
    const { input, links: joined } = model(edge(config));
    const hostEntry = (host: string) => ({ host, gate: 'rest-api:Api', origin: 'Api' });
    return distributionOrigins(input, { ...joined, hostEntry })[0];
  };
  expect(api({})).toMatchObject({ origin: 'Api', host: 'app.example.net' });
  expect(api({})).not.toHaveProperty('unknown');
  expect(api({ Origins: [{ ...ORIGIN, OriginCustomHeaders: unknown('an import') }] })?.unknown).toBe(
    'the custom headers of the origin are not known: an import',
  );
  expect(api({ ConnectionMode: 'tenant-only' })?.unknown).toBe(
    'the tenants of distribution "Edge" are not in the sources',
  );
  const association = { EventType: 'viewer-request', FunctionARN: 'arn:f' };
  expect(api({ DefaultCacheBehavior: { ...BEHAVIOR, FunctionAssociations: [association] } })?.unknown).toBe(
    'a CloudFront function of distribution "Edge" is not modelled yet',
  );
  const onAnswers = { EventType: 'viewer-response', FunctionARN: 'arn:f' };
  expect(api({ DefaultCacheBehavior: { ...BEHAVIOR, FunctionAssociations: [onAnswers] } })).not.toHaveProperty(
    'unknown',
  );
});

test('the default root object takes the place of the root alone', async () => {
  const { graph } = model(edge({ DefaultRootObject: 'index.html' }));
  expect((await received(graph, 'https://d1a2b3.cloudfront.net/?a=b')).target).toBe('/prod/index.html?a=b');
  expect((await received(graph, 'https://d1a2b3.cloudfront.net/dir/')).target).toBe('/prod/dir/');
});

test('an origin that matches the viewer is asked over the protocol and the port of the viewer', async () => {
  const origin = {
    Id: 'app',
    DomainName: 'app.example.net',
    CustomOriginConfig: { OriginProtocolPolicy: 'match-viewer', HTTPPort: 8080, HTTPSPort: 8443 },
  };
  const { graph } = model(
    edge({ Origins: [origin], DefaultCacheBehavior: { ...BEHAVIOR, ViewerProtocolPolicy: 'allow-all' } }),
  );
  const reached = async (scheme: string) => (await send(graph, `${scheme}://d1a2b3.cloudfront.net/`)).journey.reached;
  expect([await reached('http'), await reached('https')]).toEqual([
    ['http:http://app.example.net:8080'],
    ['http:https://app.example.net:8443'],
  ]);
});

test('an architecture without distributions adds nothing', () => {
  const { part } = model();
  expect(part).toMatchObject({ gates: [], entrances: [], applications: [], diagnostics: [] });
});
