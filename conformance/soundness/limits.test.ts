import { type ProofLimits, prove } from '@sallyport/prover';
import { describe, expect, test } from 'vitest';
import { graphOfTemplate } from '../graph.ts';
import { protectedApi } from '../protected-api.ts';
import type { Variant } from '../variants/variant.ts';
import { faultyVariants } from '../variants/variants.ts';

/** Each limit of a proof, so low that it is reached. */
const LOW: readonly (readonly [title: string, limits: Partial<ProofLimits>])[] = [
  ...[1, 5, 40].map((steps) => [`${steps} steps`, { steps }] as const),
  ...[1, 2, 12].map((most) => {
    const classes = { states: most, classes: most };
    return [`${most} classes`, { classes, strictClasses: classes }] as const;
  }),
  ['1 class beside many states', { classes: { states: 20_000, classes: 1 }, strictClasses: { states: 1, classes: 1 } }],
  ['no undecided test', { undecided: 0 }],
  ...[1, 2].map((hops) => [`${hops} hops`, { hops }] as const),
  ...[1, 2, 4].map((visits) => [`${visits} visits`, { visits }] as const),
];

/** Whether the proof leaves open that a request arrives uninspected, or says that it is not complete. */
function isInDoubt({ change, expects }: Variant, limits: Partial<ProofLimits>): boolean {
  const template = protectedApi();
  change(template);
  const graph = graphOfTemplate(template);
  const origin = graph.origins.find(({ id }) => id === (expects.origin ?? 'Api'));
  const { arrivals, unknown } = prove(graph, expects.attacker ?? 'internet', { limits });
  const uninspected = arrivals.filter(({ inspectedBy, requests }) => inspectedBy.length === 0 && requests.possible);
  return unknown.length > 0 || uninspected.some(({ application }) => origin?.applications.includes(application));
}

/** Those that are open without any knowledge of keys. */
const open = faultyVariants.filter(
  (variant) =>
    variant.expects.claim === 'noSideDoor' &&
    variant.expects.becomes === 'falls' &&
    !variant.deployed &&
    isInDoubt(variant, {}),
);

describe('a side door stays open, or unknown, whatever limit the proof reaches', () => {
  test('there are side doors to try', () => {
    expect(open.length).toBeGreaterThan(20);
  });

  test.each(LOW)('%s', (_, limits) => {
    expect(open.filter((variant) => !isInDoubt(variant, limits)).map(({ id }) => id)).toEqual([]);
  });
});
