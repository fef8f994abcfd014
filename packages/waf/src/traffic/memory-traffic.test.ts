import { expect, test } from 'vitest';
import { MemoryTraffic } from './memory-traffic.ts';

const MINUTE = 60_000;

test('what was noted is counted in its window and not beyond, and reading notes nothing', () => {
  const traffic = new MemoryTraffic();
  expect(traffic.note('a', 0, MINUTE)).toBe(1);
  expect(traffic.note('a', 30_000, MINUTE)).toBe(2);
  expect(traffic.noted('a', 59_999, MINUTE)).toBe(2);
  expect(traffic.noted('a', 60_000, MINUTE)).toBe(1);
  expect(traffic.noted('a', 60_000, MINUTE)).toBe(1);
  expect(traffic.noted('b', 0, MINUTE)).toBe(0);
});

test('different values count once each, from their last time on', () => {
  const traffic = new MemoryTraffic();
  expect(traffic.distinct('k', 'x', 0, MINUTE)).toBe(1);
  expect(traffic.distinct('k', 'y', 1, MINUTE)).toBe(2);
  expect(traffic.distinct('k', 'x', 50_000, MINUTE)).toBe(2);
  expect(traffic.distinct('k', 'z', 60_001, MINUTE)).toBe(2);
  expect(traffic.distinct('other', 'x', 60_001, MINUTE)).toBe(1);
});

test('a streak lasts while the gaps are no longer than allowed', () => {
  const traffic = new MemoryTraffic();
  expect([0, 30, 60].map((minute) => traffic.streak('s', minute * MINUTE, 30 * MINUTE))).toEqual([
    0,
    30 * MINUTE,
    60 * MINUTE,
  ]);
  expect(traffic.streak('s', 90 * MINUTE + 1, 30 * MINUTE)).toBe(0);
});

test('memory is bounded: by keys, by values of a key, by moments of a key', () => {
  const traffic = new MemoryTraffic({ keys: 10 });
  for (let key = 0; key < 20; key++) traffic.note(`k${key}`, 0, MINUTE);
  expect([traffic.noted('k9', 0, MINUTE), traffic.noted('k10', 0, MINUTE)]).toEqual([0, 1]);
  let values = 0;
  for (let value = 0; value < 1000; value++) values = traffic.distinct('v', String(value), 0, MINUTE);
  expect(values).toBe(256);
  let count = 0;
  for (let moment = 0; moment < 5000; moment++) count = traffic.note('m', moment, MINUTE);
  expect(count).toBe(1024);
});

test('memory is bounded by all keys together: the key that was used least recently is forgotten', () => {
  const traffic = new MemoryTraffic({ moments: 10, values: 10 });
  for (const key of ['a', 'b', 'a', 'c'])
    for (let at = 0; at < 3; at++) {
      traffic.note(key, 0, MINUTE);
      traffic.distinct(key, String(at), 0, MINUTE);
    }
  expect(['a', 'b', 'c'].map((key) => traffic.noted(key, 0, MINUTE))).toEqual([6, 0, 3]);
  expect(traffic.distinct('b', 'x', 0, MINUTE)).toBe(4);
  traffic.distinct('d', 'y', 0, MINUTE);
  expect(traffic.distinct('a', 'x', 0, MINUTE)).toBe(1);
});

test('one key alone is never forgotten for its own weight', () => {
  const traffic = new MemoryTraffic({ moments: 2 });
  expect([1, 2, 3, 4].map((now) => traffic.note('a', now, MINUTE))).toEqual([1, 2, 3, 4]);
});

const SPAN = { spanMilliseconds: 10_000, leastUsual: 5, learns: true };

/** So many requests a span from each of ten members, for so many spans from `from` on. */
function steady(traffic: MemoryTraffic, perSpan: number, spans: number, from = 0): void {
  for (let span = 0; span < spans; span++)
    for (let request = 0; request < perSpan; request++)
      for (let member = 0; member < 10; member++)
        traffic.volume('s', `m${member}`, (from + span) * 10_000 + request * (9000 / perSpan), SPAN);
}

test('what members and all together usually send is learnt from their last spans', () => {
  const traffic = new MemoryTraffic();
  steady(traffic, 8, 20);
  const volume = traffic.volume('s', 'm0', 200_000, SPAN);
  expect(volume).toMatchObject({ usualOwn: 8, usualAll: 80, knownMilliseconds: 200_000 });
  expect([volume.own, volume.all]).toEqual([9, 81]);
});

test('what is beyond the usual of its member is told, and not learnt where it must not be', () => {
  const traffic = new MemoryTraffic();
  steady(traffic, 8, 20);
  let last = traffic.volume('s', 'm0', 210_000, { ...SPAN, learns: false });
  for (let request = 1; request < 108; request++) last = traffic.volume('s', 'm0', 210_000, { ...SPAN, learns: false });
  expect(last).toMatchObject({ own: 108, beyond: 100 });
  expect(traffic.volume('s', 'm1', 220_000, SPAN).usualOwn).toBe(8);
});

test('silence is part of what is usual', () => {
  const traffic = new MemoryTraffic();
  steady(traffic, 8, 20);
  expect(traffic.volume('s', 'm0', 5_000_000, SPAN)).toMatchObject({ own: 1, all: 1, usualAll: 0 });
});

test('a clock that goes back reopens nothing', () => {
  const traffic = new MemoryTraffic();
  traffic.volume('s', 'm', 100_000, SPAN);
  expect(traffic.volume('s', 'm', 50_000, SPAN)).toMatchObject({ own: 2, all: 2 });
});

test('the same requests give the same numbers', () => {
  const run = () => {
    const traffic = new MemoryTraffic();
    steady(traffic, 7, 13);
    return traffic.volume('s', 'm3', 137_421, SPAN);
  };
  expect(run()).toEqual(run());
});
