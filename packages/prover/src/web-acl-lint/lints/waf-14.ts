import { withoutHeader } from '@sallyport/http';
import { at, DEVELOPER_GUIDE, type Found, type Lint } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import { type Rule, refuses } from '../reading/rule.ts';
import { ELSEWHERE, withHeaderValue } from '../requests/draft.ts';
import { baseRequest, type ForwardedTest, forwardedTests, isSetByCloudFront, wantedAddress } from './forwarded.ts';
import { refusedAndPassing } from './shown-pairs.ts';

export const WAF14: Lint = {
  id: 'WAF-14',
  title: 'A rule on a forwarded address does not apply where the header is missing',
  remedy: 'Block requests without the header, or look at the address of the connection.',
  source: `${DEVELOPER_GUIDE}/waf-rule-statement-forwarded-ip-address.html`,
  find: (of) =>
    of.ownRules.filter(refuses).flatMap((rule) =>
      forwardedTests(rule)
        .slice(0, 1)
        .flatMap((test) => missing(of, rule, test)),
    ),
};

function missing(of: LintCase, rule: Rule, { leaf, negated }: ForwardedTest): readonly Found[] {
  // A rule that refuses all but some is not applied either.
  const wanted = negated ? ELSEWHERE : wantedAddress(of, leaf);
  const { header } = leaf.forwarded;
  if (wanted === undefined || isSetByCloudFront(leaf.forwarded)) return [];
  const request = withHeaderValue(baseRequest(of, rule), header, wanted);
  const shown = refusedAndPassing(
    of,
    rule,
    { says: `a request from ${wanted} is refused by "${rule.shown}"`, request },
    {
      says: `the same without ${header} is let through`,
      request: { ...request, headers: withoutHeader(request.headers, header) },
    },
  );
  if (!shown) return [];
  return [
    {
      ...at(rule, leaf.path),
      level: 'warning',
      detail: `Without the header ${header} the rule "${rule.shown}" is not applied; FallbackBehavior is for values that are no address.`,
      assumes: `some way to the web ACL leads past what adds ${header}`,
      shown,
    },
  ];
}
