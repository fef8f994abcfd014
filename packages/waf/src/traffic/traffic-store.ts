import type { Inspection } from '../inspection.ts';

/** How the requests of one member compare with those of all, and both with what is usual. Counts are of one span of time. */
export interface Volume {
  /** Of the member, and of all members together, in the last span. */
  readonly own: number;
  readonly all: number;
  /** How many of `all` were beyond what is usual of their member. */
  readonly beyond: number;
  /** What 99 of 100 members stay within, and what all together stay within in 95 of 100 spans. */
  readonly usualOwn: number;
  readonly usualAll: number;
  /** For how long the traffic has been watched. */
  readonly knownMilliseconds: number;
}

export interface VolumeSetting {
  readonly spanMilliseconds: number;
  /** What counts as usual of a member at the least. */
  readonly leastUsual: number;
  /** Whether this span may become part of what is usual. */
  readonly learns: boolean;
}

/**
 * What AWS's intelligent rule groups remember of earlier requests, beside the counts of `CounterStore`. Passed in, as time is;
 * the engine keeps none of its own. Keys are texts. Secrets come in as digests only.
 */
export interface TrafficStore {
  /** Notes that something happened at `now` (milliseconds), and gives how often it did in the last window, this time included. */
  readonly note: (key: string, now: number, windowMilliseconds: number) => number;
  /** How often it was noted in the last window; notes nothing. */
  readonly noted: (key: string, now: number, windowMilliseconds: number) => number;
  /** Notes a value, and gives how many different ones were noted in the last window, this one included. */
  readonly distinct: (key: string, value: string, now: number, windowMilliseconds: number) => number;
  /** Notes that something happened, and gives for how many milliseconds it has, never longer than `gapMilliseconds` apart. */
  readonly streak: (key: string, now: number, gapMilliseconds: number) => number;
  /** Counts a request of a member of a scope (of an address, of a session), and compares. */
  readonly volume: (scope: string, member: string, now: number, setting: VolumeSetting) => Volume;
}

/** Remembers nothing: every request is the first. */
const FIRST_SIGHT: TrafficStore = {
  note: () => 1,
  noted: () => 0,
  distinct: () => 1,
  streak: () => 0,
  volume: (_scope, _member, _now, { leastUsual }) => ({
    own: 1,
    all: 1,
    beyond: 0,
    usualOwn: leastUsual,
    usualAll: 0,
    knownMilliseconds: 0,
  }),
};

/** The store that was passed in; without one every request is the first, and the outcome says so. */
export function trafficOf({ context, approximations }: Inspection): TrafficStore {
  if (context.traffic) return context.traffic;
  approximations.push('nothing is remembered of earlier requests: no traffic store was passed in');
  return FIRST_SIGHT;
}
