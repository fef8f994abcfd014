import type { GateGraph, GateId, Origin, Outcome, Replay, Traveller } from '@sallyport/gates';
import { type Headers, headerValue } from '@sallyport/http';
import { challengeReason } from '../arrivals/index.ts';
import { undecidedBlocking, undecidedTests, webAclRules } from './conditions.ts';
import { doorGates, frontEntrances } from './doors.ts';
import { unknownWebAcls } from './guard-sees.ts';
import { probes } from './probe.ts';
import type { Arrival, Proof, Witness } from './proof.ts';
import type { ClaimState, Judged, Refusal } from './verdicts.ts';

/** How many requests of one set are tried before the front door counts as undecided. */
const MOST_WITNESSES = 8;

export interface FrontDoor {
  readonly judged: Judged<ClaimState>;
  readonly refusals: readonly Refusal[];
}

/**
 * The claim "the front door opens": some request through one of the origin's distributions reaches the origin. A mock counts
 * as reaching it: the door has opened, whatever stands behind. An origin without a distribution is entered where its
 * regional web ACL stands. `settled`: see settledByReplay.
 */
export function frontDoorOpens(
  graph: GateGraph,
  origin: Origin,
  proofs: readonly Proof[],
  replay: Replay,
  settled: ReadonlySet<string>,
): FrontDoor {
  const doors = new Set(doorGates(graph, origin).map(({ id }) => id));
  const arrivals = proofs.flatMap((proof) => proof.arrivals.filter((one) => through(one, graph, origin, doors)));
  const possible = arrivals.filter(({ requests }) => requests.possible);
  if (possible.some((arrival) => opens(arrival, replay, settled)))
    return { judged: { is: 'holds', reasons: [] }, refusals: [] };
  const reasons = [
    ...origin.unknown,
    ...proofs.flatMap(({ unknown }) => unknown),
    // The front door of an origin without a distribution is where its web ACL stands.
    ...(origin.distributions.length === 0 ? unknownWebAcls(graph, origin) : []),
    ...possible.flatMap((arrival) => openReasons(arrival, settled)),
  ];
  if (reasons.length > 0) return { judged: { is: 'unknown', reasons: [...new Set(reasons)] }, refusals: [] };
  const refusals = refusalsAt(graph, origin, replay);
  return { judged: { is: 'falls', reasons: refusals.map(refusalReason) }, refusals };
}

/** What the door hangs on: first what no replay settles, for the rules of a web ACL are the lesser question. */
function openReasons({ requests, application }: Arrival, settled: ReadonlySet<string>): readonly string[] {
  const unsettled = requests.reasons.filter((reason) => !settled.has(reason));
  if (unsettled.length > 0) return unsettled;
  if (requests.reasons.length > 0) return requests.reasons;
  return [`a request to "${application}" that the runtime does not confirm`];
}

/** Whether these requests came through the front door to this origin. */
function through(arrival: Arrival, graph: GateGraph, origin: Origin, doors: ReadonlySet<GateId>): boolean {
  const byDoor =
    origin.distributions.length === 0 ? arrival.inspectedBy.length > 0 : arrival.passed.some((gate) => doors.has(gate));
  return byDoor && reaches(arrival, graph, origin);
}

/**
 * Whether these requests reach the origin: through one of its gates to an application or a mock. (The same function may stand
 * behind two origins of one distribution.) A host outside the sources has no gate of its own.
 */
function reaches({ application, passed }: Arrival, graph: GateGraph, origin: Origin): boolean {
  if (origin.gates.length === 0) return origin.applications.includes(application);
  // A distribution that another sends to has no application of its own: what it sends to are origins too.
  const isBehind =
    origin.applications.length === 0 ||
    origin.applications.includes(application) ||
    graph.applications.get(application)?.kind === 'mock';
  return isBehind && passed.some((gate) => origin.gates.includes(gate));
}

function opens({ application, requests }: Arrival, replay: Replay, settled: ReadonlySet<string>): boolean {
  const arrives = (witness: Witness): boolean => {
    if (!witness.rests.every((reason) => settled.has(reason))) return false;
    const { request, gate } = witness;
    return [request, asFromBrowser(request)].some((sent) => replay(sent, gate, witness).reached.includes(application));
  };
  // Mostly the first one does, and to look for others takes longer than to send it.
  return requests.witnesses(1).some(arrives) || requests.witnesses(MOST_WITNESSES).some(arrives);
}

/** What every browser sends. AWS's managed rules refuse requests without a User-Agent. */
const BROWSER_HEADERS: Headers = [
  ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ['Accept', '*/*'],
];

/** The request with the headers of a browser, where it has none of its own. */
function asFromBrowser(request: Traveller): Traveller {
  const added = BROWSER_HEADERS.filter(([name]) => headerValue(request.headers, name) === undefined);
  return { ...request, headers: [...request.headers, ...added] };
}

/**
 * What the prover leaves open and a replay settles: the runtime evaluates the rules of a web ACL for real, with counters at
 * nought, so a request that passes them there passes, and one that passes has passed whether they can block another or not.
 */
export function settledByReplay(graph: GateGraph): ReadonlySet<string> {
  const gates = [...graph.gates.values()];
  const ofRules = gates
    .flatMap(webAclRules)
    .flatMap((rule) => [
      ...undecidedTests(rule.when).map(({ reason }) => reason),
      ...(rule.action === 'challenge' ? [challengeReason(rule.webAcl, rule)] : []),
    ]);
  return new Set([...ofRules, ...gates.flatMap(undecidedBlocking)]);
}

/** What becomes of a well-meant request at each front door: of all probes the one that gets farthest. */
function refusalsAt(graph: GateGraph, origin: Origin, replay: Replay): readonly Refusal[] {
  return frontEntrances(graph, origin).flatMap((entrance): Refusal[] => {
    const tried = probes(graph, entrance, origin).map((probe): Refusal => {
      const outcome = replay(probe.request, probe.gate, probe);
      return { origin, entrance: entrance.id, probe, outcome };
    });
    const [farthest] = tried.sort((a, b) => distance(b.outcome, origin) - distance(a.outcome, origin));
    return farthest === undefined ? [] : [farthest];
  });
}

/** How far a request came: to the origin's gates, then to any gate, then to any decision. */
function distance({ trace }: Outcome, origin: Origin): number {
  const visited = [...new Set(trace.map(({ gate }) => gate))];
  return visited.filter((gate) => origin.gates.includes(gate)).length * 1e6 + visited.length * 1e3 + trace.length;
}

/** The answer that ended the request's way; what gates do to it on its way back explains nothing. */
function refusalReason({ outcome, entrance }: Refusal): string {
  const last = outcome.trace.find(({ kind }) => kind === 'answer') ?? outcome.trace.at(-1);
  const before = last && outcome.trace.slice(0, outcome.trace.indexOf(last)).findLast(({ kind }) => kind === 'choose');
  if (last === undefined) return `"${entrance}" does not answer`;
  return `"${last.gate}": ${before?.gate === last.gate ? `${before.decision}; ` : ''}${last.decision}`;
}
