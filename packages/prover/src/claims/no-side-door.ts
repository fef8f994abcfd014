import type { GateGraph, Origin, Replay } from '@sallyport/gates';
import type { Diagnostic } from '@sallyport/http';
import { includedIn } from './attackers.ts';
import { underOtherNames } from './other-names.ts';
import type { Arrival, Proof, Witness } from './proof.ts';
import type { Bypass, Judged, Verdict } from './verdicts.ts';

/** How many requests of one set are replayed; each may show another cause. */
const MOST_WITNESSES = 32;

export interface SideDoors {
  readonly judged: Judged<Verdict>;
  readonly bypasses: readonly Bypass[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The claim "no side door" for one origin and one attacker: no request arrives at one of the origin's applications without
 * having been evaluated by a web ACL that can block. A mock is no application, so an origin of mocks alone has nothing to lose.
 */
export function noSideDoor(graph: GateGraph, origin: Origin, proof: Proof, replay: Replay): SideDoors {
  const open = proof.arrivals.filter(
    ({ application, inspectedBy, requests }) =>
      inspectedBy.length === 0 && requests.possible && origin.applications.includes(application),
  );
  const tried = open.map((arrival) => tryArrival(arrival, { graph, origin, proof, replay }));
  const bypasses = tried.flatMap((one) => one.bypasses);
  const reasons = [
    ...origin.unknown,
    ...includedIn(proof.attacker).flatMap((attacker) =>
      attacker === 'internet' ? [] : (origin.unknownAgainst?.[attacker] ?? []),
    ),
    ...proof.unknown,
    ...tried.flatMap((one) => one.reasons),
    ...unseen(graph, origin, proof),
  ];
  const is = bypasses.length > 0 ? 'bypassable' : reasons.length > 0 ? 'unknown' : 'protected';
  return {
    judged: { is, reasons: is === 'unknown' ? [...new Set(reasons)] : [] },
    bypasses,
    diagnostics: tried.flatMap((one) => one.diagnostics),
  };
}

/** Requests that reach, uninspected, something that the sources do not show: it may be the origin's own application. */
function unseen({ applications }: GateGraph, origin: Origin, { arrivals }: Proof): readonly string[] {
  if (origin.applications.length === 0) return [];
  return arrivals.flatMap(({ application, inspectedBy, requests }) => {
    const called = applications.get(application);
    const what = called === undefined || called.kind === 'mock' ? undefined : called.unseen;
    if (what === undefined || inspectedBy.length > 0 || !requests.possible) return [];
    return origin.applications.includes(application) ? [] : [`${what} is not known: it may be "${origin.id}"`];
  });
}

interface Tried {
  readonly bypasses: readonly Bypass[];
  readonly reasons: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Trial {
  readonly graph: GateGraph;
  readonly origin: Origin;
  readonly proof: Proof;
  readonly replay: Replay;
}

/** Replays the witnesses of a set of requests that the proof calls possible, and each at the entrance's other names. */
function tryArrival(arrival: Arrival, trial: Trial): Tried {
  const { requests } = arrival;
  const witnesses = requests.witnesses(MOST_WITNESSES);
  // A witness that rests on what only a running system can tell proves nothing, whatever the replay makes of it.
  const settled = witnesses.filter(({ rests }) => rests.length === 0);
  const direct = settled.flatMap((witness) => tryWitness(witness, arrival, trial));
  const named = direct.flatMap(({ witness }) => underOtherNames(witness, trial.graph));
  const bypasses = [...direct, ...named.flatMap((witness) => tryWitness(witness, arrival, trial))];
  if (bypasses.length > 0)
    return { bypasses, reasons: [], diagnostics: witnesses.length < MOST_WITNESSES ? [] : [maybeMore(trial.origin)] };
  const rests = witnesses.flatMap((witness) => witness.rests);
  const undecided = [...new Set([...requests.reasons, ...rests])];
  const certain = requests.certain && undecided.length === 0;
  return {
    bypasses: [],
    reasons:
      undecided.length > 0 ? undecided : [`a request to "${arrival.application}" that the runtime does not confirm`],
    diagnostics: certain ? [notReplayed(arrival, trial.origin, witnesses)] : [],
  };
}

function tryWitness(witness: Witness, arrival: Arrival, { origin, proof, replay }: Trial): readonly Bypass[] {
  const outcome = replay(witness.request, witness.gate, witness);
  const arrived = outcome.reached.includes(arrival.application) && outcome.inspectedBy.length === 0;
  return arrived ? [{ attacker: proof.attacker, origin, arrival, witness, outcome }] : [];
}

const maybeMore = ({ id }: Origin): Diagnostic => ({
  code: 'more-side-doors',
  severity: 'note',
  message: `Cannot name every side door of "${id}": at least ${MOST_WITNESSES} kinds of requests get past, expected fewer.`,
  help: 'Shut those that are named, and check again.',
});

/** The prover is sure, the runtime disagrees: one of the two is wrong, and it is ours. */
function notReplayed(arrival: Arrival, origin: Origin, witnesses: readonly Witness[]): Diagnostic {
  const [first] = witnesses;
  const request = first === undefined ? 'no witness' : `"${first.request.method} ${first.request.target}"`;
  return {
    code: 'witness-not-replayed',
    severity: 'warning',
    message:
      `Cannot replay the witness against "${origin.id}": ${request} at "${arrival.gate}" did not arrive at ` +
      `"${arrival.application}", expected it to arrive there without a web ACL`,
    help: 'This is a defect of Sallyport; the verdict is unknown until it is mended. Please report it with the template.',
  };
}
