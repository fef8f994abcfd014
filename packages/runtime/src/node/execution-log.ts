import {
  apiRequestId,
  type Decision,
  EXECUTION_LOG,
  extendedRequestId,
  type GateGraph,
  type GateId,
  maskedApiKey,
  type Traveller,
} from '@sallyport/gates';
import { headerValue, splitTarget } from '@sallyport/http';
import type { Served } from './options.ts';

/** A log event holds at most this many bytes. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
const MAXIMUM_EVENT = 1024;

/** One stage's share of a journey. */
interface Execution {
  /** `stage:Api/prod`: each stage has a log group of its own, whatever the request came through. */
  readonly stage: string;
  /** `a1b2c3d4e5/prod`. */
  readonly apiStage: string;
  /** As it came to the stage. */
  readonly request: Traveller;
  readonly decisions: readonly Decision[];
  /** The request was handed to the integration. */
  readonly executed: boolean;
}

/** What is written into the log group of one stage. */
export interface ExecutionLog {
  readonly stage: string;
  readonly lines: readonly string[];
}

/** All that API Gateway writes about a request, of whatever stages. */
export const executionLogLines = (served: Served, graph?: GateGraph): readonly string[] =>
  executionLogs(served, graph).flatMap(({ lines }) => lines);

/**
 * What API Gateway writes about a request in its execution logs, told from the decisions of its stages: whether the key
 * was accepted, and, where it was, the execution. Approximated in what a journey does not hold, such as bodies.
 */
export function executionLogs(served: Served, graph?: GateGraph): readonly ExecutionLog[] {
  const id = apiRequestId(served.requestId);
  return executionsOf(served, graph).map((execution) => {
    const lines = [
      EXECUTION_LOG.extendedRequestId(extendedRequestId(served.requestId)),
      ...execution.decisions.flatMap((decision) => keyLine(decision, id, execution)),
      ...(execution.executed ? executionLines(served, id, execution) : []),
      EXECUTION_LOG.methodCompleted(served.response.status),
    ];
    return { stage: execution.stage, lines: lines.map((line) => cut(`(${id}) ${line}`)) };
  });
}

const STAGE = /^rest-api:(.+\/.+)$/;

function executionsOf(
  { request, journey: { trace, passed, arrivals } }: Served,
  graph?: GateGraph,
): readonly Execution[] {
  const gates = [...new Set(trace.map(({ gate }) => gate))].filter((gate) => STAGE.test(gate));
  return gates.map((gate) => ({
    stage: gate.replace(/^rest-api:/, 'stage:'),
    apiStage: apiStageOf(gate, graph),
    request: arrivals?.find((arrival) => arrival.gate === gate)?.request ?? request,
    decisions: trace.filter((decision) => decision.gate === gate),
    executed: passed.includes(gate),
  }));
}

const apiStageOf = (gate: GateId, graph: GateGraph | undefined): string =>
  graph?.gates.get(gate)?.apiStage ?? STAGE.exec(gate)?.[1] ?? gate;

/** The line about the API key, where a decision was about one. */
function keyLine({ decision }: Decision, id: string, { request, apiStage, decisions }: Execution): readonly string[] {
  const key = maskedApiKey(headerValue(request.headers, 'x-api-key') ?? '');
  if (/^API key ".*" of usage plan ".*" opens /.test(decision)) {
    return [EXECUTION_LOG.verifyingUsagePlan(id, key, apiStage), EXECUTION_LOG.usagePlanSucceeded(key, apiStage)];
  }
  const open = /^method (.+) requires no API key$/.exec(decision)?.[1];
  if (open !== undefined) return [EXECUTION_LOG.keyNotRequired(key, open)];
  const refused = /^API Key "[^"]*" (not authorized because .*)$/.exec(decision)?.[1];
  if (refused !== undefined) return [EXECUTION_LOG.verifyingUsagePlan(id, key, apiStage), `API Key ${key} ${refused}`];
  return /requires an API key, and there is none$|: the API key is not known$/.test(decision)
    ? [EXECUTION_LOG.verifyingUsagePlan(id, key, apiStage), unknownKey(key, decisions, apiStage)]
    : [];
}

/** For no key, and for one that nobody has made, the same line is taken (approximated). */
function unknownKey(key: string, decisions: readonly Decision[], apiStage: string): string {
  const required = decisions.map(({ decision }) => /^method (.+) requires an API key$/.exec(decision)?.[1]);
  const method = required.find((each) => each !== undefined) ?? '';
  return EXECUTION_LOG.keyWithoutPlan(key, method, apiStage, 'No Usage Plan found for key and API Stage');
}

function executionLines({ response, milliseconds }: Served, id: string, { request }: Execution): readonly string[] {
  const { path, query } = splitTarget(request.target);
  return [
    EXECUTION_LOG.startingExecution(id),
    EXECUTION_LOG.methodAndPath(request.method, path),
    EXECUTION_LOG.methodRequestQuery(`{${query ?? ''}}`),
    EXECUTION_LOG.receivedResponse(response.status, Math.round(milliseconds)),
    EXECUTION_LOG.completed(),
  ];
}

/** Byte strings have a byte a character. */
const cut = (line: string): string => line.replace(/[\r\n]/g, ' ').slice(0, MAXIMUM_EVENT);
