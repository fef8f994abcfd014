import { joinTarget, type Request, splitTarget } from '@sallyport/http';
import { MemoryCounters } from '@sallyport/waf';
import type { Shown } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import type { Rule } from '../reading/rule.ts';

/** Two ways to send many requests: all under one key, and each under its own. */
export interface Spreading {
  readonly alike: (request: Request) => Request;
  readonly spread: (request: Request, index: number) => Request;
  readonly how: string;
}

/** So many requests are put to the engine; above it, nothing is shown. */
const MOST_REQUESTS = 20_001;

/** What shows that a limit holds for requests under one key and for none that are spread; undefined where it is not so. */
export function overLimit(of: LintCase, rule: Rule, { alike, spread, how }: Spreading): readonly Shown[] | undefined {
  const { statement } = rule;
  const reach = of.reach(rule);
  if (statement?.kind !== 'rate' || reach.is !== 'reached') return undefined;
  const times = statement.limit + 1;
  if (times > MOST_REQUESTS) return undefined;
  const base = reach.request;
  const stopped = ofMany(of, times, () => alike(base));
  const through = ofMany(of, times, (index) => spread(base, index));
  if (stopped.rule !== rule || through.action !== 'ALLOW') return undefined;
  const many = times.toLocaleString('en-US');
  return [
    {
      says: `${many} requests at once: the last is refused by "${rule.shown}"`,
      request: alike(base),
      series: { times, at: () => alike(base), how: 'all alike' },
      expected: { action: 'refused', by: rule.shown },
    },
    {
      says: `${many} requests at once with ${how}: the last is let through`,
      request: spread(base, times - 1),
      series: { times, at: (index) => spread(base, index), how },
      expected: { action: 'ALLOW', unmatched: rule.shown },
    },
  ];
}

function ofMany(of: LintCase, times: number, request: (index: number) => Request) {
  const counters = new MemoryCounters();
  let last = of.webAcl.evaluate(request(0), counters, 0);
  for (let index = 1; index < times; index++) last = of.webAcl.evaluate(request(index), counters, 0);
  return { action: last.action, rule: of.ruleOf(last) };
}

/** With an argument set to a value of its own. */
export function withArgumentSet(request: Request, name: string, value: string): Request {
  const { path, query } = splitTarget(request.target);
  const kept = (query ?? '').split('&').filter((piece) => piece !== '' && piece.split('=')[0] !== name);
  return { ...request, target: joinTarget({ path, query: [...kept, `${name}=${value}`].join('&') }) };
}
