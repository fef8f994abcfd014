import type { Answer, Decision, GateId, Step, Traveller, WebAclRefusal } from '@sallyport/gates';
import { lowerName } from '@sallyport/http';
import type { Evaluation, EvaluationContext } from '@sallyport/waf';
import type { Workshop } from './compile.ts';
import { draftOf, setHeader } from './draft.ts';
import { interstitial } from './interstitial/interstitial.ts';
import { decisionOf, note, type Visit, type Walk } from './visit.ts';
import type { World } from './world.ts';

/** A web ACL evaluates the request and lets it pass, with headers of its own, or refuses it. */
export function compileInspect(step: Extract<Step, { do: 'inspect' }>, { gate, walkOf, sawWebAcl }: Workshop): Walk {
  const { webAcl, refused, source } = step;
  const allowed = walkOf(step.allowed);
  sawWebAcl(webAcl.compiled);
  const decide = lastDecision((evaluation) =>
    decisionOf(gate, 'inspect', describeEvaluation(webAcl.name, evaluation), webAcl.place),
  );
  return (visit, request) => {
    const { world, diary } = visit;
    const evaluation = webAcl.compiled.evaluate(request, world.counters, world.now, contextOf(world, gate));
    diary.evaluations.push({ webAcl: webAcl.id, evaluation, request, source, logging: webAcl.logging });
    diary.trace.push(decide(evaluation));
    const { action } = evaluation;
    if (action !== 'ALLOW') return refuse(visit, request, refused(refusalOf(action, evaluation, request, world)));
    if (webAcl.canBlock === true && diary.reached.length === 0) diary.inspectedBy.push(webAcl.id);
    return allowed(visit, withInserted(request, evaluation));
  };
}

/** What the engine is told of the world: the gate is the resource that the web ACL protects. */
function contextOf({ traffic, tokenKey }: World, resource: GateId): EvaluationContext {
  // To spread objects takes longer than a rule.
  if (traffic && tokenKey !== undefined) return { resource, traffic, tokenKey };
  return { resource, ...(traffic ? { traffic } : {}), ...(tokenKey === undefined ? {} : { tokenKey }) };
}

/** Most evaluations end like the one before: its decision is the same. */
function lastDecision(make: (evaluation: Evaluation) => Decision): (evaluation: Evaluation) => Decision {
  let last: { readonly evaluation: Evaluation; readonly decision: Decision } | undefined;
  return (evaluation) => {
    if (!last || !endsAlike(last.evaluation, evaluation)) last = { evaluation, decision: make(evaluation) };
    return last.decision;
  };
}

const endsAlike = (a: Evaluation, b: Evaluation): boolean =>
  a.action === b.action &&
  a.terminatingRule === b.terminatingRule &&
  a.terminatingRuleInGroup === b.terminatingRuleInGroup &&
  a.countedRules.length === 0 &&
  b.countedRules.length === 0;

function refuse(visit: Visit, request: Traveller, answer: Answer) {
  note(visit, 'answer', answer.label);
  return visit.leave(answer.respond(request, visit.world.facts));
}

function refusalOf(
  action: WebAclRefusal['action'],
  { terminatingRule, response, tokenDomain }: Evaluation,
  request: Traveller,
  world: World,
): WebAclRefusal {
  if (!response) return { action, terminatingRule };
  const page = tokenDomain === undefined ? undefined : interstitial(action, tokenDomain, request, world);
  return { action, terminatingRule, response: page ? { ...response, ...page } : response };
}

/**
 * A header of the same name is overwritten.
 * https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-incoming-request.html
 */
function withInserted(request: Traveller, { insertedHeaders }: Evaluation): Traveller {
  if (insertedHeaders.length === 0) return request;
  const draft = draftOf(request);
  for (const header of insertedHeaders) setHeader(draft, lowerName(header[0]), header);
  return draft;
}

const VERBS = {
  ALLOW: 'allows the request',
  BLOCK: 'blocks the request',
  CAPTCHA: 'answers with a CAPTCHA',
  CHALLENGE: 'answers with a challenge',
  MONETIZE: 'asks for payment',
} as const;

function describeEvaluation(name: string, evaluation: Evaluation): string {
  const rule = evaluation.terminatingRuleInGroup
    ? `${evaluation.terminatingRule}/${evaluation.terminatingRuleInGroup}`
    : evaluation.terminatingRule;
  const by = rule === 'Default_Action' ? 'by its default action' : `by rule "${rule}"`;
  const counted = evaluation.countedRules.length === 0 ? '' : `; counted: ${evaluation.countedRules.join(', ')}`;
  return `web ACL "${name}" ${VERBS[evaluation.action]} ${by}${counted}`;
}
