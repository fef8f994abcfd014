import { expect, test } from 'vitest';
import { MemoryCounters } from './memory-counters.ts';

test('MemoryCounters counts what was added within the window, the addition itself included', () => {
  const counters = new MemoryCounters();
  expect([0, 500, 999, 1000, 1499, 1500].map((now) => counters.add('a', now, 1000))).toEqual([1, 2, 3, 3, 4, 4]);
  expect(counters.add('b', 1500, 1000)).toBe(1);
});

test('MemoryCounters counts alike however many moments are over', () => {
  const counters = new MemoryCounters();
  const naive: number[] = [];
  for (let now = 0; now < 20_000; now += 1 + (now % 3)) {
    naive.push(now);
    expect(counters.add('a', now, 3000)).toBe(naive.filter((moment) => moment > now - 3000).length);
  }
});

test('MemoryCounters forgets the key that was added to least recently, beyond its number of keys', () => {
  const counters = new MemoryCounters(2);
  for (const key of ['a', 'b', 'a', 'c']) counters.add(key, 0, 1000);
  expect(counters.add('a', 1, 1000)).toBe(3);
  expect(counters.add('b', 2, 1000)).toBe(1);
});
