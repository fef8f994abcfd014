import {
  apiRequestId,
  type Decision,
  EXECUTION_LOG,
  extendedRequestId,
  type GateId,
  maskedApiKey,
} from '@sallyport/gates';
import { headerValue, splitTarget } from '@sallyport/http';
import type { Served } from './options.ts';

/** A log event holds at most this many bytes. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
const MAXIMUM_EVENT = 1024;

/** One stage's share of a journey. */
interface Execution {
  readonly gate: GateId;
  readonly decisions: readonly Decision[];
  /** The request was handed to the integration. */
  readonly executed: boolean;
}

/**
 * What API Gateway writes about a request in its execution logs, told from the decisions of its stages: whether the key
 * was accepted, and, where it was, the execution. Approximated in what a journey does not hold, such as bodies.
 */
export function executionLogLines(served: Served): readonly string[] {
  const id = apiRequestId(served.requestId);
  return executionsOf(served).flatMap((execution) => {
    const lines = [
      EXECUTION_LOG.extendedRequestId(extendedRequestId(served.requestId)),
      ...execution.decisions.flatMap((decision) => keyLine(decision, served, execution)),
      ...(execution.executed ? executionLines(served) : []),
      EXECUTION_LOG.methodCompleted(served.response.status),
    ];
    return lines.map((line) => cut(`(${id}) ${line}`));
  });
}

const STAGE = /^rest-api:.+\//;

function executionsOf({ journey: { trace, passed } }: Served): readonly Execution[] {
  const gates = [...new Set(trace.map(({ gate }) => gate))].filter((gate) => STAGE.test(gate));
  return gates.map((gate) => ({
    gate,
    decisions: trace.filter((decision) => decision.gate === gate),
    executed: passed.includes(gate),
  }));
}

/** The line about the API key, where a decision was about one. */
function keyLine({ decision }: Decision, served: Served, { gate }: Execution): readonly string[] {
  const key = keyOf(served);
  const apiStage = gate.slice(gate.indexOf(':') + 1);
  if (/^API key ".*" of usage plan ".*" opens /.test(decision)) {
    return [
      EXECUTION_LOG.verifyingUsagePlan(apiRequestId(served.requestId), key, apiStage),
      EXECUTION_LOG.usagePlanSucceeded(key, apiStage),
    ];
  }
  const open = /^method (.+) requires no API key$/.exec(decision)?.[1];
  if (open !== undefined) return [EXECUTION_LOG.keyNotRequired(key, open)];
  const refused = /^API Key "[^"]*" (not authorized because .*)$/.exec(decision)?.[1];
  if (refused === undefined) return [];
  return [EXECUTION_LOG.verifyingUsagePlan(apiRequestId(served.requestId), key, apiStage), `API Key ${key} ${refused}`];
}

/** The key that the stage saw, masked: the viewer's own, or the one that a distribution has put in its place. */
function keyOf({ request, journey }: Served): string {
  const added = journey.trace.map(({ decision }) => /header x-api-key to (\*+\S*)/i.exec(decision)?.[1]);
  const sent = headerValue(request.headers, 'x-api-key');
  return added.find((key) => key !== undefined) ?? (sent === undefined ? '' : maskedApiKey(sent));
}

function executionLines({ request, requestId, response, milliseconds }: Served): readonly string[] {
  const { path, query } = splitTarget(request.target);
  return [
    EXECUTION_LOG.startingExecution(apiRequestId(requestId)),
    EXECUTION_LOG.methodAndPath(request.method, path),
    EXECUTION_LOG.methodRequestQuery(`{${query ?? ''}}`),
    EXECUTION_LOG.receivedResponse(response.status, Math.round(milliseconds)),
    EXECUTION_LOG.completed(),
  ];
}

/** Byte strings have a byte a character. */
const cut = (line: string): string => line.replace(/[\r\n]/g, ' ').slice(0, MAXIMUM_EVENT);
