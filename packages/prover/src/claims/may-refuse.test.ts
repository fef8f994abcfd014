import { type Condition, type InspectingWebAcl, statementCondition } from '@sallyport/gates';
import { expect, test } from 'vitest';
import { mayRefuse } from './may-refuse.ts';

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
const undecided: Condition = { test: 'undecided', identity: 'rate', reason: 'rate', decide: () => false };

type Action = InspectingWebAcl['rules'][number]['action'];
const refuses = (defaultAction: 'allow' | 'block', ...rules: readonly (readonly [Action, Condition])[]): boolean =>
  mayRefuse({ defaultAction, rules: rules.map(([action, when], at) => ({ name: `r${at}`, action, when })) });

test('a web ACL may refuse what a rule refuses and none before it allows', () => {
  expect(refuses('allow', ['block', path('^/admin')])).toBe(true);
  expect(refuses('allow', ['allow', path('^/public')], ['block', path('^/p')])).toBe(true);
  expect(refuses('allow', ['allow', undecided], ['block', path('^/admin')])).toBe(true);
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
