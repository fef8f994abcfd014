import type { Request } from '@sallyport/http';
import type { Shown } from '../lint.ts';
import type { LintCase, Refused } from '../lint-case.ts';
import type { Rule } from '../reading/rule.ts';

/** A request with what happens to it. */
export type Told = Pick<Shown, 'says' | 'request'>;

/** A request that the rule refuses, and one like it that goes by; undefined where the engine decides otherwise. */
export function refusedAndPassing(
  of: LintCase,
  rule: Rule,
  refused: Told,
  passing: Told,
): readonly Shown[] | undefined {
  if (of.ruleOf(of.evaluate(refused.request)) !== rule || of.evaluate(passing.request).action !== 'ALLOW')
    return undefined;
  return [
    { ...refused, expected: { action: 'refused', by: rule.shown } },
    { ...passing, expected: { action: 'ALLOW', unmatched: rule.shown } },
  ];
}

/** What others refuse, and the same changed so that the rule allows it; undefined where the engine decides otherwise. */
export function refusedAndAllowed(
  of: LintCase,
  rule: Rule,
  refused: Refused,
  allowed: Told,
): readonly Shown[] | undefined {
  if (!isAllowedBy(of, rule, allowed.request)) return undefined;
  return [
    {
      says: `${refused.title} is refused by ${refuser(refused)}`,
      request: refused.request,
      expected: { action: 'refused' },
    },
    { ...allowed, expected: { action: 'ALLOW', by: rule.shown } },
  ];
}

export function isAllowedBy(of: LintCase, rule: Rule, request: Request): boolean {
  const evaluation = of.evaluate(request);
  return evaluation.action === 'ALLOW' && of.ruleOf(evaluation) === rule;
}

/** Who refuses it. */
export const refuser = ({ rule }: Refused): string => (rule ? `"${rule.shown}"` : 'the default action');
