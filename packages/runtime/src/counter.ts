import type { CounterStore } from '@sallyport/waf';

interface Window {
  readonly milliseconds: number;
  times: number[];
  /** Times before this place have left the window. */
  start: number;
}

/** How many counters may be kept before those that have fallen silent are dropped. */
const SWEEP_AT = 10_000;

/** A fresh store of counters over sliding windows. */
export function createCounters(): CounterStore {
  const windows = new Map<string, Window>();
  return {
    add: (key, now, windowMilliseconds) => {
      if (windows.size > SWEEP_AT) sweep(windows, now);
      const known = windows.get(key);
      const window = known ?? { milliseconds: windowMilliseconds, times: [], start: 0 };
      if (!known) windows.set(key, window);
      window.times.push(now);
      return advance(window, now - windowMilliseconds);
    },
  };
}

/** Drops the times up to `until` and says how many are left. */
function advance(window: Window, until: number): number {
  while ((window.times[window.start] ?? Number.POSITIVE_INFINITY) <= until) window.start++;
  if (window.start > 1024 && window.start * 2 > window.times.length) {
    window.times = window.times.slice(window.start);
    window.start = 0;
  }
  return window.times.length - window.start;
}

function sweep(windows: Map<string, Window>, now: number): void {
  for (const [key, { times, milliseconds }] of windows)
    if ((times.at(-1) ?? 0) <= now - milliseconds) windows.delete(key);
}
