import { compileWebAcl, MANAGED_RULE_GROUPS, MemoryCounters } from '@sallyport/waf';
import { expect, test } from 'vitest';
import { requestOf as wireOf } from '../engines/page.ts';
import { MANAGED_CASES as cases, type ManagedCase, type ManagedRequest, requestOf, webAclOf } from './managed-case.ts';
import { PRINTED_EXAMPLES } from './printed-examples.ts';

function evaluate(of: ManagedCase) {
  const result = compileWebAcl(webAclOf(of));
  if ('refused' in result) throw new Error(JSON.stringify(result.refused));
  return result.webAcl.evaluate(wireOf(requestOf(of.request)), new MemoryCounters(), 0);
}

test.each(cases.map((of) => ({ ...of, expected: of.rule ?? 'nothing' })))(
  '$expected of $group matches $request ($known)',
  (of) => {
    expect(of.source).toMatch(/^https:/);
    const { action, terminatingRuleInGroup, labels, fidelity } = evaluate(of);
    if (of.rule === undefined) expect({ action, terminatingRuleInGroup }).toEqual({ action: 'ALLOW' });
    else expect({ action, terminatingRuleInGroup }).toEqual({ action: 'BLOCK', terminatingRuleInGroup: of.rule });
    if (of.label !== undefined) expect(labels).toContain(of.label);
    expect(fidelity).toBe('approximated');
  },
);

/** The texts of a request, decoded once. */
const textOf = ({ target = '', body = '', host = '', userAgent, headers = [] }: ManagedRequest): string =>
  [target, body, host, userAgent ?? '', ...headers.flat()]
    .map((text) => decodeURIComponent(text.replace(/\+/g, ' ').replace(/%(?![\da-f]{2})/gi, '%25')).toLowerCase())
    .join('\n');

test.each(PRINTED_EXAMPLES)('$examples: a case for each rule $rules', ({ page, rules, examples }) => {
  const named = MANAGED_RULE_GROUPS.flatMap((group) => group.rules.map(({ name }) => name)).filter((name) =>
    name.startsWith(rules),
  );
  expect(named.length).toBeGreaterThan(0);
  const has = (rule: string, example: string): boolean =>
    cases.some((of) => of.rule === rule && of.source === page && textOf(of.request).includes(example));
  const missing = named.flatMap((rule) =>
    examples.filter((example) => !has(rule, example)).map((example) => `${rule}: ${example}`),
  );
  expect(missing).toEqual([]);
});

test('every rule that AWS describes by its patterns has a case', () => {
  const withCase = new Set(cases.map(({ rule }) => rule));
  const described = new Set(cases.map(({ group }) => group));
  const without = MANAGED_RULE_GROUPS.flatMap(({ name, rules }) => (described.has(name) ? rules : []))
    .filter(({ name, addressList }) => !addressList && !withCase.has(name))
    .map(({ name }) => name);
  // AWS prints no example for these.
  expect(without).toEqual([
    'SQLiExtendedPatterns_QUERYARGUMENTS',
    'SQLiExtendedPatterns_BODY',
    'SQLiExtendedPatterns_HEADER',
    'SQLiExtendedPatterns_URIPATH',
  ]);
});
