import type { Text } from '@sallyport/architecture';
import {
  type AddressSet,
  applyTextRewrite,
  attributeValues,
  CLOUDFRONT_BLOCKS,
  type Condition,
  type GateGraph,
  type GateId,
  type InspectingWebAcl,
  type Matcher,
  type Rewrite,
  type Selection,
  type Step,
  type Test,
  type Traveller,
} from '@sallyport/gates';
import { cookies, headerValues, joinTarget, splitTarget, withHeader, withoutHeader } from '@sallyport/http';
import ipaddr from 'ipaddr.js';

/** What this interpreter takes for given where only a running system knows. */
export interface World {
  readonly decide: (identity: string) => boolean;
  readonly grants: (identity: string) => boolean;
  readonly spell: (text: Text) => string;
}

export interface Arrived {
  readonly application: string;
  readonly inspectedBy: readonly string[];
  readonly passed: readonly GateId[];
}

/**
 * A third opinion beside the prover and the runtime: one request, step by step, as the contracts of the gates read, with
 * native regular expressions and no regard to speed.
 */
export function arrive(graph: GateGraph, entrance: GateId, sent: Traveller, world: World): Arrived | undefined {
  let request = sent;
  let step = graph.gates.get(entrance)?.start;
  const inspectedBy: string[] = [];
  const passed = [entrance];
  while (step) {
    switch (step.do) {
      case 'choose': {
        const now = request;
        const rule = step.rules.find(({ when }) => holds(when, now, world));
        step = rule ? rule.then : step.otherwise;
        break;
      }
      case 'rewrite':
        for (const by of step.by) request = rewrite(by, request, world);
        step = step.next;
        break;
      case 'inspect':
        if (!allowed(step, request, world)) return undefined;
        if (canBlock(step.webAcl, world)) inspectedBy.push(step.webAcl.id);
        step = step.allowed;
        break;
      case 'meter':
        step = step.within;
        break;
      case 'consult':
        step = world.grants(step.identity) ? step.granted : step.denied;
        break;
      case 'call':
        if ('application' in step.to) return { application: step.to.application, inspectedBy, passed };
        passed.push(step.to.gate);
        step = graph.gates.get(step.to.gate)?.start;
        break;
      case 'answer':
        return undefined;
    }
  }
  return undefined;
}

function allowed({ webAcl }: Extract<Step, { do: 'inspect' }>, request: Traveller, world: World): boolean {
  for (const rule of webAcl.rules) {
    if (!holds(rule.when, request, world)) continue;
    if (rule.action === 'challenge' && world.decide(`challenge ${webAcl.id} ${rule.name}`)) continue;
    return rule.action === 'allow';
  }
  return webAcl.defaultAction === 'allow';
}

const canBlock = ({ id, canBlock: known }: InspectingWebAcl, { decide }: World): boolean =>
  typeof known === 'boolean' ? known : decide(`web ACL ${id} can block`);

export function holds(condition: Condition, request: Traveller, world: World): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, request, world));
  if ('any' in condition) return condition.any.some((part) => holds(part, request, world));
  if ('not' in condition) return !holds(condition.not, request, world);
  return testHolds(condition, request, world);
}

function testHolds(test: Test, request: Traveller, world: World): boolean {
  switch (test.test) {
    case 'text':
      return attributeValues(request, test.on).some((value) => {
        const text = (test.through ?? []).reduce((now, by) => applyTextRewrite(by, now), value);
        return matches(test.matches, text, world);
      });
    case 'present':
      return attributeValues(request, test.on).length > 0;
    case 'address':
      return lies(request.connection.address, test.in);
    case 'undecided':
      return test.heldBy === 'credential' ? world.grants(test.identity) : world.decide(test.identity);
    case 'limit':
      return false;
  }
}

const CLOUDFRONT = '130.176.0.1';
/** "Every address that CloudFront connects to origins from", as far as it is published. */
const blocks = (set: AddressSet): readonly string[] =>
  set.includes === 'cloudfront' ? [...set.cidrs, ...CLOUDFRONT_BLOCKS] : set.cidrs;

const parsed = new Map<string, [ipaddr.IPv4 | ipaddr.IPv6, number]>();

function parsedBlock(cidr: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const block = parsed.get(cidr) ?? ipaddr.parseCIDR(cidr);
  parsed.set(cidr, block);
  return block;
}

function lies(address: string, set: AddressSet): boolean {
  const peer = ipaddr.parse(address);
  return blocks(set).some((cidr) => {
    const [network, bits] = parsedBlock(cidr);
    if (peer instanceof ipaddr.IPv4) return network instanceof ipaddr.IPv4 && peer.match(network, bits);
    return network instanceof ipaddr.IPv6 && peer instanceof ipaddr.IPv6 && peer.match(network, bits);
  });
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function matches(matcher: Matcher, text: string, { spell }: World): boolean {
  const same = (wanted: Text, fold: boolean | undefined): boolean =>
    fold ? lower(spell(wanted)) === lower(text) : spell(wanted) === text;
  const found = (source: string, fold: boolean | undefined): boolean =>
    new RegExp(source, fold ? 'si' : 's').test(text);
  switch (matcher.is) {
    case 'equal':
      return same(matcher.to, matcher.fold);
    case 'one-of':
      return matcher.of.some((wanted) => same(wanted, matcher.fold));
    case 'starting-with':
      return found(`^${quoted(matcher.text)}`, matcher.fold);
    case 'ending-with':
      return found(`${quoted(matcher.text)}$`, matcher.fold);
    case 'containing':
      return found(quoted(matcher.text), matcher.fold);
    case 'glob':
      return found(`^${globSource(matcher.pattern, matcher.escapes === true)}$`, matcher.fold);
    case 'resource-path':
      return matcher.template === '/' ? text === '/' : found(`^${templateSource(matcher.template)}/?$`, false);
    case 'regex':
      return new RegExp(matcher.source, matcher.fold ? 'i' : '').test(text);
  }
}

const globSource = (pattern: string, escapes: boolean): string =>
  pattern.replace(escapes ? /\\.|./gs : /./gs, (piece) => {
    if (piece === '*') return '.*';
    if (piece === '?') return '.';
    return quoted(piece.length === 2 ? piece.slice(1) : piece);
  });

const templateSource = (template: string): string =>
  template
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => (segment.endsWith('+}') ? '/.+' : segment.startsWith('{') ? '/[^/]+' : `/${quoted(segment)}`))
    .join('');

function rewrite(by: Rewrite, request: Traveller, world: World): Traveller {
  const { headers } = request;
  const { path, query } = splitTarget(request.target);
  switch (by.do) {
    case 'set-header':
      return {
        ...request,
        headers:
          by.text === undefined ? withoutHeader(headers, by.name) : withHeader(headers, by.name, world.spell(by.text)),
      };
    case 'set-fact':
      return { ...request, headers: withFact(by, request) };
    case 'select-headers':
      return {
        ...request,
        headers: headers.filter(([name]) => /^(host|cookie)$/i.test(name) || kept(by.select, name, lower)),
      };
    case 'select-query':
      return { ...request, target: joinTarget({ path, query: selectedQuery(query, by.select) }) };
    case 'select-cookies':
      return { ...request, headers: selectedCookies(request, by.select) };
    case 'map':
      return mapped(by, request);
    case 'set':
      if (by.on === 'method') return { ...request, method: by.text };
      return { ...request, target: joinTarget(by.on === 'path' ? { path: by.text, query } : { path, query: by.text }) };
    case 'copy': {
      const [value] = attributeValues(request, by.from);
      if (value === undefined) return request;
      return by.to === 'method'
        ? { ...request, method: value }
        : { ...request, headers: withHeader(headers, 'Host', value) };
    }
    case 'connect':
      return connected(by, request);
    case 'sign': {
      const { principal: _before, ...unsigned } = request;
      return by.principal === undefined ? unsigned : { ...unsigned, principal: by.principal };
    }
  }
}

function mapped(by: Extract<Rewrite, { do: 'map' }>, request: Traveller): Traveller {
  const { path, query } = splitTarget(request.target);
  const change = (text: string): string => applyTextRewrite(by.by, text);
  switch (by.on) {
    case 'method':
      return { ...request, method: change(request.method) };
    case 'path':
      return { ...request, target: joinTarget({ path: change(path), query }) };
    case 'query':
      return query === undefined ? request : { ...request, target: joinTarget({ path, query: change(query) }) };
    case 'host':
      return {
        ...request,
        headers: request.headers.map(([name, value]) => [name, lower(name) === 'host' ? change(value) : value]),
      };
  }
}

function withFact({ name, fact, append }: Extract<Rewrite, { do: 'set-fact' }>, { headers, connection }: Traveller) {
  const value = fact === 'client-address' ? connection.address : fact === 'country' ? connection.country : 'something';
  if (append)
    return value === undefined
      ? headers
      : withHeader(headers, name, [...headerValues(headers, name), value].join(', '));
  return value === undefined ? withoutHeader(headers, name) : withHeader(headers, name, value);
}

function kept(select: Selection, name: string, spelling: (name: string) => string = (text) => text): boolean {
  if (select.keep === 'all' || select.keep === 'none') return select.keep === 'all';
  return select.names.map(spelling).includes(spelling(name)) === (select.keep === 'only');
}

function selectedQuery(query: string | undefined, select: Selection): string | undefined {
  if (query === undefined || query === '') return query;
  const left = query.split('&').filter((piece) => kept(select, piece.split('=')[0] ?? ''));
  return left.length === 0 ? undefined : left.join('&');
}

function selectedCookies({ headers }: Traveller, select: Selection) {
  if (select.keep === 'all') return headers;
  const left = cookies(headers).filter(({ name }) => kept(select, name));
  const text = left.map(({ name, value }) => (name === '' ? value : `${name}=${value}`)).join('; ');
  return left.length === 0 ? withoutHeader(headers, 'cookie') : withHeader(headers, 'Cookie', text);
}

function connected(by: Extract<Rewrite, { do: 'connect' }>, request: Traveller): Traveller {
  const scheme = by.scheme === 'unchanged' ? request.connection.scheme : by.scheme;
  const tls = {
    ...(by.serverName === undefined ? {} : { serverName: by.serverName }),
    ...(by.clientCertificate === undefined ? {} : { clientCertificate: { identity: by.clientCertificate } }),
  };
  const address = 'set' in by.from ? CLOUDFRONT : by.from.address;
  const connection = { scheme, address, port: 1, localPort: by.port };
  return { ...request, connection: scheme === 'https' ? { ...connection, tls } : connection };
}
