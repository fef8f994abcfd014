import { at, DEVELOPER_GUIDE, type Found, type Lint } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import { type Rule, refuses } from '../reading/rule.ts';
import { withHeaderValue } from '../requests/draft.ts';
import { baseRequest, type ForwardedTest, forwardedTests, isSetByCloudFront, wantedAddress } from './forwarded.ts';
import { refusedAndAllowed, refusedAndPassing } from './shown-pairs.ts';
import { refusedAfter } from './waf-04.ts';

export const WAF15: Lint = {
  id: 'WAF-15',
  title: 'FallbackBehavior takes a broken address for the good case',
  remedy:
    'Set FallbackBehavior to MATCH on rules that refuse and to NO_MATCH on rules that allow (under a negation the other way round).',
  source: `${DEVELOPER_GUIDE}/waf-rule-statement-forwarded-ip-address.html`,
  find: (of) =>
    of.ownRules.flatMap((rule) =>
      forwardedTests(rule)
        .slice(0, 1)
        .flatMap((test) => [...refusing(of, rule, test), ...allowing(of, rule, test)]),
    ),
};

/** Not an address, so that the fallback decides. */
const BROKEN = 'unknown';

function refusing(of: LintCase, rule: Rule, { leaf, negated }: ForwardedTest): readonly Found[] {
  const wanted = wantedAddress(of, leaf);
  const { header, fallback, position } = leaf.forwarded;
  if (!refuses(rule) || negated || fallback === 'MATCH' || wanted === undefined || isSetByCloudFront(leaf.forwarded))
    return [];
  const from = (address: string) => withHeaderValue(baseRequest(of, rule), header, address);
  // A proxy appends the real address: the client's broken one stands before it.
  const broken = position === 'LAST' ? BROKEN : `${BROKEN}, ${wanted}`;
  const shown = refusedAndPassing(
    of,
    rule,
    { says: `a request from ${wanted} is refused by "${rule.shown}"`, request: from(wanted) },
    { says: 'the same with something that is no address is let through', request: from(broken) },
  );
  if (!shown) return [];
  return [
    {
      ...at(rule, leaf.path),
      level: position === 'LAST' ? 'warning' : 'error',
      detail: `The rule "${rule.shown}" refuses and has FallbackBehavior NO_MATCH: a value of ${header} that is no address goes by.`,
      ...(position === 'LAST' ? { assumes: `the last proxy does not append to ${header}` } : {}),
      shown,
    },
  ];
}

function allowing(of: LintCase, rule: Rule, { leaf, negated }: ForwardedTest): readonly Found[] {
  const { header, fallback } = leaf.forwarded;
  if (rule.action !== 'ALLOW' || rule.group?.counts || negated || fallback === 'NO_MATCH') return [];
  for (const refused of refusedAfter(of, rule)) {
    const request = withHeaderValue(refused.request, header, BROKEN);
    const says = `the same with "${header}: ${BROKEN}" is let through`;
    const shown = refusedAndAllowed(of, rule, refused, { says, request });
    if (!shown) continue;
    const detail = `The rule "${rule.shown}" allows and has FallbackBehavior MATCH: a value of ${header} that is no address is let in.`;
    return [{ ...at(rule, leaf.path), level: 'error', detail, shown }];
  }
  return [];
}
