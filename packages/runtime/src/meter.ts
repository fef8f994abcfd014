import type { Meter } from '@sallyport/gates';
import type { MeterStore } from './world.ts';

type Bucket = Extract<Meter, { kind: 'bucket' }>;
type Quota = Extract<Meter, { kind: 'quota' }>;

interface Level {
  tokens: number;
  at: number;
}

interface Used {
  readonly first: number;
  readonly period: number;
  readonly requests: number;
}

/** A fresh store of token buckets and quotas. */
export function createMeters(): MeterStore {
  const levels = new Map<string, Level>();
  const uses = new Map<string, Used>();
  return {
    take: (meter, now) => (meter.kind === 'bucket' ? takeToken(levels, meter, now) : takeRequest(uses, meter, now)),
  };
}

/**
 * A bucket starts full; `ratePerSecond` tokens flow in until there are `burst`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
function takeToken(levels: Map<string, Level>, bucket: Bucket, now: number): boolean {
  const known = levels.get(bucket.id);
  const level = known ?? { tokens: bucket.burst, at: now };
  if (!known) levels.set(bucket.id, level);
  // A clock that is set back fills nothing.
  const seconds = Math.max(0, now - level.at) / 1000;
  const tokens = Math.min(bucket.burst, level.tokens + seconds * bucket.ratePerSecond);
  const enough = tokens >= 1;
  level.tokens = enough ? tokens - 1 : tokens;
  level.at = Math.max(now, level.at);
  return enough;
}

/**
 * `offset` requests are taken off the limit in the first period.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html
 */
function takeRequest(uses: Map<string, Used>, quota: Quota, now: number): boolean {
  const period = periodOf(quota.period, now);
  const before = uses.get(quota.id) ?? { first: period, period, requests: 0 };
  const requests = before.period === period ? before.requests : 0;
  const limit = quota.limit - (period === before.first ? quota.offset : 0);
  const enough = requests < limit;
  uses.set(quota.id, { first: before.first, period, requests: enough ? requests + 1 : requests });
  return enough;
}

const DAY = 86_400_000;

/**
 * The number of a period, by the calendar in UTC. Approximated: AWS says which periods there are, not when they begin;
 * weeks begin on Sunday here (1970-01-01 was a Thursday).
 */
function periodOf(period: Quota['period'], now: number): number {
  switch (period) {
    case 'DAY':
      return Math.floor(now / DAY);
    case 'WEEK':
      return Math.floor((now / DAY + 4) / 7);
    case 'MONTH': {
      const date = new Date(now);
      return date.getUTCFullYear() * 12 + date.getUTCMonth();
    }
  }
}
