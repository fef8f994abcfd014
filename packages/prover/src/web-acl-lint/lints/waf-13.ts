import { at, DEVELOPER_GUIDE, type Found, type Lint } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import { type Rule, refuses } from '../reading/rule.ts';
import { ELSEWHERE, withHeaderValue } from '../requests/draft.ts';
import { isFree } from './attacker-chosen.ts';
import { baseRequest, type ForwardedTest, forwardedTests, isSetByCloudFront, wantedAddress } from './forwarded.ts';
import { refusedAndAllowed, refusedAndPassing } from './shown-pairs.ts';
import { allowedWith, refusedAfter } from './waf-04.ts';

export const WAF13: Lint = {
  id: 'WAF-13',
  title: 'Whoever writes a listed address into a header is let in',
  remedy:
    'Use Position LAST, behind a proxy that appends the address it sees; or an IP set on the address of the connection.',
  source: `${DEVELOPER_GUIDE}/waf-rule-statement-forwarded-ip-address.html`,
  find: (of) =>
    of.ownRules.flatMap((rule) =>
      forwardedTests(rule)
        .slice(0, 1)
        .flatMap((test) => [...allowing(of, rule, test), ...exempting(of, rule, test)]),
    ),
};

/** LAST is what the nearest proxy saw; FIRST and ANY are what the client wrote. */
const isClients = ({ leaf }: ForwardedTest): boolean =>
  leaf.forwarded.position !== 'LAST' && !isSetByCloudFront(leaf.forwarded);

const why = ({ leaf }: ForwardedTest): string =>
  `looks at ${leaf.forwarded.position === 'ANY' ? 'any' : 'the first'} address of ${leaf.forwarded.header}, which the client writes`;

function allowing(of: LintCase, rule: Rule, test: ForwardedTest): readonly Found[] {
  if (rule.action !== 'ALLOW' || rule.group?.counts || test.negated || !isClients(test)) return [];
  const free = isFree(of);
  const building = of.building(rule, (leaf) => free(leaf) || leaf === test.leaf);
  for (const refused of refusedAfter(of, rule)) {
    const request = allowedWith(of, rule, refused, building);
    const says = `the same with a listed address in ${test.leaf.forwarded.header} is let through`;
    const shown = request && refusedAndAllowed(of, rule, refused, { says, request });
    if (!shown) continue;
    const detail = `The rule "${rule.shown}" allows and ${why(test)}.`;
    return [{ ...at(rule, test.leaf.path), level: 'error', detail, shown }];
  }
  return [];
}

/** A rule that refuses all but listed addresses. */
function exempting(of: LintCase, rule: Rule, test: ForwardedTest): readonly Found[] {
  const wanted = wantedAddress(of, test.leaf);
  if (!refuses(rule) || !test.negated || !isClients(test) || wanted === undefined) return [];
  const { header } = test.leaf.forwarded;
  const from = (address: string) => withHeaderValue(baseRequest(of, rule), header, address);
  const shown = refusedAndPassing(
    of,
    rule,
    { says: `a request is refused by "${rule.shown}"`, request: from(ELSEWHERE) },
    { says: `the same with a listed address in ${header} is let through`, request: from(wanted) },
  );
  if (!shown) return [];
  const detail = `The rule "${rule.shown}" refuses all but listed addresses and ${why(test)}.`;
  return [{ ...at(rule, test.leaf.path), level: 'error', detail, shown }];
}
