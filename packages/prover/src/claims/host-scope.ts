import { isOpaque } from '@sallyport/architecture';
import {
  allTests,
  applyTextRewrite,
  type Condition,
  type Entrance,
  type GateGraph,
  type InspectingWebAcl,
  type Matcher,
  type Origin,
  type Test,
  type Traveller,
} from '@sallyport/gates';
import { withHeader } from '@sallyport/http';
import { MemoryCounters } from '@sallyport/waf';
import { belongsTo, Languages, type PatternMatcher, patternLanguage } from '../language/index.ts';
import { ATTACKS } from '../web-acl-lint/requests/attack.ts';
import { webAclRules } from './conditions.ts';
import { doorGates } from './doors.ts';
import { carried, examples, plainRequest } from './probe.ts';
import type { HostDependence, Witness } from './proof.ts';

/**
 * Rules that hang on the host name together with something that only a running system decides, such as a rate that is counted
 * under one name: under another name of the entrance they never match. (Where nothing is undecided the prover compares request
 * by request.) There may be several for a rule: those with an attack that it stops stand before those with a plain request.
 */
export function hostScopes(graph: GateGraph, origin: Origin, entrance: Entrance): readonly HostDependence[] {
  const scopes = rulesUnderOneName(graph, origin, entrance);
  return [...scopes.flatMap(({ webAcl, plain }) => attacks(webAcl, plain)), ...scopes.map(({ plain }) => plain)];
}

interface Scope {
  readonly webAcl: InspectingWebAcl;
  readonly plain: HostDependence;
}

function rulesUnderOneName(graph: GateGraph, origin: Origin, entrance: Entrance): readonly Scope[] {
  const hosts = entrance.hosts.filter((host) => !host.includes('*')).map((host) => host.toLowerCase());
  return doorGates(graph, origin).flatMap((gate) =>
    webAclRules(gate).flatMap(({ name, action, when, webAcl }): Scope[] => {
      if (action === 'allow') return [];
      const from = hosts.find((host) => holds(when, host) === undefined);
      const to = hosts.find((host) => holds(when, host) === false);
      if (from === undefined || to === undefined) return [];
      const under = (host: string): Witness => suitedTo(when, entrance, host);
      const plain = { blocked: under(from), escaping: under(to), host: to, webAcl: webAcl.id, rule: name };
      return [{ webAcl, plain }];
    }),
  );
}

/** Few are enough: the first that comes to the origin is shown. */
const MOST_ATTACKS = 8;

/** The same with an attack in it that the rule stops under the one name and the web ACL lets through under the other. */
function attacks({ compiled }: InspectingWebAcl, plain: HostDependence): readonly HostDependence[] {
  const decided = ({ request }: Witness) => compiled.evaluate(request, new MemoryCounters(), 0);
  const found = ATTACKS.map(({ request }): HostDependence => {
    const within = (witness: Witness): Witness => ({ ...witness, request: carried(request, witness.request) });
    return { ...plain, blocked: within(plain.blocked), escaping: within(plain.escaping) };
  }).filter(({ blocked, escaping }) => {
    const { terminatingRule, terminatingRuleInGroup } = decided(blocked);
    const stopping =
      terminatingRuleInGroup === undefined ? terminatingRule : `${terminatingRule}#${terminatingRuleInGroup}`;
    return stopping === plain.rule && decided(escaping).action === 'ALLOW';
  });
  return found.slice(0, MOST_ATTACKS);
}

/** A request that meets what else a rule asks for, as far as that is easily said. */
function suitedTo(when: Condition, entrance: Entrance, host: string): Witness {
  const plain = plainRequest(entrance, 'GET', `${entrance.basePath}/`, host);
  const request = allTests(when).reduce(suited, plain);
  return { request, gate: entrance.gate, grants: () => true, rests: [] };
}

function suited(request: Traveller, test: Test): Traveller {
  if (test.test === 'address') {
    const address = test.in.cidrs[0]?.split('/')[0];
    return address === undefined ? request : { ...request, connection: { ...request.connection, address } };
  }
  const [text] = test.test === 'text' ? examples(test.matches) : [];
  if (test.test !== 'text' || text === undefined) return request;
  if (test.on === 'method') return { ...request, method: text };
  if (test.on === 'path') return { ...request, target: text.startsWith('/') ? text : `/${text}` };
  if (test.on === 'country') return { ...request, connection: { ...request.connection, country: text } };
  const header = /^header:(.+)$/.exec(test.on)?.[1];
  return header === undefined ? request : { ...request, headers: withHeader(request.headers, header, text) };
}

/** Whether a condition holds of every request with this host, of none (false), or of some (undefined). */
function holds(condition: Condition, host: string): boolean | undefined {
  if ('all' in condition) return every(condition.all.map((part) => holds(part, host)));
  if ('any' in condition) return negated(every(condition.any.map((part) => negated(holds(part, host)))));
  if ('not' in condition) return negated(holds(condition.not, host));
  return testHolds(condition, host);
}

const negated = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

function every(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

function testHolds(test: Test, host: string): boolean | undefined {
  if (test.test !== 'text' || test.on !== 'host') return undefined;
  const text = (test.through ?? []).reduce((now, rewrite) => applyTextRewrite(rewrite, now), host);
  return matches(test.matches, text);
}

function matches(matcher: Matcher, text: string): boolean | undefined {
  const fold =
    'fold' in matcher && matcher.fold ? (one: string): string => one.toLowerCase() : (one: string): string => one;
  const given = fold(text);
  switch (matcher.is) {
    case 'equal':
      return isOpaque(matcher.to) ? undefined : fold(matcher.to) === given;
    case 'one-of':
      if (matcher.of.some((one) => !isOpaque(one) && fold(one) === given)) return true;
      return matcher.of.some(isOpaque) ? undefined : false;
    case 'starting-with':
      return given.startsWith(fold(matcher.text));
    case 'ending-with':
      return given.endsWith(fold(matcher.text));
    case 'containing':
      return given.includes(fold(matcher.text));
    default:
      return inPattern(matcher, text);
  }
}

function inPattern(matcher: PatternMatcher, text: string): boolean | undefined {
  const languages = new Languages();
  const language = patternLanguage(languages, matcher);
  return language && belongsTo(languages, language, text);
}

/** Patterns on the host name that are not understood, by the rules that ask for them. */
export function unreadHostTests(graph: GateGraph, origin: Origin): readonly string[] {
  return doorGates(graph, origin).flatMap((gate) =>
    webAclRules(gate).flatMap(({ name, when, webAcl }) =>
      allTests(when).flatMap((test) =>
        test.test === 'text' && test.on === 'host' && test.matches.is === 'regex' && !isRead(test.matches)
          ? [
              `whether rule "${name}" of web ACL "${webAcl.id}" matches a host name: "${test.matches.source}" is not understood`,
            ]
          : [],
      ),
    ),
  );
}

const isRead = (matcher: PatternMatcher): boolean => patternLanguage(new Languages(), matcher) !== undefined;
