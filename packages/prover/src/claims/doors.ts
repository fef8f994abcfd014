import type { Entrance, Gate, GateGraph, Origin } from '@sallyport/gates';
import { gatesOf } from './conditions.ts';

/** The gates of the distributions that name the origin, those of tenants included; none where a regional web ACL guards it. */
export function doorGates(graph: GateGraph, origin: Origin): readonly Gate[] {
  return gatesOf(graph, 'distribution').filter((gate) => origin.distributions.some((id) => isOf(gate, id)));
}

/** Whether a gate is that of a distribution, or of a tenant of it (`distribution:<distribution>/<tenant>`). */
function isOf({ id, resource }: Gate, distribution: string): boolean {
  return (
    resource !== undefined && (resource === distribution || id.startsWith(`distribution:${distribution}/${resource}`))
  );
}

/** The entrances that the author means: those of the distributions, else the origin's own. */
export function frontEntrances(graph: GateGraph, origin: Origin): readonly Entrance[] {
  if (origin.distributions.length === 0) return graph.entrances.filter(({ gate }) => origin.gates.includes(gate));
  const resources = doorGates(graph, origin).map(({ resource }) => resource);
  return graph.entrances.filter(({ kind, resource }) => kind === 'distribution' && resources.includes(resource));
}
