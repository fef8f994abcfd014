import type { CounterStore } from './compiled.ts';

/** When something was added under one key, oldest first; those before `first` are over. */
interface Moments {
  readonly times: number[];
  first: number;
}

/** So many that are over are kept before the list is cut: each moment is then moved about once. */
const LEAST_CUT = 1024;

/** Counters in memory, for one process: the moments of the last additions under each key. */
export class MemoryCounters implements CounterStore {
  readonly #moments = new Map<string, Moments>();
  readonly #mostKeys: number;

  /** Beyond so many keys, the one that was added to least recently is forgotten. */
  constructor(mostKeys = 100_000) {
    this.#mostKeys = mostKeys;
  }

  add(key: string, now: number, windowMilliseconds: number): number {
    const moments = this.#moments.get(key) ?? { times: [], first: 0 };
    this.#moments.delete(key);
    this.#moments.set(key, moments);
    moments.times.push(now);
    passOver(moments, now - windowMilliseconds);
    if (this.#moments.size > this.#mostKeys) this.#forgetOldest();
    return moments.times.length - moments.first;
  }

  #forgetOldest(): void {
    for (const key of this.#moments.keys()) {
      this.#moments.delete(key);
      return;
    }
  }
}

/** Leaves out what lies at this time or before. */
function passOver(moments: Moments, last: number): void {
  const { times } = moments;
  while ((times[moments.first] ?? Number.POSITIVE_INFINITY) <= last) moments.first++;
  if (moments.first < LEAST_CUT || moments.first * 2 < times.length) return;
  times.splice(0, moments.first);
  moments.first = 0;
}
