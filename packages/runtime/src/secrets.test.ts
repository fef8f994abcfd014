import type { Condition, Gate, GateGraph, Rewrite, Step } from '@sallyport/gates';
import { expect, test } from 'vitest';
import { secretMasks } from './secrets.ts';

const answer: Step = {
  do: 'answer',
  answer: {
    label: 'ok',
    respond: () => ({ status: 200, headers: [], body: { kind: 'bytes', bytes: new Uint8Array() } }),
  },
};

const keyIs = (to: string): Condition => ({
  test: 'text',
  on: 'header:x-api-key',
  matches: { is: 'equal', to, secret: true },
});

const graphOf = (...by: readonly Rewrite[]): GateGraph => graphFrom({ do: 'rewrite', by, next: answer });

function graphFrom(start: Step): GateGraph {
  const gate: Gate = { id: 'g', component: 'distribution', title: 'g', start };
  return {
    gates: new Map([[gate.id, gate]]),
    entrances: [],
    applications: new Map(),
    origins: [],
    assumptions: [],
    diagnostics: [],
  };
}

const KEY = '0123456789abcdef0123456789abcdef01234567';
const graph = graphOf(
  { do: 'set-header', name: 'x-api-key', text: { opaque: 'key', nature: 'secret', reason: 'a generated secret' } },
  { do: 'set-header', name: 'X-Env', text: '1', secret: true },
  { do: 'set-header', name: 'x-open', text: 'not-a-secret-at-all' },
);
const disclosed = secretMasks(() => KEY)(graph)();

test('a secret of the sources is shown by its last characters, in whatever header it comes', () => {
  expect(
    disclosed.headers([
      ['X-Api-Key', KEY],
      ['Referer', `https://example.com/?key=${KEY}`],
      ['x-open', 'not-a-secret-at-all'],
    ]),
  ).toEqual([
    ['X-Api-Key', '****4567'],
    ['Referer', 'https://example.com/?key=****4567'],
    ['x-open', 'not-a-secret-at-all'],
  ]);
  expect([disclosed.query(`k=${KEY}`), disclosed.path(`/${KEY}`)]).toEqual(['k=****4567', '/****4567']);
});

test('a short one is masked in its own header only: it stands elsewhere by chance', () => {
  expect(
    disclosed.headers([
      ['x-env', '1'],
      ['DNT', '1'],
    ]),
  ).toEqual([
    ['x-env', '****'],
    ['DNT', '1'],
  ]);
  expect(disclosed.query('page=1')).toBe('page=1');
});

test('a key that is asked for is one too, whoever sends it', () => {
  const asks: Step = {
    do: 'choose',
    rules: [{ when: { not: keyIs('key-of-a-partner') }, then: answer, label: 'another key' }],
    otherwise: answer,
  };
  const asked = secretMasks(() => KEY)(graphFrom(asks))();
  expect(asked.headers([['X-API-Key', 'key-of-a-partner']])).toEqual([['X-API-Key', '****tner']]);
});

test('what a rule counts or finds in the header of a secret is not shown, since it has been transformed', () => {
  const upper = KEY.toUpperCase();
  expect(disclosed.rateValue({ member: 'Header', name: 'X-API-Key' }, upper)).toBe('****4567');
  const detail = { conditionType: 'SQL_INJECTION', location: 'HEADER', matchedData: [upper.slice(0, 20)] } as const;
  const match = { field: 'SingleHeader', detail: { ...detail, matchedFieldName: 'x-api-key' } };
  expect(disclosed.fieldMatch(match).detail.matchedData).toEqual(['****0123']);
});

test('what rules found, and what they count by, holds no secret either', () => {
  const detail = { conditionType: 'XSS', location: 'HEADER', matchedData: ['<', KEY] } as const;
  expect(disclosed.fieldMatch({ field: 'SingleHeader', detail }).detail.matchedData).toEqual(['<', '****4567']);
  expect(disclosed.rateValue({ member: 'Header', name: 'X-Env' }, '1')).toBe('****');
  expect(disclosed.rateValue({ member: 'Cookie', name: 'a' }, KEY)).toBe('****4567');
});
