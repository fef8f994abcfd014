import type { Inspection } from '../inspection.ts';
import { trafficOf, type Volume } from '../traffic/traffic-store.ts';

export type Suspicion = 'low' | 'medium' | 'high';

/** Whether a resource is under attack, and how likely this request takes part. */
export interface DdosEvent {
  readonly detected: boolean;
  readonly suspicion?: Suspicion;
}

/**
 * A model of ours. AWS says that a baseline is learnt within fifteen minutes, that an event is a significant deviation from it
 * noticed within seconds, that crowds of legitimate clients which each send a limited number of requests are told apart, and that
 * suspicion has three levels; not how.
 * https://aws.amazon.com/blogs/networking-and-content-delivery/introducing-the-aws-waf-application-layer-ddos-protection/
 */
const MODEL = {
  /** The span over which rates are compared. */
  spanMilliseconds: 10_000,
  /** What a source may always send in a span: a page with what belongs to it. */
  leastUsual: 20,
  baselineMilliseconds: 15 * 60_000,
  /** An event needs so many times the usual traffic, and so many requests more than usual … */
  deviation: 3,
  leastExcess: 100,
  /** … of which so many come from sources that send more than sources do. */
  shareBeyond: 0.5,
  /** It ends when the traffic has not deviated for so long. Nothing is learnt while it lasts. */
  lastsMilliseconds: 60_000,
  /** Suspicion, by how many times a source sends what is usual of sources. */
  suspicion: { low: 2, medium: 5, high: 10 },
} as const;

/** Counts the request, and says what is going on at the resource that it goes to. */
export function eventOf(inspection: Inspection, group: string): DdosEvent {
  const { now, request, context } = inspection;
  const traffic = trafficOf(inspection);
  const watched = context.resource === undefined ? group : `${group} ${context.resource}`;
  const key = `${watched} event`;
  const ongoing = traffic.noted(key, now, MODEL.lastsMilliseconds) > 0;
  const { spanMilliseconds, leastUsual } = MODEL;
  const setting = { spanMilliseconds, leastUsual, learns: !ongoing };
  const volume = traffic.volume(`${watched} sources`, request.connection.address, now, setting);
  const deviates = isDeviation(volume);
  if (deviates) traffic.note(key, now, MODEL.lastsMilliseconds);
  const suspicion = deviates || ongoing ? suspicionOf(volume) : undefined;
  return { detected: deviates || ongoing, ...(suspicion ? { suspicion } : {}) };
}

function isDeviation({ all, beyond, usualAll, knownMilliseconds }: Volume): boolean {
  const excess = all - usualAll;
  return (
    knownMilliseconds >= MODEL.baselineMilliseconds &&
    all > MODEL.deviation * usualAll &&
    excess > MODEL.leastExcess &&
    beyond >= MODEL.shareBeyond * excess
  );
}

function suspicionOf({ own, usualOwn }: Volume): Suspicion | undefined {
  const times = own / usualOwn;
  const { low, medium, high } = MODEL.suspicion;
  if (times > high) return 'high';
  if (times > medium) return 'medium';
  return times > low ? 'low' : undefined;
}
