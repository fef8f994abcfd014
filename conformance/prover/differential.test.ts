import { expect, it } from 'vitest';
import { checkSystem, freshTally } from './differential.ts';

/** More on request: `SYSTEMS=100000 FROM=1 npx vitest run conformance/prover`. */
const SYSTEMS = Number(process.env.SYSTEMS ?? 1500);
const FROM = Number(process.env.FROM ?? 1);

it('proves of random gates exactly what a plain interpreter does with random requests', { timeout: 3_600_000 }, () => {
  const tally = freshTally();
  for (let seed = FROM; seed < FROM + SYSTEMS; seed++) checkSystem(seed, tally);
  expect(tally.disagreements.slice(0, 10)).toEqual([]);
  expect(tally.requests).toBeGreaterThan(2 * SYSTEMS);
  expect(tally.exact).toBeGreaterThan(SYSTEMS);
  expect(tally.sureWitnesses).toBeGreaterThan(SYSTEMS);
});
