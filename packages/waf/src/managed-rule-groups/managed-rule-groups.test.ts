import { NO_BODY, type Request } from '@sallyport/http';
import { expect, test } from 'vitest';
import { compileWebAcl, MANAGED_RULE_GROUPS, MemoryCounters } from '../index.ts';

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

const evaluate = (statement: object, request: Partial<Request>, options = {}, override: object = { None: {} }) => {
  const result = compileWebAcl(
    {
      Name: 'Acl',
      DefaultAction: { Allow: {} },
      VisibilityConfig: VISIBILITY,
      Rules: [
        {
          Name: 'Managed',
          Priority: 0,
          OverrideAction: override,
          VisibilityConfig: VISIBILITY,
          Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', ...statement } },
        },
      ],
    },
    options,
  );
  if ('refused' in result) throw new Error(JSON.stringify(result.refused));
  const connection = { scheme: 'https', address: '192.0.2.1', port: 1, localPort: 443 } as const;
  const headers = [['User-Agent', 'curl/8.0']] as const;
  const whole: Request = {
    method: 'GET',
    target: '/',
    httpVersion: '1.1',
    headers,
    body: NO_BODY,
    connection,
    ...request,
  };
  return result.webAcl.evaluate(whole, new MemoryCounters(), 0);
};

const COMMON = { Name: 'AWSManagedRulesCommonRuleSet' };

test('the group names its rule and label, and whatever it decides is approximated', () => {
  expect(evaluate(COMMON, { target: `/?${'a'.repeat(2049)}` })).toMatchObject({
    action: 'BLOCK',
    terminatingRule: 'Managed',
    terminatingRuleInGroup: 'SizeRestrictions_QUERYSTRING',
    labels: ['awswaf:managed:aws:core-rule-set:SizeRestrictions_QueryString'],
    fidelity: 'approximated',
  });
  expect(evaluate(COMMON, { headers: [] })).toMatchObject({ terminatingRuleInGroup: 'NoUserAgent_HEADER' });
});

test('what a rule matches where AWS publishes no pattern is unknown and named, not passed over', () => {
  const { action, fidelity, trace } = evaluate(COMMON, { target: '/?q=<script>' });
  expect({ action, fidelity }).toEqual({ action: 'ALLOW', fidelity: 'approximated' });
  expect(trace.map(({ detail }) => detail)).toContain(
    'what CrossSiteScripting_QUERYARGUMENTS matches is not published',
  );
});

test('an override counts a rule, an excluded rule counts, and OverrideAction Count counts the whole group', () => {
  const target = `/?${'a'.repeat(2049)}`;
  const RuleActionOverrides = [{ Name: 'SizeRestrictions_QUERYSTRING', ActionToUse: { Count: {} } }];
  expect(evaluate({ ...COMMON, RuleActionOverrides }, { target })).toMatchObject({
    action: 'ALLOW',
    countedRules: ['Managed#SizeRestrictions_QUERYSTRING'],
  });
  const ExcludedRules = [{ Name: 'SizeRestrictions_QUERYSTRING' }];
  expect(evaluate({ ...COMMON, ExcludedRules }, { target })).toMatchObject({ action: 'ALLOW' });
  expect(evaluate(COMMON, { target }, {}, { Count: {} })).toMatchObject({ action: 'ALLOW', countedRules: ['Managed'] });
});

test('reputation lists are the ones handed in', () => {
  const group = { Name: 'AWSManagedRulesAnonymousIpList' };
  const addressLists = new Map([['AnonymousIPList', ['192.0.2.0/24', '2001:db8::/32']]]);
  expect(evaluate(group, {}, { addressLists })).toMatchObject({
    action: 'BLOCK',
    terminatingRuleInGroup: 'AnonymousIPList',
  });
  expect(evaluate(group, {})).toMatchObject({ action: 'ALLOW', fidelity: 'approximated' });
});

test('every modelled group compiles, at its documented capacity', () => {
  for (const { name, rules } of MANAGED_RULE_GROUPS) {
    expect(new Set(rules.map((rule) => rule.label)).size).toBe(rules.length);
    expect(evaluate({ Name: name }, {}).action).toBe('ALLOW');
  }
});
