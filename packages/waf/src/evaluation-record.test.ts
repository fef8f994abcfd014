import type { Request } from '@sallyport/http';
import { expect, test } from 'vitest';
import type { Evaluation } from './compiled.ts';
import { MemoryCounters } from './memory-counters.ts';
import { mintToken } from './token/token.ts';
import { compileWebAcl } from './web-acl.ts';

const visibility = (MetricName: string) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName,
});
const NOW = 1_700_000_000_000;
const GROUP = 'arn:aws:wafv2:us-east-1:111122223333:global/rulegroup/Own/1';
const plain = [{ Priority: 0, Type: 'NONE' }];
const contains = (SearchString: string, FieldToMatch: unknown) => ({
  ByteMatchStatement: { SearchString, PositionalConstraint: 'CONTAINS', FieldToMatch, TextTransformations: plain },
});

function evaluate(rules: readonly object[], of: Partial<Request> = {}): Evaluation {
  const inGroup = ['first', 'second'].map((name, Priority) => ({
    Name: name,
    Priority,
    Statement: contains(name, { UriPath: {} }),
    Action: { Block: {} },
    VisibilityConfig: visibility(name),
  }));
  const result = compileWebAcl(
    {
      Name: 'Site',
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      VisibilityConfig: visibility('site'),
      Rules: rules.map((rule, Priority) => ({ Priority, VisibilityConfig: visibility(`m${Priority}`), ...rule })),
    },
    { references: { ruleGroups: new Map([[GROUP, { Name: 'Own', Rules: inGroup }]]) } },
  );
  if (!('webAcl' in result)) throw new Error(JSON.stringify(result));
  const request: Request = {
    method: 'GET',
    target: '/first/second',
    httpVersion: '1.1',
    headers: [['Host', 'example.com']],
    body: { bytes: new Uint8Array(), complete: true },
    connection: { scheme: 'https', address: '203.0.113.7', port: 40000, localPort: 443, asn: 64496 },
    ...of,
  };
  return result.webAcl.evaluate(request, new MemoryCounters(), NOW);
}

const group = (more: object, OverrideAction: object = { None: {} }) => ({
  Name: 'Group',
  OverrideAction,
  Statement: { RuleGroupReferenceStatement: { Arn: GROUP, ...more } },
});

test('a rule of a group that an override makes count keeps the action that it has by itself', () => {
  const { record } = evaluate([group({ RuleActionOverrides: [{ Name: 'first', ActionToUse: { Count: {} } }] })]);
  expect(record.terminatingRule).toMatchObject({ name: 'Group', type: 'GROUP', metricName: 'm0' });
  expect(record.matches).toMatchObject([
    { rule: { name: 'first', overriddenAction: 'BLOCK', group: { id: GROUP, name: 'Own' } }, action: 'COUNT' },
    { rule: { name: 'second' }, action: 'BLOCK', isTerminating: true },
  ]);
});

test('an excluded rule is told from an overridden one', () => {
  const { record } = evaluate([group({ ExcludedRules: [{ Name: 'first' }] })]);
  expect(record.matches[0]?.rule).toMatchObject({ name: 'first', isExcluded: true });
  expect(record.matches[0]?.rule).not.toHaveProperty('overriddenAction');
});

test('a group that counts leaves the rule that would have ended, and counts itself', () => {
  const { record, action } = evaluate([group({}, { Count: {} })]);
  expect(action).toBe('ALLOW');
  expect(record.terminatingRule).toMatchObject({ name: 'Default_Action', metricName: 'site' });
  expect(record.matches).toMatchObject([
    { rule: { name: 'first' }, action: 'BLOCK', isTerminating: true },
    { rule: { name: 'Group' }, action: 'COUNT', isTerminating: false },
  ]);
});

test('a rate-based rule that has counted is recorded below its limit, with the values of its keys', () => {
  const keys = [{ Header: { Name: 'dogname', TextTransformations: plain } }, { HTTPMethod: {} }];
  const Statement = { RateBasedStatement: { Limit: 100, AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: keys } };
  const headers: Request['headers'] = [['DogName', 'ella']];
  const { record } = evaluate([{ Name: 'Rate', Statement, Action: { Block: {} } }], { headers });
  expect(record.matches).toEqual([]);
  expect(record.rates).toEqual([
    {
      setting: {
        rule: 'Rate',
        limitKey: 'CUSTOMKEYS',
        limit: 100,
        windowSeconds: 300,
        keys: [{ member: 'Header', name: 'dogname' }, { member: 'HTTPMethod' }],
      },
      values: ['ella', 'GET'],
    },
  ]);
});

test('a header that holds no address counts under INVALID where the fallback matches', () => {
  const forwarded = { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH' };
  const Statement = {
    RateBasedStatement: { Limit: 100, AggregateKeyType: 'FORWARDED_IP', ForwardedIPConfig: forwarded },
  };
  const headers: Request['headers'] = [['X-Forwarded-For', 'nobody']];
  const { record, action } = evaluate([{ Name: 'Rate', Statement, Action: { Block: {} } }], { headers });
  expect([action, record.rates[0]?.values]).toEqual(['BLOCK', ['INVALID']]);
});

const cookie = (value: string): Request['headers'] => [
  ['Host', 'example.com'],
  ['Cookie', `aws-waf-token=${value}`],
];
const solved = (captchaSolved: number, domain = 'example.com') => cookie(mintToken({ captchaSolved, domain }));

test.each([
  ['no token', [], { failureReason: 'TOKEN_MISSING', solveTimestamp: 0, responseCode: 405 }],
  ['noise', cookie('x.y'), { failureReason: 'TOKEN_INVALID', solveTimestamp: 0, responseCode: 405 }],
  ['another domain', solved(NOW, 'example.org'), { failureReason: 'TOKEN_DOMAIN_MISMATCH', responseCode: 405 }],
  [
    'one older than the immunity time',
    solved(NOW - 301_000),
    { failureReason: 'TOKEN_EXPIRED', solveTimestamp: NOW / 1000 - 301 },
  ],
  ['one as old as the immunity time', solved(NOW - 300_000), { solveTimestamp: NOW / 1000 - 300, responseCode: 0 }],
  ['one that does', solved(NOW - 1000), { solveTimestamp: NOW / 1000 - 1, responseCode: 0 }],
] as const)('a CAPTCHA says of %s why it did not do', (_, headers, token) => {
  const rule = { Name: 'Puzzle', Statement: contains('/', { UriPath: {} }), Action: { Captcha: {} } };
  const { record, action } = evaluate([rule], { headers });
  expect(record.matches[0]).toMatchObject({ action: 'CAPTCHA', isTerminating: 'failureReason' in token, token });
  expect(action).toBe('failureReason' in token ? 'CAPTCHA' : 'ALLOW');
});

test('only components that were looked at are called oversize', () => {
  const headers: Request['headers'] = [['X-Long', 'x'.repeat(9000)]];
  const body = { bytes: new Uint8Array(20_000), complete: true };
  const all = { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling: 'NO_MATCH' };
  const rule = { Name: 'Headers', Statement: contains('y', { Headers: all }), Action: { Block: {} } };
  expect(evaluate([rule], { headers, body }).record.oversizeFields).toEqual(['REQUEST_HEADERS']);
});

test('the number of a network is recorded only where a rule looks at it', () => {
  const rule = { Name: 'Asn', Statement: { AsnMatchStatement: { AsnList: [64500] } }, Action: { Block: {} } };
  expect(evaluate([rule]).record).toMatchObject({ clientAsn: 64496 });
  expect(evaluate([]).record.clientAsn).toBeUndefined();
});
