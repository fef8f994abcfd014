import { expect, test } from 'vitest';
import { comparePairs } from './fuzz.ts';

const PAIRS = 20_000;

test(`runtime and prover agree on ${PAIRS} random architectures and requests`, () => {
  const { disagreements, pairs, reached, uninspected, closed, witnesses, tuples } = comparePairs(PAIRS, 1);
  expect(disagreements.slice(0, 3)).toEqual([]);
  expect(pairs).toBe(PAIRS);
  // The comparison must have had something to compare.
  expect(reached).toBeGreaterThan(PAIRS / 50);
  expect(uninspected).toBeGreaterThan(PAIRS / 100);
  expect(closed).toBeGreaterThan(20);
  expect(witnesses).toBeGreaterThan(PAIRS / 50);
  expect(tuples).toBeGreaterThan(PAIRS / 50);
}, 300_000);
