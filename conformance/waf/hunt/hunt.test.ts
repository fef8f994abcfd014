import { execFileSync } from 'node:child_process';
import type { Request } from '@sallyport/http';
import { type CompiledWebAcl, type CounterStore, MemoryCounters, MemoryTraffic } from '@sallyport/waf';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../generate/random.ts';
import { mutateRequest } from '../../mutations/requests.ts';
import { costInPasses, isCheap, MOST_PASSES, microseconds } from './cost.ts';
import { evolve } from './evolution.ts';
import { mutant } from './mutants.ts';
import { ADVERSARIAL, DISORDERED, looseRequest, MANY_ELEMENTS } from './requests.ts';
import { ALONE, BEYOND, BEYOND_BY, HUNTED } from './web-acls.ts';

const RUNS = 50_000;
const counters: CounterStore = new MemoryCounters();
const context = { traffic: new MemoryTraffic() };
const evaluate = (webAcl: CompiledWebAcl, request: Request, now = 0) =>
  webAcl.evaluate(request, counters, now, context);

describe('mutated requests', () => {
  const webAcls = Object.entries(HUNTED).map(([title, webAcl], seed) => ({ title, webAcl, seed }));
  const each = Math.ceil(RUNS / webAcls.length);

  test.each(webAcls)(
    `${each} of ${RUNS}, broken in their framing or in what is inspected, go through a web ACL full of $title without a throw`,
    { timeout: 300_000 },
    ({ webAcl, seed }) => {
      const random = createRandom(seed + 1);
      for (let run = 0; run < each; run++) {
        const request = run % 2 === 0 ? looseRequest(mutateRequest(random).bytes) : mutant(random);
        expect(evaluate(webAcl, request, run).action).toBe('ALLOW');
      }
    },
  );

  test('are such that rules still say this and that of them', () => {
    const random = createRandom(5);
    const groups = HUNTED['managed rule groups'];
    const outcomes = Array.from({ length: 500 }, () => groups && evaluate(groups, mutant(random)).countedRules.join());
    expect(new Set(outcomes).size).toBeGreaterThan(50);
  });
});

const START = `const { importBundled } = await import('./scripts/bundle.mjs');
console.log((await importBundled('conformance/waf/hunt/first.ts')).costOfFirst(process.argv[1]));`;

const costInNewProcess = (name: string): number =>
  Number(execFileSync(process.execPath, ['--input-type=module', '-e', START, name], { encoding: 'utf8' }));

/** The most that a quiet machine may take is 20 ms; what that means here, `cost.ts` tells. */
const expectCheap = (webAcl: CompiledWebAcl, request: Request): void =>
  expect(isCheap(() => evaluate(webAcl, request))).toBe(true);

describe.each(Object.entries(HUNTED))(
  'requests of 64 KB made to be slow, in a web ACL full of %s',
  (_title, webAcl) => {
    test.each(Object.entries(ADVERSARIAL))('%s', (_name, request) => expectCheap(webAcl, request));

    test('and those that grow out of the slowest of them', { timeout: 120_000 }, () => {
      const { request, genome } = evolve((one) => microseconds(() => evaluate(webAcl, one)), 10, 11);
      expect([genome, isCheap(() => evaluate(webAcl, request))]).toEqual([genome, true]);
    });
  },
);

const CHOSEN = { ...MANY_ELEMENTS, ...DISORDERED };
const BODIES = Object.entries(ADVERSARIAL).filter(([name]) => name.endsWith('in the body'));

test.each(Object.entries(ALONE))('no request of 64 KB makes %s slow', { timeout: 120_000 }, (_title, webAcl) => {
  for (const [name, request] of [...Object.entries(CHOSEN), ...BODIES])
    expect([name, isCheap(() => evaluate(webAcl, request))]).toEqual([name, true]);
});

test.each(Object.entries(BEYOND))(
  `${BEYOND_BY} times the limit is not reached by %s of each of thousands of elements`,
  { timeout: 120_000 },
  (_title, webAcl) => {
    for (const [name, request] of Object.entries(MANY_ELEMENTS)) {
      const cost = costInPasses(() => evaluate(webAcl, request));
      expect([name, cost < BEYOND_BY * MOST_PASSES]).toEqual([name, true]);
    }
  },
);

const FIRST = ['wide JSON', 'a form of 64 KB', 'JSON of 4,000 attacks', 'every byte without order'];
/** A process that is unlucky once is not slow. */
const PROCESSES = 4;

test.each(FIRST)('the first request of a process that is warm, %s, is as cheap', { timeout: 120_000 }, (name) => {
  const costs: number[] = [];
  while (costs.length < PROCESSES && !costs.some((cost) => cost < MOST_PASSES)) costs.push(costInNewProcess(name));
  expect(Math.min(...costs)).toBeLessThan(MOST_PASSES);
});
