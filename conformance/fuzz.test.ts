import { prove } from '@sallyport/prover';
import { expect, test } from 'vitest';
import { comparePairs } from './fuzz.ts';

const PAIRS = 20_000;

test(`runtime and prover agree on ${PAIRS} random architectures and requests`, { timeout: 600_000 }, () => {
  const { disagreements, pairs, reached, uninspected, closed, witnesses, tuples } = comparePairs(PAIRS, 1);
  expect(disagreements.slice(0, 3)).toEqual([]);
  expect(pairs).toBe(PAIRS);
  // The comparison must have had something to compare.
  expect(reached).toBeGreaterThan(PAIRS / 50);
  expect(uninspected).toBeGreaterThan(PAIRS / 100);
  expect(closed).toBeGreaterThan(20);
  expect(witnesses).toBeGreaterThan(PAIRS / 50);
  expect(tuples).toBeGreaterThan(PAIRS / 50);
});

test('a prover that overlooks a way in is found out', () => {
  const careless: typeof prove = (...given) => {
    const proof = prove(...given);
    return { ...proof, arrivals: proof.arrivals.filter(({ inspectedBy }) => inspectedBy.length > 0) };
  };
  const { disagreements } = comparePairs(800, 1, { prover: careless });
  expect(disagreements.map(({ kind }) => kind)).toContain('reached, though the prover sees no way');
});

test('a prover that says of a request that it goes elsewhere is found out', () => {
  const confused: typeof prove = (...given) => {
    const proof = prove(...given);
    return { ...proof, arrivals: proof.arrivals.map((arrival) => ({ ...arrival, inspectedBy: ['another'] })) };
  };
  const { disagreements } = comparePairs(400, 1, { prover: confused });
  expect(disagreements.map(({ kind }) => kind)).toContain('witness not replayed');
});
