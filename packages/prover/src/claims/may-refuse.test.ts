import { type Condition, type InspectingWebAcl, statementCondition } from '@sallyport/gates';
import { expect, test } from 'vitest';
import type { ProofLimits } from '../arrivals/limits.ts';
import type { Refusing } from '../web-acl-lint/index.ts';
import { provedRefusal } from './may-refuse.ts';

const path = (source: string): Condition => ({
  test: 'text',
  on: 'path',
  matches: { is: 'regex', source, dialect: 'waf' },
});
const host = (name: string): Condition =>
  statementCondition({
    kind: 'text',
    on: { field: 'single-header', name: 'host' },
    transformations: [],
    matches: { position: 'EXACTLY', text: name },
  });
const undecided: Condition = { test: 'undecided', identity: 'label', reason: 'a label', decide: () => false };
const rate: Condition = { ...undecided, identity: 'rate', occurs: true };

type Action = InspectingWebAcl['rules'][number]['action'];
type Rules = readonly (readonly [Action, Condition])[];
const webAcl = (defaultAction: 'allow' | 'block', rules: Rules) => ({
  defaultAction,
  rules: rules.map(([action, when], at) => ({ name: `r${at}`, action, when })),
});
const refuses = (defaultAction: 'allow' | 'block', ...rules: Rules): Refusing =>
  provedRefusal(webAcl(defaultAction, rules));

test('a web ACL may refuse what a rule refuses and none before it allows', () => {
  expect(refuses('allow', ['block', path('^/admin')])).toBe(true);
  expect(refuses('allow', ['allow', path('^/public')], ['block', path('^/p')])).toBe(true);
  expect(refuses('allow', ['allow', rate], ['block', path('^/admin')])).toBe(true);
  expect(refuses('allow', ['allow', path('^/admin')], ['challenge', host('other.example.org')])).toBe(true);
  expect(refuses('allow', ['block', { test: 'address', in: { id: 'one', cidrs: ['192.0.2.1/32'] } }])).toBe(true);
  expect(refuses('block', ['allow', path('^/public')])).toBe(true);
});

test('a web ACL refuses nothing where rules that allow cover all that others refuse', () => {
  expect(refuses('allow', ['allow', path('.*')], ['block', path('^/admin')])).toBe(false);
  expect(refuses('allow', ['allow', path('^/a')], ['allow', path('^/b')], ['block', path('^/(a|b)dmin')])).toBe(false);
  expect(refuses('block', ['allow', path('a')], ['allow', { not: path('a') }])).toBe(false);
});

test('a web ACL refuses nothing where its rules ask for what cannot be', () => {
  expect(refuses('allow', ['block', { all: [path('^/a'), path('^/b')] }])).toBe(false);
  expect(refuses('allow', ['block', { not: { all: [] } }])).toBe(false);
});

test('a test that nobody can look into proves neither', () => {
  expect(refuses('allow', ['block', undecided])).toEqual({ unsure: 'a label' });
  expect(refuses('allow', ['allow', undecided], ['block', path('^/admin')])).toEqual({ unsure: 'a label' });
  expect(refuses('allow', ['block', undecided], ['block', path('^/admin')])).toBe(true);
  expect(refuses('allow', ['block', { all: [undecided, { not: undecided }] }])).toBe(false);
});

test('a limit that is reached proves neither', () => {
  const rules = [
    ['allow', path('^/a')],
    ['allow', path('^/b')],
    ['block', path('^/(a|b)dmin')],
  ] as const;
  const limited = (limits: Partial<ProofLimits>) => provedRefusal(webAcl('allow', rules), limits);
  const one = { states: 1, classes: 1 };
  expect(limited({ steps: 1 })).toEqual({ unsure: 'its conditions are too many to be told apart' });
  expect(limited({ classes: one, strictClasses: one })).toEqual({
    unsure: expect.stringContaining('too many patterns on "path" to be told apart'),
  });
  expect(limited({ undecided: 0 })).toBe(false);
  const open = [['block', { all: [undecided, path('^/a')] }]] as const;
  expect(provedRefusal(webAcl('allow', open), { undecided: 0 })).toEqual({ unsure: 'a label' });
});
