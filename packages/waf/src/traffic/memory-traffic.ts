import { type Member, newMember, TrafficScope } from './traffic-scope.ts';
import type { TrafficStore, Volume, VolumeSetting } from './traffic-store.ts';

/** More than any threshold of AWS's groups: beyond it a count stays where it is. */
const MOST_MOMENTS = 1024;
const MOST_VALUES = 256;
const MOST_SCOPES = 1000;

interface Streak {
  since: number;
  last: number;
}

/** Remembers in memory, for one process, for so many keys of each kind: the one used least recently is forgotten first. */
export class MemoryTraffic implements TrafficStore {
  readonly #moments = new Map<string, number[]>();
  readonly #values = new Map<string, Map<string, number>>();
  readonly #streaks = new Map<string, Streak>();
  readonly #scopes = new Map<string, TrafficScope>();
  readonly #members = new Map<string, Member>();
  readonly #mostKeys: number;

  constructor(mostKeys = 100_000) {
    this.#mostKeys = mostKeys;
  }

  note(key: string, now: number, windowMilliseconds: number): number {
    const moments = used(this.#moments, key, this.#mostKeys, () => []);
    moments.push(now);
    const first = moments.findIndex((moment) => moment > now - windowMilliseconds);
    moments.splice(0, Math.max(first, moments.length - MOST_MOMENTS));
    return moments.length;
  }

  noted(key: string, now: number, windowMilliseconds: number): number {
    const moments = this.#moments.get(key) ?? [];
    const first = moments.findIndex((moment) => moment > now - windowMilliseconds);
    return first < 0 ? 0 : moments.length - first;
  }

  distinct(key: string, value: string, now: number, windowMilliseconds: number): number {
    const values = used(this.#values, key, this.#mostKeys, () => new Map<string, number>());
    values.delete(value);
    values.set(value, now);
    for (const [oldest, moment] of values) {
      if (moment > now - windowMilliseconds && values.size <= MOST_VALUES) break;
      values.delete(oldest);
    }
    return values.size;
  }

  streak(key: string, now: number, gapMilliseconds: number): number {
    const streak = used(this.#streaks, key, this.#mostKeys, () => ({ since: now, last: now }));
    if (now - streak.last > gapMilliseconds) streak.since = now;
    streak.last = now;
    return now - streak.since;
  }

  volume(scope: string, member: string, now: number, setting: VolumeSetting): Volume {
    const traffic = used(this.#scopes, scope, MOST_SCOPES, () => new TrafficScope(now, setting));
    return traffic.add(used(this.#members, `${scope} ${member}`, this.#mostKeys, newMember), now, setting.learns);
  }
}

/** What is kept under a key, made where there is nothing; beyond so many keys the one used least recently goes. */
function used<Kept>(all: Map<string, Kept>, key: string, most: number, make: () => Kept): Kept {
  const kept = all.get(key) ?? make();
  all.delete(key);
  all.set(key, kept);
  if (all.size > most)
    for (const oldest of all.keys()) {
      all.delete(oldest);
      break;
    }
  return kept;
}
