import type { Resource } from '@sallyport/architecture';
import type { Decision, Entrance, Gate, GateGraph, Outcome } from '@sallyport/gates';
import type { Bypass, Verdicts } from '../claims/verdicts.ts';
import { isHostOf } from '../report/witness.ts';
import type { Case } from './module.ts';

/** The gates of one component that a replayed request passed, in order. */
export function passedGates({ passed }: Outcome, graph: GateGraph, component: string): readonly Gate[] {
  return passed.flatMap((id) => {
    const gate = graph.gates.get(id);
    return gate?.component === component ? [gate] : [];
  });
}

/** The gates of one component that decided something about a replayed request, in order; the last one may have refused it. */
export function visitedGates({ trace }: Outcome, graph: GateGraph, component: string): readonly Gate[] {
  return [...new Set(trace.map(({ gate }) => gate))].flatMap((id) => {
    const gate = graph.gates.get(id);
    return gate?.component === component ? [gate] : [];
  });
}

/** The distribution that let a request through, where it came through one. */
export function distributionOf({ outcome }: Bypass, { subject }: Case): Gate | undefined {
  return passedGates(outcome, subject.graph, 'distribution').at(-1);
}

/** The REST API that let a request through which came past every distribution. */
export function restApiOf(bypass: Bypass, of: Case): Gate | undefined {
  if (distributionOf(bypass, of)) return undefined;
  return passedGates(bypass.outcome, of.subject.graph, 'rest-api').at(-1);
}

/** The entrance that a witness was sent to. */
export function entranceOf(
  { witness }: { readonly witness: Bypass['witness'] },
  graph: GateGraph,
): Entrance | undefined {
  return entranceFor(witness, graph);
}

/** The entrance with that gate; of several the one whose name the request bears. */
export function entranceFor({ gate, request }: Bypass['witness'], graph: GateGraph): Entrance | undefined {
  const there = graph.entrances.filter((entrance) => entrance.gate === gate);
  const host = request.headers.find(([name]) => name.toLowerCase() === 'host')?.[1].toLowerCase();
  const name = host?.replace(/:[0-9]+$/, '');
  const named = there.filter(({ hosts }) => name !== undefined && hosts.some((one) => isHostOf(one, name)));
  const [first] = named.filter(({ basePath }) => request.target.startsWith(basePath));
  return first ?? named[0] ?? there[0];
}

/** The resource whose behaviour a gate is. */
export function resourceOf(gate: Gate, { subject }: Case): Resource | undefined {
  return subject.architecture.resources.all.find(({ id }) => id === gate.resource);
}

/** Whether requests through some distribution pass this gate. */
export function isIntended(gate: Gate, { intended }: Verdicts): boolean {
  return [...intended.values()].some((way) => way.has(gate.id));
}

/** What a gate decided about a replayed request, in order. */
export function decisionsOf({ trace }: Outcome, gate: Gate): readonly Decision[] {
  return trace.filter((decision) => decision.gate === gate.id);
}
