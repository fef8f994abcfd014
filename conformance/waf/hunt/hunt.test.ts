import { type CounterStore, MemoryCounters, MemoryTraffic } from '@sallyport/waf';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../generate/random.ts';
import { mutateRequest } from '../../mutations/requests.ts';
import { ADVERSARIAL, looseRequest } from './requests.ts';
import { HUNTED } from './web-acls.ts';

const RUNS = 50_000;
/** 20 ms on a quiet machine; the machine of a test is seldom quiet. */
const MOST_MILLISECONDS = 60;
const counters: CounterStore = new MemoryCounters();
const context = { traffic: new MemoryTraffic() };

describe('mutated requests', () => {
  const webAcls = Object.entries(HUNTED);
  const each = Math.ceil(RUNS / webAcls.length);
  test.each(webAcls.map(([title, webAcl], seed) => ({ title, webAcl, seed })))(
    `${each} of ${RUNS} through a web ACL full of $title, without a throw`,
    { timeout: 300_000 },
    ({ webAcl, seed }) => {
      const random = createRandom(seed + 1);
      for (let run = 0; run < each; run++) {
        const { bytes } = mutateRequest(random);
        expect(webAcl.evaluate(looseRequest(bytes), counters, run, context).action).toBe('ALLOW');
      }
    },
  );
});

/** Processor time of the fastest of some evaluations: what others do on the machine counts little. */
function milliseconds(evaluate: () => unknown): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 8 && fastest > MOST_MILLISECONDS / 4; round++) {
    const before = process.cpuUsage();
    evaluate();
    const { user, system } = process.cpuUsage(before);
    fastest = Math.min(fastest, (user + system) / 1000);
  }
  return fastest;
}

describe.each(Object.entries(HUNTED))(
  'requests of 64 KB made to be slow, through a web ACL full of %s',
  (_title, webAcl) => {
    test.each(Object.entries(ADVERSARIAL))('%s', (_name, request) => {
      expect(milliseconds(() => webAcl.evaluate(request, counters, 0, context))).toBeLessThan(MOST_MILLISECONDS);
    });
  },
);
