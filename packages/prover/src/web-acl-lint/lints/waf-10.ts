import { at, DEVELOPER_GUIDE, type Found, type Lint } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import { impossibility, nameOfArn } from '../proof/impossible.ts';
import { type Rule, refuses } from '../reading/rule.ts';
import { leaves } from '../reading/statement.ts';
import type { Reason } from '../reasons.ts';
import { PLAIN } from '../requests/draft.ts';

export const WAF10: Lint = {
  id: 'WAF-10',
  title: 'A rule refers to nothing: an empty set, or a label that nobody adds',
  remedy: 'Fill the set, add the label in an earlier rule, or take the rule away.',
  source: `${DEVELOPER_GUIDE}/waf-rule-label-match.html`,
  find: (of) => of.ownRules.flatMap((rule) => dead(of, rule)),
};

function dead(of: LintCase, rule: Rule): readonly Found[] {
  const reach = of.reach(rule);
  if (reach.is === 'never-matches') {
    const reason = reach.reasons.find(({ isDead }) => isDead);
    return reason ? [neverMatches(of, rule, reason)] : [];
  }
  return partly(of, rule);
}

function neverMatches(of: LintCase, rule: Rule, { leaf, text }: Reason): Found {
  // In a template, sets are often empty because something fills them later; from the account they are what they are.
  const mayBeFilled = of.attachment !== undefined && leaf?.kind === 'ip-set';
  return {
    ...at(rule, leaf?.path),
    level: refuses(rule) && !mayBeFilled ? 'warning' : 'note',
    detail: `The rule "${rule.shown}" matches no request: ${text}.`,
    ...(mayBeFilled ? { assumes: 'nothing fills the set after the deployment' } : {}),
    shown: passing(of, rule),
  };
}

/** Any request will do: the rule never matches. It must come to the rule, so that the rule can be seen not to match. */
function passing(of: LintCase, rule: Rule): Found['shown'] {
  const { trace } = of.evaluate(PLAIN);
  if (!trace.some(({ rule: name }) => name === rule.shown)) return [];
  return [
    { says: `any request comes by "${rule.shown}" unmatched`, request: PLAIN, expected: { unmatched: rule.shown } },
  ];
}

/** A rule that fires all the same, with a part that is empty. */
function partly(of: LintCase, rule: Rule): readonly Found[] {
  if (!rule.statement) return [];
  return leaves(rule.statement).flatMap(({ leaf, negated }) => {
    if (leaf.kind !== 'ip-set' && leaf.kind !== 'regex-set') return [];
    const why = impossibility(leaf, of.probes.of(leaf), { bodyBytes: of.webAcl.bodyBytes });
    if (why === undefined || !why.endsWith('is empty')) return [];
    const effect = negated ? 'so that its negation holds for every request' : 'so that this part of it never holds';
    return [
      {
        ...at(rule, leaf.path),
        level: 'note' as const,
        detail: `The rule "${rule.shown}" refers to the set "${nameOfArn(leaf.arn)}", which is empty, ${effect}.`,
        shown: [],
      },
    ];
  });
}
