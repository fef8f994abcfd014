import type { Decision, Exchange, GateId, ResponseRule } from '@sallyport/gates';
import type { Response } from '@sallyport/http';
import { decisionOf, type Visit, type Walk } from './visit.ts';
import type { Progress } from './world.ts';

/** A rule with what the trace says of it. */
export interface CompiledResponseRule {
  readonly apply: ResponseRule['apply'];
  readonly decision: Decision;
}

/** The rules of a gate; what they are called is made up once. */
export const compileResponseRules = (rules: readonly ResponseRule[], gate: GateId): readonly CompiledResponseRule[] =>
  rules.map(({ apply, label }) => ({ apply, decision: decisionOf(gate, 'answer', label) }));

/**
 * Applies what a gate does to the answer of its call. A rule that asks for another request sends it into a gate,
 * whose answer is then final: that gate has applied its own rules to it already. That request asks for no third one.
 */
export function respond(
  visit: Visit,
  rules: readonly CompiledResponseRule[],
  answer: Response,
  exchange: Exchange,
  gateWalk: (gate: GateId) => Walk | undefined,
): Progress {
  let response = answer;
  for (const { apply, decision } of rules) {
    const result = apply(response, exchange);
    if ('fetch' in result) {
      const gate = result.gate ?? visit.gate;
      const walk = visit.fetching ? undefined : gateWalk(gate);
      if (!walk) continue;
      visit.diary.trace.push(decision);
      return walk(fetchVisit(visit, gate, result.fetch, result.status), result.fetch);
    }
    if (result !== response) visit.diary.trace.push(decision);
    response = result;
  }
  return visit.leave(response);
}

function fetchVisit(visit: Visit, gate: GateId, arrived: Visit['arrived'], status: number | undefined): Visit {
  const leave = (page: Response) => visit.leave(status === undefined ? page : { ...page, status });
  return { ...visit, gate, arrived, fetching: true, depth: visit.depth + 1, leave };
}
