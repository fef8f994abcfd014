import type { GateId, Traveller } from '@sallyport/gates';
import type { Response } from '@sallyport/http';
import type { CompiledGraph } from './compile.ts';
import { brokenGraph, emptyDiary } from './visit.ts';
import type { Progress, World } from './world.ts';

/**
 * Starts a request at a gate. Pure and synchronous: it ends in a response, or asks for a call and goes on with its answer.
 */
export function carry(graph: CompiledGraph, gate: GateId, request: Traveller, world: World): Progress {
  const diary = emptyDiary();
  const walk = graph.gates.get(gate);
  if (!walk) {
    const reason = `Cannot start at "${gate}": it is not in the graph, expected a gate`;
    diary.trace.push({ gate, kind: 'answer', decision: reason });
    return { response: brokenGraph(reason), journey: diary };
  }
  const leave: (response: Response) => Progress = (response) => ({ response, journey: diary });
  return walk({ gate, world, diary, arrived: request, depth: 1, fetching: false, leave }, request);
}
