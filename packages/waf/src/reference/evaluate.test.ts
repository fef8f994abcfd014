import { expect, test } from 'vitest';
import { compareRandom } from './compare.ts';

test('10,000 random web ACLs decide random requests as the reference does', () => {
  const { disagreements, evaluations, deciding } = compareRandom(10_000);
  expect(disagreements.slice(0, 3)).toEqual([]);
  expect(evaluations).toBe(30_000);
  // The generator is worth something only while rules decide about as often as the default does.
  expect(deciding.get('Default_Action')).toBeLessThan(20_000);
  expect(deciding.get('Rule0')).toBeGreaterThan(1500);
});
