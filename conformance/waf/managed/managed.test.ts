import { readFileSync } from 'node:fs';
import { bytesOfLatin1, type Request } from '@sallyport/http';
import { compileWebAcl, MANAGED_RULE_GROUPS, MemoryCounters } from '@sallyport/waf';
import { expect, test } from 'vitest';
import { PRINTED_EXAMPLES } from './printed-examples.ts';

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

interface CaseRequest {
  readonly method?: string;
  readonly target?: string;
  readonly host?: string;
  /** null: none is sent. */
  readonly userAgent?: string | null;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  /** So many letters a at the end of what is padded. */
  readonly padding?: number;
  readonly padded?: 'target' | 'body' | 'header';
}

interface Case {
  readonly source: string;
  /** AWS prints it; somebody saw it on real web ACLs; or it is plain traffic that no rule is meant
   * for, or an example that AWS prints for the same patterns in another component. */
  readonly known: 'documented' | 'observed' | 'assumed';
  readonly group: string;
  /** The rule that blocks; absent where none does. */
  readonly rule?: string;
  readonly label?: string;
  readonly request: CaseRequest;
}

const cases = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as readonly Case[];
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

function requestOf(of: CaseRequest): Request {
  const padding = (what: CaseRequest['padded']): string => (of.padded === what ? 'a'.repeat(of.padding ?? 0) : '');
  const agent = of.userAgent === undefined ? BROWSER : of.userAgent;
  return {
    method: of.method ?? 'GET',
    target: (of.target ?? '/') + padding('target'),
    httpVersion: '1.1',
    headers: [
      ['Host', of.host ?? 'www.example.com'],
      ...(agent === null ? [] : [['User-Agent', agent] as const]),
      ...(of.headers ?? []).map(([name, value]) => [name, value + padding('header')] as const),
    ],
    body: { bytes: bytesOfLatin1((of.body ?? '') + padding('body')), complete: true },
    connection: { scheme: 'https', address: '203.0.113.7', port: 40000, localPort: 443 },
  };
}

/** The group alone, all rules but one counting: rules before it in the group would end the evaluation first. */
function evaluate({ group, rule, request }: Case) {
  const others =
    MANAGED_RULE_GROUPS.find(({ name }) => name === group)?.rules.filter(({ name }) => name !== rule) ?? [];
  const overrides = others.map(({ name }) => ({ Name: name, ActionToUse: { Count: {} } }));
  const statement = {
    VendorName: 'AWS',
    Name: group,
    ...(rule === undefined || overrides.length === 0 ? {} : { RuleActionOverrides: overrides }),
  };
  const result = compileWebAcl({
    Name: 'Case',
    DefaultAction: { Allow: {} },
    VisibilityConfig: VISIBILITY,
    Rules: [
      {
        Name: 'Managed',
        Priority: 0,
        OverrideAction: { None: {} },
        VisibilityConfig: VISIBILITY,
        Statement: { ManagedRuleGroupStatement: statement },
      },
    ],
  });
  if ('refused' in result) throw new Error(JSON.stringify(result.refused));
  return result.webAcl.evaluate(requestOf(request), new MemoryCounters(), 0);
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
const textOf = ({ target = '', body = '', host = '', userAgent, headers = [] }: CaseRequest): string =>
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
    'SQLi_URIPATH',
  ]);
});
