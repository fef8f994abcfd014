import { expect, test } from 'vitest';
import { refusesSomething } from './refuses-something.ts';

const VISIBILITY = { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: false, MetricName: 'Rule' };
const NONE = [{ Priority: 0, Type: 'NONE' }];

const refuses = (...rules: readonly object[]) =>
  refusesSomething(
    {
      Name: 'Firewall',
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      VisibilityConfig: VISIBILITY,
      Rules: rules.map((rule, at) => ({ Name: `r${at}`, Priority: at, VisibilityConfig: VISIBILITY, ...rule })),
    },
    { shape: 'cloudformation' },
  );

const rule = (action: 'Allow' | 'Block', Statement: object) => ({ Action: { [action]: {} }, Statement });
const label = (Key: string) => ({ LabelMatchStatement: { Scope: 'LABEL', Key } });
const rate = (ScopeDownStatement: object) => ({
  RateBasedStatement: { AggregateKeyType: 'IP', Limit: 100, ScopeDownStatement },
});
const argument = (SearchString: string) => ({
  ByteMatchStatement: {
    FieldToMatch: { SingleQueryArgument: { Name: 'q' } },
    PositionalConstraint: 'CONTAINS',
    SearchString,
    TextTransformations: NONE,
  },
});
const pathFits = (RegexString: string) => ({
  RegexMatchStatement: { FieldToMatch: { UriPath: {} }, RegexString, TextTransformations: NONE },
});
const managed = (Name: string, ScopeDownStatement?: object) => ({
  OverrideAction: { None: {} },
  Statement: {
    ManagedRuleGroupStatement: { VendorName: 'AWS', Name, ...(ScopeDownStatement ? { ScopeDownStatement } : {}) },
  },
});

test('a request that the engine refuses shows it, a rate when it is exceeded', () => {
  expect(refuses(rule('Block', argument('admin')))).toBe(true);
  expect(refuses(rule('Block', pathFits('^/admin\\b')))).toBe(true);
  expect(refuses(rule('Block', rate(argument('admin'))))).toBe(true);
});

test('a group of AWS refuses something where a request comes to it', () => {
  expect(refuses(managed('AWSManagedRulesAmazonIpReputationList'))).toBe(true);
  expect(refuses(managed('AWSManagedRulesAmazonIpReputationList', argument('admin')))).toBe(true);
  expect(refuses(rule('Allow', pathFits('^/')), managed('AWSManagedRulesAmazonIpReputationList'))).not.toBe(true);
});

test('what asks for a label that no rule adds refuses nothing', () => {
  expect(refuses(rule('Block', label('nobody')))).toBe(false);
  expect(refuses(rule('Block', rate(label('nobody'))))).toBe(false);
});

test('where neither is so, it says of which rule it is not known', () => {
  expect(refuses(rule('Block', pathFits('^/a\\b\\Ba')))).toEqual({
    unsure: 'rule "r0": no request could be made that it matches',
  });
});
