import type { Request } from '@sallyport/http';
import { MemoryCounters, MemoryTraffic } from '@sallyport/waf';
import { costInPasses, MOST_PASSES, microseconds, quietMilliseconds } from './cost.ts';
import { evolve, type Genome } from './evolution.ts';
import { ALONE, HUNTED } from './web-acls.ts';

/** The costliest request that was found for a web ACL. */
export interface WorstCase {
  readonly title: string;
  readonly genome: Genome;
  readonly milliseconds: number;
  readonly isTooSlow: boolean;
}

/** Hunts in every web ACL, one after the other. */
export function* hunt(generations: number, seed: number): Generator<WorstCase> {
  const counters = new MemoryCounters();
  const context = { traffic: new MemoryTraffic() };
  for (const [title, webAcl] of Object.entries({ ...HUNTED, ...ALONE })) {
    const evaluate = (request: Request): unknown => webAcl.evaluate(request, counters, 0, context);
    const { genome, request } = evolve((one) => microseconds(() => evaluate(one)), generations, seed);
    const cost = costInPasses(() => evaluate(request));
    yield { title, genome, milliseconds: quietMilliseconds(cost), isTooSlow: cost > MOST_PASSES };
  }
}
