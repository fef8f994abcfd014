import type { CounterStore } from './compiled.ts';

/** Counters in memory, for one process: the moments of the last additions under each key. */
export class MemoryCounters implements CounterStore {
  readonly #moments = new Map<string, number[]>();
  readonly #mostKeys: number;

  /** Beyond so many keys, the one that was added to least recently is forgotten. */
  constructor(mostKeys = 100_000) {
    this.#mostKeys = mostKeys;
  }

  add(key: string, now: number, windowMilliseconds: number): number {
    const moments = this.#moments.get(key) ?? [];
    this.#moments.delete(key);
    this.#moments.set(key, moments);
    moments.push(now);
    const first = moments.findIndex((moment) => moment > now - windowMilliseconds);
    if (first > 0) moments.splice(0, first);
    if (this.#moments.size > this.#mostKeys) this.#forgetOldest();
    return moments.length;
  }

  #forgetOldest(): void {
    for (const key of this.#moments.keys()) {
      this.#moments.delete(key);
      return;
    }
  }
}
