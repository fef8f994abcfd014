import { describe, expect, it } from 'vitest';
import { createCounters } from './counter.ts';
import { createMeters } from './meter.ts';

const DAY = 86_400_000;
const SATURDAY = Date.UTC(2026, 0, 31, 12);

describe('a token bucket', () => {
  const bucket = { kind: 'bucket', id: 'plan', ratePerSecond: 10, burst: 2 } as const;

  it('lets a burst through, then the rate', () => {
    const meters = createMeters();
    expect([0, 0, 0].map((at) => meters.take(bucket, at))).toEqual([true, true, false]);
    expect([100, 100, 150, 200].map((at) => meters.take(bucket, at))).toEqual([true, false, false, true]);
  });

  it('is not filled by a clock that goes back', () => {
    const meters = createMeters();
    for (const _ of [1, 2]) meters.take(bucket, 1000);
    expect(meters.take(bucket, 500)).toBe(false);
    expect(meters.take(bucket, 1000)).toBe(false);
    expect(meters.take(bucket, 1100)).toBe(true);
  });

  it('lets nothing through without a burst', () => {
    expect(createMeters().take({ ...bucket, burst: 0 }, 0)).toBe(false);
  });
});

describe('a quota', () => {
  const quota = (period: 'DAY' | 'WEEK' | 'MONTH', offset = 0) =>
    ({ kind: 'quota', id: 'q', limit: 2, period, offset }) as const;

  it('starts afresh each day', () => {
    const meters = createMeters();
    const times = [SATURDAY, SATURDAY, SATURDAY, SATURDAY + DAY];
    expect(times.map((at) => meters.take(quota('DAY'), at))).toEqual([true, true, false, true]);
  });

  it('starts afresh on Sunday, and on the first of the month', () => {
    for (const period of ['WEEK', 'MONTH'] as const) {
      const meters = createMeters();
      const times = [SATURDAY - DAY, SATURDAY, SATURDAY, SATURDAY + DAY];
      expect(times.map((at) => meters.take(quota(period), at))).toEqual([true, true, false, true]);
    }
  });

  it('takes its offset off the first period only', () => {
    const meters = createMeters();
    const times = [SATURDAY, SATURDAY, SATURDAY + DAY, SATURDAY + DAY, SATURDAY + DAY];
    expect(times.map((at) => meters.take(quota('DAY', 1), at))).toEqual([true, false, true, true, false]);
  });
});

describe('counters', () => {
  it('count what was added in the window that ends now', () => {
    const counters = createCounters();
    expect([0, 100, 200].map((at) => counters.add('k', at, 250))).toEqual([1, 2, 3]);
    expect(counters.add('k', 300, 250)).toBe(3);
    expect(counters.add('other', 300, 250)).toBe(1);
    expect(counters.add('k', 10_000, 250)).toBe(1);
  });
});
