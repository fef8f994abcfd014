import { expect, test } from 'vitest';
import { ClassPool, EVERY_CLASS, NO_CLASS } from './class-pool.ts';
import { classSet } from './class-set.ts';

/** A plain set of numbers below `size`, different for each seed. */
function some(size: number, seed: number): ReadonlySet<number> {
  const members = new Set<number>();
  for (let index = 0; index < size; index++)
    if (Math.imul(index + 1, seed * 2654435761) >>> 31 === 1) members.add(index);
  return members;
}

test.each([1, 2, 31, 32, 33, 64, 200])('the algebra over %i classes is that of plain sets', (size) => {
  const pool = new ClassPool(size);
  const indices = Array.from({ length: size }, (_none, index) => index);
  const numberOf = (members: (index: number) => boolean): number => pool.of(classSet(size, members));
  for (let seed = 1; seed < 30; seed++) {
    const [left, right] = [some(size, seed), some(size, seed + 7)];
    const [a, b] = [numberOf((index) => left.has(index)), numberOf((index) => right.has(index))];
    expect(pool.meet(a, b)).toBe(numberOf((index) => left.has(index) && right.has(index)));
    expect(pool.join(a, b)).toBe(numberOf((index) => left.has(index) || right.has(index)));
    expect(pool.minus(a, b)).toBe(numberOf((index) => left.has(index) && !right.has(index)));
    expect(indices.filter((index) => pool.has(a, index))).toEqual([...left]);
    expect(pool.first(a)).toBe([...left][0] ?? -1);
  }
});

test('no class and every class are the same numbers in each pool', () => {
  const pool = new ClassPool(70);
  expect(pool.of(classSet(70, () => false))).toBe(NO_CLASS);
  expect(pool.of(classSet(70, () => true))).toBe(EVERY_CLASS);
  expect(pool.minus(EVERY_CLASS, EVERY_CLASS)).toBe(NO_CLASS);
  expect(pool.only(69)).toBe(pool.of(classSet(70, (index) => index === 69)));
  expect(new ClassPool(1).only(0)).toBe(EVERY_CLASS);
});

test('what is beyond the classes of a variable belongs to none of its sets', () => {
  const pool = new ClassPool(40);
  for (const index of [-1, 64, 1000]) expect(pool.has(EVERY_CLASS, index)).toBe(false);
});
