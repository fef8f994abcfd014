import { at, DEVELOPER_GUIDE, type Found, type Lint } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import { type Rule, refuses } from '../reading/rule.ts';
import { leaves } from '../reading/statement.ts';
import { distributionBefore, throughCloudFront } from './behind-cloudfront.ts';
import { refusedAndPassing } from './shown-pairs.ts';

export const WAF11: Lint = {
  id: 'WAF-11',
  title: "A rule on addresses behind CloudFront sees CloudFront's",
  remedy:
    'Move the rule into a web ACL at the distribution; or look at X-Forwarded-For with an IP set and Position LAST.',
  source: `${DEVELOPER_GUIDE}/waf-rule-statement-forwarded-ip-address.html`,
  find(of) {
    const distribution = distributionBefore(of);
    return distribution === undefined
      ? []
      : of.ownRules.filter(refuses).flatMap((rule) => blind(of, rule, distribution));
  },
};

function blind(of: LintCase, rule: Rule, distribution: string): readonly Found[] {
  const { statement } = rule;
  if (!statement) return [];
  if (statement.kind === 'rate' && statement.aggregate === 'IP')
    return [
      {
        ...at(rule, statement.path),
        level: 'error',
        detail: `The rule "${rule.shown}" counts by the address of the connection, and behind the distribution "${distribution}" all clients come from CloudFront's: many share one count.`,
        shown: [],
      },
    ];
  const leaf = leaves(statement).find(
    (each) =>
      !each.negated &&
      (each.leaf.kind === 'ip-set' || each.leaf.kind === 'geo' || each.leaf.kind === 'asn') &&
      !each.leaf.forwarded,
  )?.leaf;
  const reach = of.reach(rule);
  if (!leaf || reach.is !== 'reached') return [];
  const shown = refusedAndPassing(
    of,
    rule,
    { says: `sent straight to it, a request is refused by "${rule.shown}"`, request: reach.request },
    { says: 'the same through CloudFront is let through', request: throughCloudFront(reach.request) },
  );
  if (!shown) return [];
  return [
    {
      ...at(rule, leaf.path),
      level: 'error',
      detail: `The rule "${rule.shown}" looks at the address of the connection, which behind the distribution "${distribution}" is one of CloudFront's.`,
      shown,
    },
  ];
}
