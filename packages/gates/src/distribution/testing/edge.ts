import {
  type Resource,
  Resources,
  readDistributions,
  type Setting,
  type Text,
  type Value,
} from '@sallyport/architecture';
import { type Diagnostic, type Headers, headerValue, NO_BODY, type Place, type Response } from '@sallyport/http';
import { type ApplicationFunction, type Echo, type RequestLike, rehearse, type Sender } from '@sallyport/runtime';
import { bareRecord, type CompiledWebAcl } from '@sallyport/waf';
import type { Gate, GateGraph } from '../../graph.ts';
import type { HostEntry, Links } from '../../part.ts';
import type { InspectingWebAcl, Step } from '../../step.ts';
import { distributionHosts, distributionPart } from '../distribution-part.ts';

export type Json = string | number | boolean | Value | readonly Json[] | { readonly [key: string]: Json };
export type Properties = { readonly [key: string]: Json };
export const place: Place = { file: 'template.yaml', line: 1, column: 1 };
export const unknown = (reason: string): Value => ({ kind: 'unknown', reason, identity: reason, place });

export function value(json: Json): Value {
  if (typeof json !== 'object') return { kind: 'scalar', value: json, place };
  if (Array.isArray(json)) return { kind: 'list', items: json.map(value), place };
  if ('place' in json) return json as Value;
  return { kind: 'map', entries: new Map(Object.entries(json).map(([key, child]) => [key, value(child)])), place };
}

export function resource(type: string, logicalId: string, properties: Properties, physicalId: string): Resource {
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

export const ORIGIN: Properties = {
  Id: 'app',
  DomainName: 'app.example.net',
  OriginPath: '/prod',
  CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
  OriginCustomHeaders: [{ HeaderName: 'x-api-key', HeaderValue: 'a-key-of-32-characters-0123456789' }],
};
export const DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
export const EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
export const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';
export const METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'];
export const BEHAVIOR: Properties = {
  TargetOriginId: 'app',
  ViewerProtocolPolicy: 'redirect-to-https',
  AllowedMethods: METHODS,
  CachePolicyId: DISABLED,
  OriginRequestPolicyId: EXCEPT_HOST,
};
export const edge = (config: Properties = {}, id = 'Edge', physicalId = 'E1A2B3'): Resource =>
  resource(
    'Distribution',
    id,
    { DistributionConfig: { Enabled: true, Origins: [ORIGIN], DefaultCacheBehavior: BEHAVIOR, ...config } },
    physicalId,
  );

/** A web ACL that blocks what carries the header x-attack. */
export const compiled: CompiledWebAcl = {
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
export const guard: InspectingWebAcl = {
  id: 'Guard',
  name: 'guard',
  compiled,
  rules: [],
  defaultAction: 'allow',
  canBlock: true,
};

export const NO_HOSTS: Links['hostEntry'] = () => undefined;
export function links(hostEntry = NO_HOSTS): Links {
  const webAcl = (reference: Setting<Text> | undefined) => {
    if (reference === undefined) return { none: true } as const;
    if ('known' in reference && reference.known === 'arn:guard') return { webAcl: guard };
    return { unknown: 'no web ACL of that ARN is in the sources' };
  };
  return { hostEntry, webAcl };
}

export function model(...resources: readonly Resource[]) {
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

export type Like = Omit<RequestLike, 'url'> &
  Partial<Sender> & { readonly answer?: ApplicationFunction; readonly decide?: (identity: string) => boolean };

export async function send(
  graph: GateGraph,
  url: string,
  { answer, decide, from = '203.0.113.7', ...like }: Like = {},
) {
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
export async function received(
  graph: GateGraph,
  url: string,
  like: Like = {},
): Promise<{ readonly target: string; readonly headers: Headers }> {
  const { body, status } = await send(graph, url, like);
  if (status !== 200) throw new Error(`status ${status}, expected an answer of the origin`);
  const echo: Echo = JSON.parse(body);
  return { target: echo.target, headers: echo.headers };
}

/** What the rules after the origin's call make of failures: status, and the reason on the page. */
export function failuresOf(step: Step | undefined): readonly unknown[] {
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

export function callsOf(step: Step | undefined): readonly Extract<Step, { do: 'call' }>[] {
  if (step?.do === 'call') return [step];
  if (step?.do === 'choose') return [...step.rules.map(({ then }) => then), step.otherwise].flatMap(callsOf);
  if (step?.do === 'inspect') return callsOf(step.allowed);
  return step?.do === 'rewrite' ? callsOf(step.next) : [];
}

export const plain = (status: number, body = ''): Response => ({
  status,
  headers: [],
  body: { kind: 'bytes', bytes: Uint8Array.from(body, (letter) => letter.charCodeAt(0)) },
});
