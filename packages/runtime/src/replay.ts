import { type GateGraph, type Replay, standIn } from '@sallyport/gates';
import { carry } from './carry.ts';
import { compileGraph } from './compile.ts';
import { createCounters } from './counter.ts';
import { echo, echoFunction } from './echo.ts';
import { createMeters } from './meter.ts';
import type { Call, CallAnswer, Progress } from './world.ts';

/** Where and when a replayed request arrives. */
const FACTS = { requestId: 'replay', now: 0, pointOfPresence: 'FRA60-P1' } as const;

/** Sends requests through a graph with stand-ins for all that is outside; each finds fresh counters. */
export function replay(graph: GateGraph): Replay {
  const compiled = compileGraph(graph, 'when-reached');
  return (request, gate, { grants, draws }) => {
    const world = {
      opaque: standIn,
      counters: createCounters(),
      meters: createMeters(),
      now: FACTS.now,
      facts: FACTS,
      grants,
      ...(draws && { draws }),
    };
    const { response, journey } = settle(carry(compiled, gate, request, world));
    const { trace, reached, inspectedBy, passed } = journey;
    return { response, trace, reached, inspectedBy, passed };
  };
}

function settle(progress: Progress): Extract<Progress, { readonly journey: unknown }> {
  let now = progress;
  while ('call' in now) now = now.resume(standInAnswer(now.call));
  return now;
}

/** What an application outside answers when nobody has said anything else. */
export function standInAnswer(call: Call): CallAnswer {
  switch (call.kind) {
    case 'http':
      return { response: echo(call.request) };
    case 'function':
      return { value: echoFunction(call.event(call.request)) };
    case 'consult':
      return { error: 'no function is there to be asked' };
  }
}
