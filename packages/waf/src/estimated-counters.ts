import type { CounterStore } from './compiled.ts';

/** So many requests under one key in one tick; what processes tell each other. */
export interface TickCount {
  readonly key: string;
  /** Ticks since 1970-01-01T00:00Z. */
  readonly tick: number;
  readonly count: number;
}

interface Track {
  /** Requests by tick, those of other processes among them. */
  readonly ticks: Map<number, number>;
  estimate: number;
  estimatedAt: number;
}

/** "About every 10 seconds": https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
export const TICK_MILLISECONDS = 10_000;

/**
 * Counters as AWS WAF estimates them: about every ten seconds it looks back at what came in the evaluation window, so that a
 * limit takes hold late and ends late. AWS also gives recent requests more weight and does not say how: here all weigh the same.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-caveats.html
 * Time is passed in.
 *
 * Several processes share counts by handing each other what `take` gives; `merge` adds what others have counted.
 */
export class EstimatedCounters implements CounterStore {
  readonly #tracks = new Map<string, Track>();
  /** What was counted here and not taken yet. */
  #untaken = new Map<string, TickCount>();
  readonly #tickMilliseconds: number;
  readonly #mostKeys: number;

  /** Beyond so many keys, the one that was added to least recently is forgotten. */
  constructor({ tickMilliseconds = TICK_MILLISECONDS, mostKeys = 100_000 } = {}) {
    this.#tickMilliseconds = tickMilliseconds;
    this.#mostKeys = mostKeys;
  }

  add(key: string, now: number, windowMilliseconds: number): number {
    const tick = Math.floor(now / this.#tickMilliseconds);
    const track = this.#track(key);
    if (track.estimatedAt !== tick) {
      track.estimate = this.#estimate(track, tick, windowMilliseconds);
      track.estimatedAt = tick;
    }
    count(track, tick, 1);
    this.#note(key, tick);
    return track.estimate;
  }

  /** What was counted here since the last call. */
  take(): readonly TickCount[] {
    const taken = [...this.#untaken.values()];
    this.#untaken = new Map();
    return taken;
  }

  /** Adds what others have counted. */
  merge(counts: readonly TickCount[]): void {
    for (const each of counts) count(this.#track(each.key), each.tick, each.count);
  }

  #track(key: string): Track {
    const track = this.#tracks.get(key) ?? { ticks: new Map(), estimate: 0, estimatedAt: Number.NaN };
    this.#tracks.delete(key);
    this.#tracks.set(key, track);
    if (this.#tracks.size > this.#mostKeys) this.#forgetOldest();
    return track;
  }

  #estimate({ ticks }: Track, tick: number, windowMilliseconds: number): number {
    const first = tick - Math.ceil(windowMilliseconds / this.#tickMilliseconds);
    let total = 0;
    for (const [at, counted] of ticks) {
      if (at < first) ticks.delete(at);
      else if (at < tick) total += counted;
    }
    return total;
  }

  #note(key: string, tick: number): void {
    const name = `${tick} ${key}`;
    this.#untaken.set(name, { key, tick, count: (this.#untaken.get(name)?.count ?? 0) + 1 });
    if (this.#untaken.size <= this.#mostKeys) return;
    // Nobody takes: what is oldest will not be missed.
    for (const oldest of this.#untaken.keys()) {
      this.#untaken.delete(oldest);
      return;
    }
  }

  #forgetOldest(): void {
    for (const key of this.#tracks.keys()) {
      this.#tracks.delete(key);
      return;
    }
  }
}

const count = ({ ticks }: Track, tick: number, more: number): void => {
  ticks.set(tick, (ticks.get(tick) ?? 0) + more);
};
