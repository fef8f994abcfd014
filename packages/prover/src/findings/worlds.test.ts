import type { Origin } from '@sallyport/gates';
import { expect, test } from 'vitest';
import type { ClaimState, Verdict } from '../claims/verdicts.ts';
import type { Finding } from '../report/finding.ts';
import type { Judgement } from './judgement.ts';
import { combineWorlds } from './worlds.ts';

const API: Origin = { id: 'Api', gates: [], applications: [], distributions: ['Edge'], unknown: [] };

const FINDING: Finding = {
  id: 'CF-01',
  claim: 'noSideDoor',
  attacker: 'internet',
  origin: 'Api',
  title: 'The distribution has no web ACL',
  detail: 'Requests through distribution "Edge" reach "Api" without any web ACL.',
  path: [],
  witness: null,
  place: null,
  remedy: 'Set WebACLId.',
};

interface Said {
  readonly side?: Verdict;
  readonly front?: ClaimState;
  readonly findings?: readonly Finding[];
  readonly origin?: Origin;
}

const judgement = (
  parameters: Readonly<Record<string, string>>,
  { side = 'protected', front = 'holds', findings = [], origin = API }: Said = {},
): Judgement => ({
  world: { parameters },
  attackers: ['internet'],
  origins: [
    {
      origin,
      noSideDoor: { internet: { is: side, reasons: side === 'unknown' ? ['a parameter'] : [] } },
      frontDoorOpens: { is: front, reasons: front === 'falls' ? ['no key'] : [] },
      guardSees: { is: 'holds', reasons: [] },
    },
  ],
  findings,
  assumptions: ['closed world'],
  diagnostics: [{ code: 'a', severity: 'note', message: 'Cannot read' }],
});

test('one world alone stays what it is', () => {
  const only = judgement({}, { side: 'bypassable', findings: [FINDING] });
  expect(combineWorlds([only])).toEqual(only);
});

test('each claim is as bad as in its worst world, and says which world that is', () => {
  const { origins } = combineWorlds([
    judgement({}),
    judgement({ Env: 'dev' }, { side: 'unknown' }),
    judgement({ Env: 'test', Size: 's' }, { front: 'falls' }),
  ]);
  expect(origins[0]?.noSideDoor).toEqual({ internet: { is: 'unknown', reasons: ['a parameter (with Env=dev)'] } });
  expect(origins[0]?.frontDoorOpens).toEqual({ is: 'falls', reasons: ['no key (with Env=test, Size=s)'] });
  expect(origins[0]?.guardSees).toEqual({ is: 'holds', reasons: [] });
});

test('a finding of another world becomes OPS-05 once, with the parameters and what it is there', () => {
  const open = { side: 'bypassable', findings: [FINDING] } as const;
  const { findings } = combineWorlds([
    judgement({}),
    judgement({ Env: 'dev' }, open),
    judgement({ Env: 'test' }, open),
  ]);
  expect(findings).toEqual([
    {
      ...FINDING,
      id: 'OPS-05',
      title: 'A claim falls under other parameter values',
      detail: `${FINDING.detail} This holds with Env=dev.`,
      remedy: expect.stringMatching(/ Set WebACLId\.$/),
      world: { parameters: { Env: 'dev' }, finding: 'CF-01' },
    },
  ]);
});

test('a finding of the first world stays what it is, also where other worlds have it', () => {
  const open = { side: 'bypassable', findings: [FINDING] } as const;
  expect(combineWorlds([judgement({}, open), judgement({ Env: 'dev' }, open)]).findings).toEqual([FINDING]);
});

test('a finding by which no claim falls keeps its id and says where it holds', () => {
  const note: Finding = { ...FINDING, id: 'SEC-01', claim: null };
  const { findings } = combineWorlds([judgement({}), judgement({ Env: 'dev' }, { findings: [note] })]);
  expect(findings.map(({ id, detail }) => [id, detail.endsWith('with Env=dev.')])).toEqual([['SEC-01', true]]);
});

test('an origin that only another world has is judged too', () => {
  const other: Origin = { ...API, id: 'Debug' };
  const { origins } = combineWorlds([judgement({}), judgement({ Env: 'dev' }, { origin: other, side: 'bypassable' })]);
  expect(origins.map(({ origin, noSideDoor }) => [origin.id, noSideDoor.internet?.is])).toEqual([
    ['Api', 'protected'],
    ['Debug', 'bypassable'],
  ]);
});

test('assumptions and diagnostics are said once', () => {
  const { assumptions, diagnostics } = combineWorlds([judgement({}), judgement({ Env: 'dev' })]);
  expect([assumptions.length, diagnostics.length]).toEqual([1, 1]);
});
