import type { GateGraph, Origin } from '@sallyport/gates';
import { NO_BODY } from '@sallyport/http';
import { expect, test } from 'vitest';
import { judgeClaims } from './judge-claims.ts';
import type { Attacker, Proof, RequestSet } from './proof.ts';

const ORIGIN: Origin = { id: 'Api', gates: [], applications: ['function:Echo'], distributions: [], unknown: [] };
const GRAPH: GateGraph = {
  gates: new Map(),
  entrances: [],
  applications: new Map(),
  origins: [ORIGIN],
  assumptions: [],
  diagnostics: [],
};
const STATISTICS = {
  entrances: 1,
  variables: 0,
  classes: 0,
  states: 0,
  languages: 0,
  nodes: 0,
  steps: 0,
  undecided: 0,
};

const requests = (rests: readonly string[]): RequestSet => ({
  possible: true,
  certain: rests.length === 0,
  reasons: rests,
  witnesses: () => [
    {
      request: {
        method: 'GET',
        target: '/',
        httpVersion: '1.1',
        headers: [],
        body: NO_BODY,
        connection: { scheme: 'https', address: '203.0.113.7', port: 1, localPort: 443 },
      },
      gate: 'api-gateway',
      grants: () => false,
      rests,
    },
  ],
});

/** A proof in which requests arrive uninspected, resting on something or not, or none do. */
const proof = (attacker: Attacker, open: 'open' | 'perhaps' | 'shut'): Proof => ({
  attacker,
  arrivals:
    open === 'shut'
      ? []
      : [
          {
            gate: 'api-gateway',
            application: 'function:Echo',
            inspectedBy: [],
            passed: [],
            requests: requests(open === 'open' ? [] : ['a function']),
          },
        ],
  unknown: [],
  statistics: STATISTICS,
});

const verdicts = (says: Readonly<Record<Attacker, 'open' | 'perhaps' | 'shut'>>, attackers?: readonly Attacker[]) => {
  const asked: Attacker[] = [];
  const prove = (attacker: Attacker): Proof => {
    asked.push(attacker);
    return proof(attacker, says[attacker]);
  };
  const replay = () => ({
    response: { status: 200, headers: [], body: { kind: 'stream' } as const },
    trace: [],
    reached: ['function:Echo'],
    inspectedBy: [],
    passed: [],
  });
  const made = judgeClaims(
    GRAPH,
    { prove, hostDependence: () => ({ found: [], unknown: [] }), wavedThrough: () => [] },
    replay,
    attackers,
  );
  return { asked, noSideDoor: made.origins[0]?.noSideDoor };
};

const words = (noSideDoor: ReturnType<typeof verdicts>['noSideDoor']) =>
  Object.fromEntries(Object.entries(noSideDoor ?? {}).map(([attacker, { is }]) => [attacker, is]));

test('what is open to a weaker attacker is open to a stronger one', () => {
  expect(words(verdicts({ internet: 'open', account: 'shut', credential: 'perhaps' }).noSideDoor)).toEqual({
    internet: 'bypassable',
    account: 'bypassable',
    credential: 'bypassable',
  });
});

test('what is undecided for a weaker attacker is never protected for a stronger one', () => {
  expect(words(verdicts({ internet: 'perhaps', account: 'shut', credential: 'open' }).noSideDoor)).toEqual({
    internet: 'unknown',
    account: 'unknown',
    credential: 'bypassable',
  });
});

test('each proof is made once, and only those that are asked for or needed', () => {
  const { asked, noSideDoor } = verdicts({ internet: 'shut', account: 'shut', credential: 'shut' }, ['account']);
  expect(words(noSideDoor)).toEqual({ account: 'protected' });
  // The front door has not opened to those without a credential, so it is tried with one.
  expect(asked).toEqual(['account', 'credential']);
});
