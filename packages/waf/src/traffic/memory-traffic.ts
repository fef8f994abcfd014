import { Recent } from './recent.ts';
import { type Member, newMember, TrafficScope } from './traffic-scope.ts';
import type { TrafficStore, Volume, VolumeSetting } from './traffic-store.ts';

/** More than any threshold of AWS's groups: beyond it a count stays where it is. */
const MOST_MOMENTS = 1024;
const MOST_VALUES = 256;
const MOST_SCOPES = 1000;

/** How much is remembered at most. */
export interface TrafficBounds {
  /** Of each kind. */
  readonly keys: number;
  /** Of all keys together: some 10 MB of moments, some 30 MB of values. */
  readonly moments: number;
  readonly values: number;
}

const USUAL_BOUNDS: TrafficBounds = { keys: 100_000, moments: 1_000_000, values: 300_000 };

interface Streak {
  since: number;
  last: number;
}

/** Remembers in memory, for one process, within bounds: the key that was used least recently is forgotten first. */
export class MemoryTraffic implements TrafficStore {
  readonly #moments: Recent<number[]>;
  readonly #values: Recent<Map<string, number>>;
  readonly #streaks: Recent<Streak>;
  readonly #scopes = new Recent<TrafficScope>({ keys: MOST_SCOPES });
  readonly #members: Recent<Member>;

  constructor(bounds: Partial<TrafficBounds> = {}) {
    const { keys, moments, values } = { ...USUAL_BOUNDS, ...bounds };
    this.#moments = new Recent({ keys, weight: { most: moments, of: ({ length }) => length } });
    this.#values = new Recent({ keys, weight: { most: values, of: ({ size }) => size } });
    this.#streaks = new Recent({ keys });
    this.#members = new Recent({ keys });
  }

  note(key: string, now: number, windowMilliseconds: number): number {
    const moments = this.#moments.use(key, () => []);
    const before = moments.length;
    moments.push(now);
    const first = moments.findIndex((moment) => moment > now - windowMilliseconds);
    moments.splice(0, Math.max(first, moments.length - MOST_MOMENTS));
    this.#moments.grew(moments.length - before);
    return moments.length;
  }

  noted(key: string, now: number, windowMilliseconds: number): number {
    const moments = this.#moments.get(key) ?? [];
    const first = moments.findIndex((moment) => moment > now - windowMilliseconds);
    return first < 0 ? 0 : moments.length - first;
  }

  distinct(key: string, value: string, now: number, windowMilliseconds: number): number {
    const values = this.#values.use(key, () => new Map<string, number>());
    const before = values.size;
    values.delete(value);
    values.set(value, now);
    for (const [oldest, moment] of values) {
      if (moment > now - windowMilliseconds && values.size <= MOST_VALUES) break;
      values.delete(oldest);
    }
    this.#values.grew(values.size - before);
    return values.size;
  }

  streak(key: string, now: number, gapMilliseconds: number): number {
    const streak = this.#streaks.use(key, () => ({ since: now, last: now }));
    if (now - streak.last > gapMilliseconds) streak.since = now;
    streak.last = now;
    return now - streak.since;
  }

  volume(scope: string, member: string, now: number, setting: VolumeSetting): Volume {
    const traffic = this.#scopes.use(scope, () => new TrafficScope(now, setting));
    return traffic.add(this.#members.use(`${scope} ${member}`, newMember), now, setting.learns);
  }
}
