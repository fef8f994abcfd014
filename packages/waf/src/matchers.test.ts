import { expect, test } from 'vitest';
import { type WafMatchers, wafMatchers, webAclOf } from './matchers.ts';
import { MemoryCounters } from './memory-counters.ts';
import { mintToken, TOKEN_COOKIE } from './token/token.ts';
import { MemoryTraffic } from './traffic/memory-traffic.ts';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: vitest's own declaration
  interface Matchers<T = any> extends WafMatchers<T> {}
}

expect.extend(wafMatchers);

const VisibilityConfig = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const path = (SearchString: string) => ({
  ByteMatchStatement: {
    SearchString,
    FieldToMatch: { UriPath: {} },
    TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
    PositionalConstraint: 'STARTS_WITH',
  },
});
const webAcl = webAclOf({
  Name: 'Edge',
  Scope: 'CLOUDFRONT',
  DefaultAction: { Allow: {} },
  VisibilityConfig,
  Rules: [
    {
      Name: 'Seen',
      Priority: 0,
      Statement: path('/'),
      Action: { Count: {} },
      RuleLabels: [{ Name: 'seen' }],
      VisibilityConfig,
    },
    { Name: 'Admin', Priority: 1, Statement: path('/admin'), Action: { Block: {} }, VisibilityConfig },
    { Name: 'Login', Priority: 2, Statement: path('/login'), Action: { Captcha: {} }, VisibilityConfig },
    { Name: 'Bot', Priority: 3, Statement: path('/bot'), Action: { Challenge: {} }, VisibilityConfig },
    {
      Name: 'Rate',
      Priority: 4,
      Statement: { RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP', EvaluationWindowSec: 60 } },
      Action: { Block: {} },
      VisibilityConfig,
    },
  ],
});

test('expectations about a web ACL read as sentences', () => {
  expect(webAcl).toBlock({ target: '/ADMIN?a=1' }, { by: 'Admin' });
  expect(webAcl).not.toBlock({ target: '/ADMIN' }, { by: 'Rate' });
  expect(webAcl).toAllow({ method: 'POST', body: 'a=é', headers: [['X-A', 'b']] });
  expect(webAcl).toCaptcha({ target: '/login' }, { by: 'Login' });
  expect(webAcl).toChallenge({ target: '/bot' });
  expect(webAcl).toCount({ target: '/admin' }, { by: 'Seen', label: 'awswaf:000000000000:webacl:Edge:seen' });
});

test('expectations that share counters try rate-based rules', () => {
  const shared = { counters: new MemoryCounters() };
  for (let request = 0; request < 10; request++) expect(webAcl).toAllow({}, shared);
  expect(webAcl).toBlock({}, { ...shared, by: 'Rate' });
  expect(webAcl).toAllow({}, { ...shared, now: 60_000 });
});

test('an expectation that fails says what was decided, and why', () => {
  const { pass, message } = wafMatchers.toBlock(webAcl, { target: '/login' }, { by: 'Admin' });
  expect(pass).toBe(false);
  expect(message()).toContain('Expected GET /login to be decided as BLOCK by "Admin", found CAPTCHA by "Login".');
  expect(message()).toContain('· Admin: UriPath after LOWERCASE STARTS_WITH "/admin"');
});

test('a definition that AWS WAF would refuse is no web ACL to test', () => {
  expect(() => webAclOf({ Name: 'Edge', Rules: [] })).toThrow('DefaultAction: Cannot accept DefaultAction: nothing');
});

const guarded = (rule: object) =>
  webAclOf({
    Name: 'Guarded',
    DefaultAction: { Allow: {} },
    VisibilityConfig,
    Rules: [{ Name: 'Guard', Priority: 0, VisibilityConfig, ...rule }],
  });

test('a minted token passes a challenge until its immunity ends', () => {
  const webAcl = guarded({
    Action: { Challenge: {} },
    Statement: {
      SizeConstraintStatement: {
        ComparisonOperator: 'GT',
        Size: 0,
        FieldToMatch: { UriPath: {} },
        TextTransformations: [{ Priority: 0, Type: 'NONE' }],
      },
    },
  });
  const now = Date.parse('2026-01-01T00:00:00Z');
  const token = mintToken({ domain: 'example.com', challengeSolved: now - 60_000 });
  const withToken = { headers: [['Cookie', `${TOKEN_COOKIE}=${token}`]] } as const;
  expect(webAcl).toChallenge({}, { now });
  expect(webAcl).toAllow(withToken, { now });
  expect(webAcl).toChallenge(withToken, { now: now + 600_000 });
});

test('expectations that share counts and memory see what came before', () => {
  const group = 'AWSManagedRulesBotControlRuleSet';
  const webAcl = guarded({
    OverrideAction: { None: {} },
    Statement: {
      ManagedRuleGroupStatement: {
        VendorName: 'AWS',
        Name: group,
        ManagedRuleGroupConfigs: [{ [group]: { InspectionLevel: 'TARGETED' } }],
      },
    },
  });
  const shared = { counters: new MemoryCounters(), traffic: new MemoryTraffic() };
  for (let n = 0; n < 4; n++) expect(webAcl).toAllow({ target: `/${n}` }, shared);
  expect(webAcl).toChallenge({ target: '/5' }, { ...shared, by: 'TGT_VolumetricIpTokenAbsent' });
  for (let n = 0; n < 9; n++) expect(webAcl).toAllow({ target: `/${n}` });
});
