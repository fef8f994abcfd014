import { expect, test } from 'vitest';
import { valueAt } from './range-table.ts';

test('the last change at or before a place decides; before the first nothing is known', () => {
  const table = { upper: Uint32Array.of(10, 20, 0xfffffff0), values: Uint16Array.of(1, 0, 2) };
  const found = [0, 9, 10, 19, 20, 0xffffffef, 0xfffffff0, 0xffffffff].map((at) => valueAt(table, at));
  expect(found).toEqual([0, 0, 1, 1, 0, 0, 2, 2]);
  expect(valueAt({ upper: Uint32Array.of(), values: Uint16Array.of() }, 5)).toBe(0);
});

test('numbers of 64 bits are compared half by half', () => {
  const table = {
    upper: Uint32Array.of(7, 7, 8),
    lower: Uint32Array.of(0, 0x80000000, 5),
    values: Uint32Array.of(1, 2, 3),
  };
  const places = [
    [6, 9],
    [7, 0],
    [7, 0x7fffffff],
    [7, 0x80000000],
    [8, 4],
    [8, 5],
    [9, 0],
  ] as const;
  expect(places.map(([high, low]) => valueAt(table, high, low))).toEqual([0, 1, 1, 2, 2, 3, 3]);
});
