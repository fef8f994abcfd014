import { at, DEVELOPER_GUIDE, type Found, type Lint } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import { type Rule, refuses } from '../reading/rule.ts';
import { ELSEWHERE, withHeaderValue } from '../requests/draft.ts';
import { baseRequest, type ForwardedTest, forwardedTests, isSetByCloudFront, wantedAddress } from './forwarded.ts';
import { overLimit } from './over-limit.ts';
import { refusedAndPassing } from './shown-pairs.ts';

export const WAF12: Lint = {
  id: 'WAF-12',
  title: "A rule that refuses takes the client's own word for its address",
  remedy:
    'Look at the address of the connection in a web ACL at the edge; behind a proxy, use an IP set with Position LAST, or a header that the proxy overwrites.',
  source: `${DEVELOPER_GUIDE}/waf-rule-statement-forwarded-ip-address.html`,
  find: (of) =>
    of.ownRules
      .filter(refuses)
      .flatMap((rule) => [...rate(of, rule), ...forwardedTests(rule).flatMap((test) => list(of, rule, test))]),
};

/** The first address of X-Forwarded-For is what the client wrote: proxies append. */
function rate(of: LintCase, rule: Rule): readonly Found[] {
  const { statement } = rule;
  if (statement?.kind !== 'rate' || !statement.forwarded || isSetByCloudFront(statement.forwarded)) return [];
  const isKey = statement.aggregate === 'FORWARDED_IP' || statement.keys.some(({ name }) => name === 'ForwardedIP');
  const { header } = statement.forwarded;
  const shown = isKey
    ? overLimit(of, rule, {
        alike: (request) => withHeaderValue(request, header, ELSEWHERE),
        spread: (request, index) =>
          withHeaderValue(request, header, `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`),
        how: `another address in ${header} each time`,
      })
    : undefined;
  if (!shown) return [];
  return [
    {
      ...at(rule, statement.path),
      level: 'error',
      detail: `The rule "${rule.shown}" counts by the first address of ${header}, which the client writes: it never reaches the limit.`,
      shown,
    },
  ];
}

function list(of: LintCase, rule: Rule, { leaf, negated }: ForwardedTest): readonly Found[] {
  const { header, position } = leaf.forwarded;
  const wanted = wantedAddress(of, leaf);
  if (negated || position !== 'FIRST' || isSetByCloudFront(leaf.forwarded) || wanted === undefined) return [];
  const from = (addresses: string) => withHeaderValue(baseRequest(of, rule), header, addresses);
  const shown = refusedAndPassing(
    of,
    rule,
    { says: `a request from ${wanted} is refused by "${rule.shown}"`, request: from(wanted) },
    { says: 'the same with a made-up address before it is let through', request: from(`${ELSEWHERE}, ${wanted}`) },
  );
  if (!shown) return [];
  return [
    {
      ...at(rule, leaf.path),
      level: 'error',
      detail: `The rule "${rule.shown}" looks at the first address of ${header}, which the client writes; proxies append the real one behind it.`,
      shown,
    },
  ];
}
