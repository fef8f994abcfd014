import type { Decision } from '@sallyport/gates';
import { splitTarget } from '@sallyport/http';
import type { Served } from './options.ts';

/** A line of API Gateway's execution log holds at most this many bytes. */
const MAXIMUM_EVENT = 1024;

/**
 * What API Gateway writes about an execution, told from the decisions of its gates.
 * https://repost.aws/knowledge-center/api-gateway-cloudwatch-logs
 */
export function executionLogLines({ request, response, journey, requestId }: Served): readonly string[] {
  const decisions = journey.trace.filter(({ gate }) => gate.startsWith('rest-api:'));
  if (decisions.length === 0) return [];
  const lines = [
    `Starting execution for request: ${requestId}`,
    `HTTP Method: ${request.method}, Resource Path: ${splitTarget(request.target).path}`,
    ...decisions.map(lineOf),
    `Method completed with status: ${response.status}`,
  ];
  return lines.map((line) => `(${requestId}) ${line}`.slice(0, MAXIMUM_EVENT));
}

const lineOf = ({ decision }: Decision): string => decision;
