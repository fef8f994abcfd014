import type { TextUniverse } from '../universe/text-universe.ts';
import { ascending } from './test-lists.ts';

/** The tests on an attribute, by number: those on its first value, and those on any value. */
export interface TestNumbers {
  readonly isFirst: (test: number) => boolean;
}

/** A class of lists of values. */
export interface ListClass {
  /** The tests that hold, ascending: of the first value's, and of any value's. */
  readonly holds: readonly number[];
  readonly values: readonly string[];
}

interface Single {
  readonly holds: readonly number[];
  readonly witness: string;
}

export interface ListClasses {
  readonly classes: readonly ListClass[];
  readonly complete: boolean;
}

export const listKey = (holds: readonly number[], present: boolean): string => `${present ? '+' : '-'}${holds.join()}`;

/** Beyond this, what lists of several values can satisfy at once is not enumerated. */
const MOST_LISTS = 4096;

/**
 * The classes of lists of values, made of the classes of single values. Where an attribute may repeat, two values can
 * satisfy two tests that no value satisfies at once: the classes are closed under adding another value.
 */
export function listClasses(singles: readonly Single[], universe: TextUniverse, numbers: TestNumbers): ListClasses {
  const found = new Map<string, ListClass>();
  for (const { holds, witness } of singles) found.set(listKey(holds, true), { holds, values: [witness] });
  if (universe.values !== 'one') found.set(listKey([], false), { holds: [], values: [] });
  if (universe.values !== 'many') return { classes: [...found.values()], complete: true };
  for (const { holds, values } of found.values()) {
    if (values.length === 0) continue;
    for (const single of singles) {
      const more = ascending([...holds, ...single.holds.filter((test) => !numbers.isFirst(test))]);
      const key = listKey(more, true);
      if (found.has(key)) continue;
      if (found.size >= Math.max(MOST_LISTS, singles.length + 1))
        return { classes: [...found.values()], complete: false };
      found.set(key, { holds: more, values: [...values, single.witness] });
    }
  }
  return { classes: [...found.values()], complete: true };
}
