import type { Decision, Exchange, GateId, ResponseRule } from '@sallyport/gates';
import { type Response, withHeader } from '@sallyport/http';
import { decisionOf, type Visit, type Walk } from './visit.ts';
import type { Progress } from './world.ts';

type PageRequest = Extract<ReturnType<ResponseRule['apply']>, { readonly fetch: unknown }>;

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
      return walk(fetchVisit(visit, gate, result), result.fetch);
    }
    if (result !== response) visit.diary.trace.push(decision);
    response = result;
  }
  return visit.leave(response);
}

/**
 * A page that is an error itself keeps its own status.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html
 */
function fetchVisit(visit: Visit, gate: GateId, { fetch, status, headers = [] }: PageRequest): Visit {
  const leave = (page: Response) => {
    const all = headers.reduce((before, [name, value]) => withHeader(before, name, value), page.headers);
    return visit.leave({ ...page, status: page.status < 400 ? (status ?? page.status) : page.status, headers: all });
  };
  return { ...visit, gate, arrived: fetch, fetching: true, depth: visit.depth + 1, leave };
}
