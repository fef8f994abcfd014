import type { Entrance, GateGraph, Origin, Outcome, Replay } from '@sallyport/gates';
import { frontDoors } from './front-door.ts';
import type { Dependence } from './proof.ts';
import type { Blindness, ClaimState, Judged } from './verdicts.ts';

export interface Guard {
  readonly judged: Judged<ClaimState>;
  readonly blindnesses: readonly Blindness[];
}

/** Finds where a web ACL's decision hangs on the host name alone (the prover's `hostDependence`). */
export type FindDependence = (entrance: Entrance) => readonly Dependence[];

/**
 * The claim "the guard sees", as far as it is checked: that no web ACL before this origin decides by the host name where the
 * same request under another of the entrance's names goes by. Without a web ACL there is no guard that could be blind (that
 * none stands there is the business of "no side door").
 */
export function guardSees(graph: GateGraph, origin: Origin, dependence: FindDependence, replay: Replay): Guard {
  const entrances = guardedEntrances(graph, origin);
  const found = entrances.flatMap((entrance) => dependence(entrance).map((one) => ({ entrance, dependence: one })));
  const seen = found.map(({ entrance, dependence: one }): Blindness => {
    const { request, gate, grants } = one.escaping;
    return { origin, entrance: entrance.id, dependence: one, outcome: replay(request, gate, { grants }) };
  });
  const blindnesses = seen.filter(({ outcome }) => reached(outcome, origin));
  if (blindnesses.length > 0) return { judged: { is: 'falls', reasons: [] }, blindnesses };
  const reasons = unknownWebAcls(graph, origin);
  return { judged: { is: reasons.length > 0 ? 'unknown' : 'holds', reasons }, blindnesses };
}

/** The entrances of the origin's distributions, or of the origin itself where a regional web ACL guards it. */
function guardedEntrances(graph: GateGraph, origin: Origin): readonly Entrance[] {
  const doors = frontDoors(graph, origin);
  return graph.entrances.filter(({ gate }) =>
    origin.distributions.length === 0 ? origin.gates.includes(gate) : doors.includes(gate),
  );
}

const reached = ({ reached: applications, passed }: Outcome, origin: Origin): boolean =>
  applications.some((application) => origin.applications.includes(application)) ||
  passed.some((gate) => origin.gates.includes(gate));

/** Web ACLs before the origin of which the sources do not show what they decide. */
function unknownWebAcls(_graph: GateGraph, _origin: Origin): readonly string[] {
  return [];
}
