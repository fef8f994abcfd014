import { optionally } from '../component.ts';
import type { Inspection } from '../inspection.ts';
import { trafficOf } from '../traffic/traffic-store.ts';
import { type BehaviorSetting, type BehaviorStatement, behavior } from './behavior.ts';
import type { Reading } from './reading.ts';

export type Level = 'low' | 'medium' | 'high';

/** "More than so many", level by level. */
export interface Thresholds {
  readonly low?: number;
  readonly medium?: number;
  readonly high?: number;
}

export function levelOf(count: number, { low, medium, high }: Thresholds): Level | undefined {
  const above = (limit: number | undefined): boolean => limit !== undefined && count > limit;
  if (above(high)) return 'high';
  if (above(medium)) return 'medium';
  return above(low) ? 'low' : undefined;
}

/** How often something happened, this request included; undefined where the request is left out. */
export interface Count {
  /** `requests of one address in 10 minutes` */
  readonly title: string;
  readonly of: (setting: BehaviorSetting) => (inspection: Inspection) => number | undefined;
}

const minutesIn = (minutes: number): number => minutes * 60_000;

/** Requests with the same reading. AWS's counts lag a little ("can vary slightly due to latency"); how much is the counters' matter. */
export const requestsOf = (what: string, reading: Reading, minutes: number): Count => ({
  title: `requests of one ${what} in ${minutes} minutes`,
  of: (setting) => {
    const read = reading(setting);
    return (inspection) => {
      const value = read(inspection);
      const key = `${setting.group} ${what} ${value}`;
      return value === undefined ? undefined : inspection.counters.add(key, inspection.now, minutesIn(minutes));
    };
  },
});

/** Different values seen with the same reading. */
export const differentOf = (what: string, value: Reading, whose: string, owner: Reading, minutes: number): Count => ({
  title: `different ${what} of one ${whose} in ${minutes} minutes`,
  of: (setting) => {
    const [readOwner, readValue] = [owner(setting), value(setting)];
    return (inspection) => {
      const of = readOwner(inspection);
      const seen = of === undefined ? undefined : readValue(inspection);
      if (seen === undefined) return undefined;
      const key = `${setting.group} ${what} ${of}`;
      return trafficOf(inspection).distinct(key, seen, inspection.now, minutesIn(minutes));
    };
  },
});

/** A count, fetched once a request for all the rules that compare it. */
export const shared = (name: string, { title, of }: Count): Count => ({
  title,
  of: (setting) => {
    const count = of(setting);
    const fetch = setting.compilation.components.share(`${setting.group} ${name}`, (inspection) => {
      const found = count(inspection);
      return optionally(found?.toString());
    });
    return (inspection) => {
      const [found] = fetch(inspection).texts;
      return found === undefined ? undefined : Number(found);
    };
  },
});

/**
 * Matches at one level, and labels the others that are named: AWS's groups take no action on those. `label` is what stands
 * before the level.
 */
export const volumetric = (
  label: string,
  count: Count,
  thresholds: Thresholds,
  { among, acts = ['high'] }: { readonly among?: unknown; readonly acts?: readonly Level[] } = {},
): BehaviorStatement =>
  behavior({
    title: `more than ${acts.map((level) => thresholds[level]).join(' or ')} ${count.title}`,
    ...(among === undefined ? {} : { among }),
    matches: (setting) => {
      const counted = count.of(setting);
      return (inspection) => {
        const level = levelOf(counted(inspection) ?? 0, thresholds);
        if (level === undefined) return false;
        if (acts.includes(level)) return true;
        inspection.pendingLabels.push(`${setting.compilation.labelPrefix}${label}:${level}`);
        return false;
      };
    },
  });
