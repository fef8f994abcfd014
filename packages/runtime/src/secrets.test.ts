import type { Gate, GateGraph, Rewrite, Step } from '@sallyport/gates';
import { expect, test } from 'vitest';
import { secretMasks } from './secrets.ts';

const answer: Step = {
  do: 'answer',
  answer: {
    label: 'ok',
    respond: () => ({ status: 200, headers: [], body: { kind: 'bytes', bytes: new Uint8Array() } }),
  },
};

function graphOf(...by: readonly Rewrite[]): GateGraph {
  const gate: Gate = { id: 'g', component: 'distribution', title: 'g', start: { do: 'rewrite', by, next: answer } };
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

test('what rules found, and what they count by, holds no secret either', () => {
  const detail = { conditionType: 'XSS', location: 'HEADER', matchedData: ['<', KEY] } as const;
  expect(disclosed.fieldMatch({ field: 'SingleHeader', detail }).detail.matchedData).toEqual(['<', '****4567']);
  expect(disclosed.rateValue({ member: 'Header', name: 'X-Env' }, '1')).toBe('****');
  expect(disclosed.rateValue({ member: 'Cookie', name: 'a' }, KEY)).toBe('****4567');
});
