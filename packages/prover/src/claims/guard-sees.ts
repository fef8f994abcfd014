import {
  allTests,
  type Condition,
  type Entrance,
  type Gate,
  type GateGraph,
  type GateId,
  type Origin,
  type Outcome,
  type Replay,
  type Step,
  stepsOf,
  type Test,
} from '@sallyport/gates';
import { undecidedBlocking, undecidedTests, webAclRules } from './conditions.ts';
import { doorGates, frontEntrances } from './doors.ts';
import { hostScopes, unreadHostTests } from './host-scope.ts';
import { plainRequest } from './probe.ts';
import type { HostDependence, HostDependences } from './proof.ts';
import type { Blindness, ClaimState, Judged } from './verdicts.ts';
import { type FindWavedThrough, wavedAt } from './waved-through.ts';

export interface Guard {
  readonly judged: Judged<ClaimState>;
  readonly blindnesses: readonly Blindness[];
}

/** Finds where a web ACL's decision hangs on the host name alone (the prover's `hostDependence`). */
export type FindDependence = (entrance: Entrance) => HostDependences;

/** What the guard is looked at with. */
export interface Looking {
  readonly dependence: FindDependence;
  readonly wavedThrough: FindWavedThrough;
  readonly replay: Replay;
}

/**
 * The claim "the guard sees", as far as it is checked: that no web ACL before this origin decides by the host name where the
 * same request under another of the entrance's names goes by, and that none lets a client through on its own word that it would
 * refuse without. Without a web ACL there is no guard that could be blind (that none stands there is the business of "no side
 * door").
 */
export function guardSees(graph: GateGraph, origin: Origin, looking: Looking): Guard {
  const blindnesses = frontEntrances(graph, origin).flatMap((entrance) => [
    ...hostBlindnesses(graph, origin, entrance, looking),
    ...wavedBlindnesses(graph, origin, entrance, looking),
  ]);
  if (blindnesses.length > 0) return { judged: { is: 'falls', reasons: [] }, blindnesses };
  const reasons = [
    ...unknownWebAcls(graph, origin),
    ...frontEntrances(graph, origin).flatMap((entrance) => undecidedDependence(graph, origin, entrance, looking)),
  ];
  return { judged: { is: reasons.length > 0 ? 'unknown' : 'holds', reasons }, blindnesses };
}

function hostBlindnesses(
  graph: GateGraph,
  origin: Origin,
  entrance: Entrance,
  { dependence, replay }: Looking,
): readonly Blindness[] {
  if (!mayDependOnHost(graph, origin, entrance)) return [];
  const { found: proved } = dependence(entrance);
  const rules = new Set(proved.map(({ rule }) => rule));
  const scoped = hostScopes(graph, origin, entrance).filter(({ rule }) => !rules.has(rule));
  const all = [...proved, ...scoped]
    .filter((one) => isServed(one, entrance, origin, replay))
    .map((host) => {
      const { escaping } = host;
      const outcome = replay(escaping.request, escaping.gate, escaping);
      return { origin, entrance: entrance.id, why: { host }, escaping, outcome };
    })
    .filter(({ outcome }) => reaches(outcome, origin));
  const isSame = (a: HostDependence, b: HostDependence): boolean => a.webAcl === b.webAcl && a.rule === b.rule;
  return all.filter(({ why }, at) => all.findIndex((other) => isSame(other.why.host, why.host)) === at);
}

/** Why a rule may hang on the host name although none was found that does. */
function undecidedDependence(
  graph: GateGraph,
  origin: Origin,
  entrance: Entrance,
  { dependence }: Looking,
): readonly string[] {
  if (!mayDependOnHost(graph, origin, entrance)) return [];
  return [...new Set([...dependence(entrance).unknown, ...unreadHostTests(graph, origin)])];
}

const wavedBlindnesses = (
  graph: GateGraph,
  origin: Origin,
  entrance: Entrance,
  { wavedThrough, replay }: Looking,
): readonly Blindness[] =>
  wavedAt({ graph, origin, entrance }, guardGates(graph, origin), wavedThrough, {
    replay,
    reaches: (outcome) => reaches(outcome, origin),
  }).map(({ by, escaping, outcome }) => ({ origin, entrance: entrance.id, why: { waved: by }, escaping, outcome }));

/** Only an entrance with two names, before whose origin some rule looks at the host, is worth a proof. */
function mayDependOnHost(graph: GateGraph, origin: Origin, { hosts }: Entrance): boolean {
  if (hosts.filter((host) => !host.includes('*')).length < 2) return false;
  return guardGates(graph, origin)
    .flatMap(webAclRules)
    .some(({ when }) => allTests(when).some(looksAtHost));
}

/** Where a web ACL is meant to stand: in the distributions, else at the origin itself. */
const guardGates = (graph: GateGraph, origin: Origin): readonly Gate[] =>
  origin.distributions.length === 0 ? gatesWithIds(graph, origin.gates) : doorGates(graph, origin);

const gatesWithIds = (graph: GateGraph, ids: readonly GateId[]): readonly Gate[] =>
  ids.flatMap((id) => graph.gates.get(id) ?? []);

const looksAtHost = (test: Test): boolean => test.test === 'text' && test.on === 'host';

/**
 * Whether the name under which the rule stops requests lets any request pass. A name that is refused altogether is no name
 * of the application: that rule is the remedy and not the fault.
 */
function isServed({ blocked }: HostDependence, entrance: Entrance, origin: Origin, replay: Replay): boolean {
  const host = blocked.request.headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  return ['GET', 'POST'].some((method) => {
    const request = plainRequest(entrance, method, `${entrance.basePath}/`, host);
    return reaches(replay(request, entrance.gate, { grants: () => true }), origin);
  });
}

const reaches = ({ reached, passed }: Outcome, origin: Origin): boolean =>
  reached.some((application) => origin.applications.includes(application)) ||
  passed.some((gate) => origin.gates.includes(gate));

/** Web ACLs before the origin of which it is not known what they decide, or whether they can block at all. */
export function unknownWebAcls(graph: GateGraph, origin: Origin): readonly string[] {
  const gates = guardGates(graph, origin);
  const tests = gates
    .flatMap(({ start }) => stepsOf(start))
    .flatMap(conditionsOf)
    .flatMap(undecidedTests);
  const unknown = tests.filter(({ identity }) => identity.startsWith('web ACL ')).map(({ reason }) => reason);
  return [...new Set([...unknown, ...gates.flatMap(undecidedBlocking)])];
}

const conditionsOf = (step: Step): readonly Condition[] =>
  step.do === 'choose' ? step.rules.map(({ when }) => when) : [];
