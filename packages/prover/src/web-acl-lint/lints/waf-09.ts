import type { Request } from '@sallyport/http';
import { at, type Found, type Lint } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import { type Rule, refuses } from '../reading/rule.ts';
import { isTextLeaf, leaves } from '../reading/statement.ts';
import { bodyText, withBody } from '../requests/draft.ts';
import { refusedAndPassing } from './shown-pairs.ts';

export const WAF09: Lint = {
  id: 'WAF-09',
  title: 'JSON that AWS WAF takes for invalid, and the origin does not, passes uninspected',
  remedy: 'Set InvalidFallbackBehavior to MATCH in the rule that blocks, or to EVALUATE_AS_STRING.',
  source: 'https://docs.aws.amazon.com/waf/latest/APIReference/API_JsonBody.html',
  find: (of) => of.ownRules.flatMap((rule) => invalid(of, rule)),
};

/** AWS WAF stops at a duplicate key; what JSON.parse and most readers make of one is valid. */
const TOLERATED: readonly (readonly [how: string, change: (body: string) => string])[] = [
  ['a duplicate key before it', (body) => body.replace(/^\{/, '{"a":0,"a":0,')],
  ['a byte order mark before it', (body) => `\xef\xbb\xbf${body}`],
];

function invalid(of: LintCase, rule: Rule): readonly Found[] {
  if (!refuses(rule) || !rule.statement) return [];
  const leaf = leaves(rule.statement)
    .map((each) => each.leaf)
    .filter(isTextLeaf)
    .find(
      ({ field }) => field.name === 'JsonBody' && field.invalid !== 'MATCH' && field.invalid !== 'EVALUATE_AS_STRING',
    );
  const reach = leaf && of.reach(rule);
  if (!leaf || reach?.is !== 'reached') return [];
  for (const [how, change] of TOLERATED) {
    const request: Request = withBody(reach.request, change(bodyText(reach.request)), 'application/json');
    const shown = refusedAndPassing(
      of,
      rule,
      { says: `a JSON body is refused by "${rule.shown}"`, request: reach.request },
      { says: `the same with ${how} is let through`, request },
    );
    if (!shown) continue;
    const what = leaf.field.invalid === 'NO_MATCH' ? 'does not match' : 'looks only at what comes before the fault';
    return [
      {
        ...at(rule, leaf.path),
        level: 'warning',
        detail: `The rule "${rule.shown}" ${what} where AWS WAF cannot read the JSON to its end.`,
        assumes: "the origin's JSON reader accepts it (of a duplicate key most take the last)",
        shown,
      },
    ];
  }
  return [];
}
