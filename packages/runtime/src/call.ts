import type { Application, CallLimits, Exchange, Invocation, Step, Traveller } from '@sallyport/gates';
import type { Response } from '@sallyport/http';
import type { Workshop } from './compile.ts';
import { compileResponseRules, respond } from './response-rule.ts';
import { brokenGraph, decisionOf, note, type Visit, type Walk } from './visit.ts';
import type { CallAnswer, Progress } from './world.ts';

type CallStep = Extract<Step, { do: 'call' }>;

/** How long a call may take where its component sets no limits: CloudFront's defaults, one attempt. */
export const DEFAULT_LIMITS: CallLimits = { connectMilliseconds: 10_000, responseMilliseconds: 30_000, attempts: 1 };

/** Through how many gates a request may go; only a graph that leads in a circle needs more. */
const MAXIMUM_DEPTH = 16;

/** Passes the request on, to another gate or to an application, and deals with what comes back. */
export function compileCall(step: CallStep, workshop: Workshop): Walk {
  const hand =
    'gate' in step.to ? toGate(step, step.to.gate, workshop) : toApplication(step, step.to.application, workshop);
  const decision = decisionOf(workshop.gate, 'call', step.label);
  return (visit, request) => {
    visit.diary.trace.push(decision);
    visit.diary.passed.push(visit.gate);
    return hand(visit, request);
  };
}

function toGate(step: CallStep, gate: string, workshop: Workshop): Walk {
  const { gateWalk } = workshop;
  const after = compileResponseRules(step.after, workshop.gate);
  return (visit, sent) => {
    const walk = gateWalk(gate);
    if (!walk) return stuck(visit, `Cannot pass the request to "${gate}": it is not in the graph, expected a gate`);
    if (visit.depth >= MAXIMUM_DEPTH)
      return stuck(visit, `Cannot pass the request to "${gate}": it came through ${visit.depth} gates, expected fewer`);
    const leave = (response: Response) => respond(visit, after, response, exchangeOf(visit, sent), gateWalk);
    const { world, diary, depth } = visit;
    diary.arrivals.push({ gate, request: sent });
    return walk({ gate, world, diary, arrived: sent, depth: depth + 1, fetching: false, leave }, sent);
  };
}

function toApplication(step: CallStep, id: string, { gate, application, gateWalk }: Workshop): Walk {
  const target = application(id);
  const after = compileResponseRules(step.after, gate);
  return (visit, sent) => {
    if (!target) return stuck(visit, `Cannot call "${id}": it is not in the graph, expected an application`);
    visit.diary.reached.push(id);
    const settle = (answer: CallAnswer) => {
      const exchange = exchangeOf(visit, sent, answer);
      const response = responseOf(answer, step.invocation, exchange);
      return respond(visit, after, response, exchange, gateWalk);
    };
    return target.kind === 'mock' ? settle({ response: empty(200) }) : ask(step, target, visit, sent, settle);
  };
}

function ask(
  { limits = DEFAULT_LIMITS, invocation }: CallStep,
  application: Exclude<Application, { kind: 'mock' }>,
  visit: Visit,
  request: Traveller,
  settle: (answer: CallAnswer) => Progress,
): Progress {
  const resume = (answer: CallAnswer) => {
    if ('failure' in answer) visit.diary.failures.push(answer.failure);
    return settle(answer);
  };
  if (application.kind === 'http') return { call: { kind: 'http', application, request, limits }, resume };
  if (!invocation) return settle({ failure: 'malformed' });
  const event: Invocation['event'] = invocation.event;
  return {
    call: {
      kind: 'function',
      application,
      request,
      limits,
      event: (whole) => event(whole, visit.world.facts),
    },
    resume,
  };
}

/** What the rules begin with: where no answer came, an empty one that says so. */
function responseOf(answer: CallAnswer, invocation: Invocation | undefined, exchange: Exchange): Response {
  if ('response' in answer) return answer.response;
  if ('failure' in answer) return empty(answer.failure === 'timeout' ? 504 : 502);
  return invocation ? invocation.answer(answer, exchange) : empty(502);
}

const empty = (status: number): Response => ({
  status,
  headers: [],
  body: { kind: 'bytes', bytes: new Uint8Array(0) },
});

function exchangeOf(visit: Visit, sent: Traveller, answer?: CallAnswer): Exchange {
  const exchange = { request: visit.arrived, sent, facts: visit.world.facts };
  return answer && 'failure' in answer ? { ...exchange, failure: answer.failure } : exchange;
}

function stuck(visit: Visit, reason: string): Progress {
  note(visit, 'answer', reason);
  return visit.leave(brokenGraph(reason));
}
