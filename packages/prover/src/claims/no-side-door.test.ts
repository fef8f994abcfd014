import type { GateGraph, Origin, Outcome, Replay } from '@sallyport/gates';
import { NO_BODY } from '@sallyport/http';
import { describe, expect, it } from 'vitest';
import { noSideDoor } from './no-side-door.ts';
import type { Arrival, Proof, RequestSet, Witness } from './proof.ts';

const API: Origin = {
  id: 'Api',
  gates: ['rest-api:Api/prod'],
  applications: ['function:Echo'],
  distributions: ['Edge'],
  unknown: [],
};
const GRAPH: GateGraph = {
  gates: new Map(),
  entrances: [],
  applications: new Map(),
  origins: [API],
  assumptions: [],
  diagnostics: [],
};

const witness = (change: Partial<Witness> = {}): Witness => ({
  request: {
    method: 'GET',
    target: '/prod/admin',
    httpVersion: '1.1',
    headers: [['Host', 'api.example']],
    body: NO_BODY,
    connection: { scheme: 'https', address: '203.0.113.7', port: 50000, localPort: 443 },
  },
  gate: 'api-gateway',
  grants: () => false,
  rests: [],
  ...change,
});

const set = (change: Partial<RequestSet> = {}, witnesses = [witness()]): RequestSet => ({
  possible: true,
  certain: true,
  reasons: [],
  witnesses: (most) => witnesses.slice(0, most),
  ...change,
});

const arrival = (change: Partial<Arrival> = {}): Arrival => ({
  gate: 'api-gateway',
  application: 'function:Echo',
  inspectedBy: [],
  passed: ['api-gateway', 'rest-api:Api/prod'],
  requests: set(),
  ...change,
});

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
const proof = (arrivals: readonly Arrival[], unknown: readonly string[] = []): Proof => ({
  attacker: 'internet',
  arrivals,
  unknown,
  statistics: STATISTICS,
});

const outcome = (change: Partial<Outcome> = {}): Outcome => ({
  response: { status: 200, headers: [], body: { kind: 'stream' } },
  trace: [],
  reached: ['function:Echo'],
  inspectedBy: [],
  passed: [],
  ...change,
});
const arriving: Replay = () => outcome();
const refused: Replay = () => outcome({ reached: [] });

const judged = (given: Proof, replay: Replay, origin = API) => noSideDoor(GRAPH, origin, given, replay);

describe('the claim "no side door"', () => {
  it('is refuted by a witness that the runtime confirms', () => {
    const { judged: verdict, bypasses } = judged(proof([arrival()]), arriving);
    expect(verdict).toEqual({ is: 'bypassable', reasons: [] });
    expect(bypasses.map(({ attacker, outcome: { reached } }) => [attacker, reached])).toEqual([
      ['internet', ['function:Echo']],
    ]);
  });

  it('holds where nothing arrives uninspected', () => {
    const none = proof([
      arrival({ requests: set({ possible: false, certain: false }) }),
      arrival({ inspectedBy: ['Acl'] }),
    ]);
    expect(judged(none, arriving).judged).toEqual({ is: 'protected', reasons: [] });
  });

  it('does not ask about mocks and the applications of others', () => {
    const others = proof([arrival({ application: 'mock:Api' }), arrival({ application: 'function:Other' })]);
    expect(judged(others, arriving).judged.is).toBe('protected');
  });

  it('is unknown, with a diagnostic of ours, where the prover is sure and the runtime disagrees', () => {
    const { judged: verdict, diagnostics } = judged(proof([arrival()]), refused);
    expect(verdict).toEqual({
      is: 'unknown',
      reasons: ['a request to "function:Echo" that the runtime does not confirm'],
    });
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['witness-not-replayed', 'warning']]);
    expect(diagnostics[0]?.message).toBe(
      'Cannot replay the witness against "Api": "GET /prod/admin" at "api-gateway" did not arrive at "function:Echo", expected it to arrive there without a web ACL',
    );
  });

  it('is not refuted by a replay in which a web ACL evaluated the request after all', () => {
    const inspected: Replay = () => outcome({ inspectedBy: ['Acl'] });
    expect(judged(proof([arrival()]), inspected).judged.is).toBe('unknown');
  });

  it('is unknown, with what it rests on, where only a running system can tell, whatever the replay makes of it', () => {
    const resting = set({ certain: false, reasons: ['whether "Open" is set'] }, [
      witness({ rests: ['whether "Open" is set'] }),
    ]);
    const { judged: verdict, bypasses, diagnostics } = judged(proof([arrival({ requests: resting })]), arriving);
    expect(verdict).toEqual({ is: 'unknown', reasons: ['whether "Open" is set'] });
    expect([bypasses, diagnostics]).toEqual([[], []]);
  });

  it('finds the witness that rests on nothing among those that do', () => {
    const mixed = set({ certain: false, reasons: ['a canary'] }, [witness({ rests: ['a canary'] }), witness()]);
    expect(judged(proof([arrival({ requests: mixed })]), arriving).judged.is).toBe('bypassable');
  });

  it('is unknown where the proof or the origin is, unless a bypass is found', () => {
    expect(judged(proof([], ['too many patterns']), arriving).judged).toEqual({
      is: 'unknown',
      reasons: ['too many patterns'],
    });
    const outside: Origin = { ...API, unknown: ['a host outside AWS'] };
    expect(judged(proof([]), arriving, outside).judged).toEqual({ is: 'unknown', reasons: ['a host outside AWS'] });
    expect(judged(proof([arrival()], ['too many patterns']), arriving).judged.is).toBe('bypassable');
  });
});
