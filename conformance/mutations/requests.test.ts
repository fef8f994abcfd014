import { expect, test } from 'vitest';
import { createRandom } from '../generate/random.ts';
import { MUTATIONS, mutateRequest } from './requests.ts';

const RUNS = 5_000;

test('mutated requests are the same for the same seed', () => {
  expect(mutateRequest(createRandom(11))).toEqual(mutateRequest(createRandom(11)));
});

test('every mutation occurs, and every character is a byte', () => {
  const random = createRandom(1);
  const seen = new Set<string>();
  for (let run = 0; run < RUNS; run++) {
    const { bytes, mutations } = mutateRequest(random, 'd111111abcdef8.cloudfront.net');
    for (const name of mutations) seen.add(name);
    expect(/^[\x00-\xff]*$/.test(bytes)).toBe(true);
  }
  expect([...seen].sort()).toEqual(Object.keys(MUTATIONS).sort());
});
