import { expect, test } from 'vitest';
import { EstimatedCounters } from './estimated-counters.ts';

const WINDOW = 300_000;
const many = (counters: EstimatedCounters, times: number, now: number): number =>
  Math.max(...Array.from({ length: times }, () => counters.add('client', now, WINDOW)));

test('a burst is seen at the next tick, not before', () => {
  const counters = new EstimatedCounters();
  expect(many(counters, 1000, 1000)).toBe(0);
  expect(counters.add('client', 9_999, WINDOW)).toBe(0);
  expect(counters.add('client', 10_000, WINDOW)).toBe(1001);
  expect(counters.add('other', 10_000, WINDOW)).toBe(0);
});

test('the end of a burst is seen at the first tick whose window it has left', () => {
  const counters = new EstimatedCounters();
  many(counters, 1000, 5000);
  expect(counters.add('client', 300_000, WINDOW)).toBe(1000);
  expect(counters.add('client', 309_999, WINDOW)).toBe(1000);
  expect(counters.add('client', 310_000, WINDOW)).toBe(2);
});

test('a steady rate is estimated as what it brings in a window', () => {
  const counters = new EstimatedCounters();
  for (let now = 0; now < 600_000; now += 1000) counters.add('client', now, WINDOW);
  expect(counters.add('client', 600_000, WINDOW)).toBe(300);
});

test('processes that hand each other their counts estimate the same', () => {
  const [first, second] = [new EstimatedCounters(), new EstimatedCounters()];
  many(first, 60, 0);
  many(second, 50, 0);
  const [ofFirst, ofSecond] = [first.take(), second.take()];
  second.merge(ofFirst);
  first.merge(ofSecond);
  expect(ofFirst).toEqual([{ key: 'client', tick: 0, count: 60 }]);
  expect(first.add('client', 10_000, WINDOW)).toBe(110);
  expect(second.add('client', 10_000, WINDOW)).toBe(110);
  expect(first.take()).toEqual([{ key: 'client', tick: 1, count: 1 }]);
});

test('keeps no more keys than it may', () => {
  const counters = new EstimatedCounters({ mostKeys: 2 });
  for (const key of ['a', 'b', 'c']) counters.add(key, 0, WINDOW);
  expect(['a', 'c'].map((key) => counters.add(key, 10_000, WINDOW))).toEqual([0, 1]);
  expect(counters.take().length).toBeLessThanOrEqual(2);
});
