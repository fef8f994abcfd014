import type { Request } from '@sallyport/http';
import { at, DEVELOPER_GUIDE, type Found, type Lint } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import { type Rule, refuses } from '../reading/rule.ts';
import { withCookie, withHeaderValue } from '../requests/draft.ts';
import { overLimit, withArgumentSet } from './over-limit.ts';

export const WAF17: Lint = {
  id: 'WAF-17',
  title: 'A rate is counted under a key that the client chooses',
  remedy:
    'Count by the address as well in a rule of its own, or under keys that the client cannot make up (JA3, JA4, ASN, a label).',
  source: `${DEVELOPER_GUIDE}/waf-rule-statement-type-rate-based-aggregation-options.html`,
  find: (of) => of.ownRules.filter(refuses).flatMap((rule) => chosenKey(of, rule)),
};

/** How a client gives each request a key of its own. */
const WAYS: ReadonlyMap<string, (name: string) => (request: Request, value: string) => Request> = new Map([
  ['Header', (name: string) => (request: Request, value: string) => withHeaderValue(request, name, value)],
  ['Cookie', (name: string) => (request: Request, value: string) => withCookie(request, name, value)],
  ['QueryArgument', (name: string) => (request: Request, value: string) => withArgumentSet(request, name, value)],
  ['QueryString', () => (request: Request, value: string) => withArgumentSet(request, '_', value)],
]);

function chosenKey(of: LintCase, rule: Rule): readonly Found[] {
  const { statement } = rule;
  if (statement?.kind !== 'rate' || statement.aggregate !== 'CUSTOM_KEYS') return [];
  for (const { name, of: which = '' } of statement.keys) {
    const give = WAYS.get(name)?.(which);
    const title = which === '' ? name : `${name} "${which}"`;
    const filled = (request: Request): Request =>
      statement.keys.reduce((changed, key) => WAYS.get(key.name)?.(key.of ?? '')(changed, 'x') ?? changed, request);
    const shown = give
      ? overLimit(of, rule, {
          alike: filled,
          spread: (request, index) => give(filled(request), `x${index}`),
          how: `another ${title} each time`,
        })
      : undefined;
    if (!shown) continue;
    return [
      {
        ...at(rule, statement.path),
        level: 'error',
        detail: `The rule "${rule.shown}" counts by ${title}, which a client makes up anew for each request (and a request without it is not counted at all).`,
        shown,
      },
    ];
  }
  return [];
}
