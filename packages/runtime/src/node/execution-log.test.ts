import { apiRequestId, type Decision, extendedRequestId } from '@sallyport/gates';
import { describe, expect, it } from 'vitest';
import { sampleGraph } from '../testing/sample-graph.ts';
import { executionLogLines } from './execution-log.ts';
import type { Served } from './options.ts';

const [entrance] = sampleGraph().entrances;
const id = apiRequestId('r-1');

function served(decisions: readonly string[], passed: readonly string[], key?: string): Served {
  if (!entrance) throw new Error('the sample has an entrance');
  const trace = decisions.map((decision): Decision => ({ gate: 'rest-api:api/prod', kind: 'choose', decision }));
  return {
    entrance,
    request: {
      method: 'GET',
      target: '/a?b=c',
      httpVersion: '1.1',
      headers: key === undefined ? [] : [['X-Api-Key', key]],
      body: { bytes: new Uint8Array(0), complete: true },
      connection: { scheme: 'https', address: '203.0.113.7', port: 1, localPort: 443 },
    },
    response: { status: passed.length > 0 ? 200 : 403, headers: [], body: { kind: 'stream' } },
    journey: { trace, reached: [], inspectedBy: [], passed, evaluations: [], failures: [] },
    requestId: 'r-1',
    pointOfPresence: 'FRA60-P1',
    startedAt: 0,
    milliseconds: 7,
    firstByteMilliseconds: 5,
    receivedBytes: 0,
    sentBytes: 0,
    aborted: false,
  };
}

describe("API Gateway's execution log", () => {
  it('says that a key is in no usage plan, and shows no more of it than its end', () => {
    const reason =
      'API Key "Mine" not authorized because method \'GET /a\' requires API Key and API Key is not associated with a Usage Plan for API Stage api/prod: No Usage Plan found for key and API Stage';
    expect(executionLogLines(served([reason], [], 'abcdefghijklmnopqrstuvwx'))).toEqual([
      `(${id}) Extended Request Id: ${extendedRequestId('r-1')}`,
      `(${id}) Verifying Usage Plan for request: ${id}. API Key: ******************stuvwx API Stage: api/prod`,
      `(${id}) API Key ******************stuvwx not authorized because method 'GET /a' requires API Key and API Key is not associated with a Usage Plan for API Stage api/prod: No Usage Plan found for key and API Stage`,
      `(${id}) Method completed with status: 403`,
    ]);
  });

  it('says the same of a request without a key', () => {
    const decisions = ['method GET /a requires an API key', "method 'GET /a' requires an API key, and there is none"];
    expect(executionLogLines(served(decisions, []))[2]).toBe(
      `(${id}) API Key  not authorized because method 'GET /a' requires API Key and API Key is not associated with a Usage Plan for API Stage api/prod: No Usage Plan found for key and API Stage`,
    );
  });

  it('follows an execution', () => {
    const opened = 'API key "Key" of usage plan "Plan" opens method \'GET /a\'';
    const lines = executionLogLines(served([opened], ['rest-api:api/prod'], 'abcdefghijklmnopqrstuvwx'));
    expect(lines).toContain(
      `(${id}) Usage Plan check succeeded for API Key ******************stuvwx and API Stage api/prod`,
    );
    expect(lines.at(-2)).toBe(`(${id}) Successfully completed execution`);
  });

  it('is silent about requests that no stage has seen', () => {
    expect(executionLogLines({ ...served([], []) })).toEqual([]);
  });
});
