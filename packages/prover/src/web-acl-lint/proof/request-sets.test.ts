import type { Condition } from '@sallyport/gates';
import { expect, test } from 'vitest';
import { members } from './request-sets.ts';

const path = (text: string): Condition => ({ test: 'text', on: 'path', matches: { is: 'starting-with', text } });
const method = (to: string): Condition => ({ test: 'text', on: 'method', matches: { is: 'equal', to } });
const from = (...cidrs: readonly string[]): Condition => ({ test: 'address', in: { id: cidrs.join(' '), cidrs } });
const undecided = (identity: string): Condition => ({
  test: 'undecided',
  identity,
  reason: identity,
  decide: () => false,
});

const targets = (wanted: Condition, ...avoided: readonly Condition[]) => {
  const found = members(wanted, avoided);
  return 'some' in found ? found.some.map(({ request }) => request.target) : [];
};

test('a member is a request, less those that are avoided', () => {
  expect(targets(path('/a'))).toContain('/a');
  expect(targets(path('/a'), path('/a/b'))).toContain('/a');
  expect(members(path('/a/b'), [path('/a')])).toEqual({ none: true });
});

test('several together leave nothing', () => {
  expect(members(path('/a'), [method('GET'), { not: method('GET') }])).toEqual({ none: true });
  expect(members(path('/a'), [method('GET')])).toMatchObject({ some: [{ request: { method: 'HEAD' } }] });
});

test('reserved addresses send requests too', () => {
  expect(members(from('10.0.0.0/8'))).toHaveProperty('some');
  expect(members(from('192.0.2.16/28'), [from('192.0.2.0/24')])).toEqual({ none: true });
});

test('what cannot be looked into may hold and may not, but not both', () => {
  const sqli = undecided('sqli');
  expect(members(sqli)).toMatchObject({ some: [{ holding: ['sqli'] }] });
  expect(members({ all: [sqli, { not: sqli }] })).toEqual({ none: true });
  expect(members({ all: [sqli, path('/a')] }, [sqli])).toEqual({ none: true });
});
