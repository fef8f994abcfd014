import { expect, test } from 'vitest';
import { unknownValue } from '../unknown-value.ts';
import { logRecord } from './log-record.ts';
import { compileLoggingConfiguration } from './logging-configuration.ts';
import { ARN, contains, counting, evaluator, GROUP, OCCASION, requestOf, type Setting } from './testing/evaluated.ts';

type Behavior = 'KEEP' | 'DROP';
type Filter = readonly [behavior: Behavior, requirement: 'MEETS_ALL' | 'MEETS_ANY', ...conditions: readonly string[]];

const conditionOf = (text: string): unknown =>
  text.startsWith('awswaf:') ? { LabelNameCondition: { LabelName: text } } : { ActionCondition: { Action: text } };

/** Whether a request for `/first/second` is written to the log. */
function isWritten(setting: Setting, defaultBehavior: Behavior, ...filters: readonly Filter[]): boolean {
  const result = compileLoggingConfiguration({
    ResourceArn: ARN,
    LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-site'],
    LoggingFilter: {
      DefaultBehavior: defaultBehavior,
      Filters: filters.map(([Behavior, Requirement, ...conditions]) => ({
        Behavior,
        Requirement,
        Conditions: conditions.map(conditionOf),
      })),
    },
  });
  if (!('logging' in result)) throw new Error(JSON.stringify(result));
  const request = requestOf('/first/second');
  return result.logging.keeps(logRecord(evaluator(setting)(request), request, OCCASION));
}

const group = (more: object, OverrideAction: object = { None: {} }) => ({
  Name: 'Group',
  OverrideAction,
  Statement: { RuleGroupReferenceStatement: { Arn: GROUP, ...more } },
});
const inGroup = ['first', 'second'].map((Name) => ({
  Name,
  Statement: contains(Name, { UriPath: {} }),
  Action: { Block: {} },
  RuleLabels: [{ Name }],
}));

const ALLOWED: Setting = {};
const COUNTED: Setting = { rules: [counting('count', contains('first', { UriPath: {} }))] };
const BLOCKED: Setting = {
  rules: [{ ...counting('block', contains('first', { UriPath: {} })), Action: { Block: {} } }],
};
const EXCLUDED: Setting = { rules: [group({ ExcludedRules: [{ Name: 'first' }, { Name: 'second' }] })], inGroup };
const OVERRIDDEN: Setting = {
  rules: [group({ RuleActionOverrides: inGroup.map(({ Name }) => ({ Name, ActionToUse: { Count: {} } })) })],
  inGroup,
};
const COUNTED_GROUP: Setting = { rules: [group({}, { Count: {} })], inGroup };

test.each([
  ['the action of the whole', ALLOWED, 'ALLOW', true],
  ['the action of the whole', BLOCKED, 'BLOCK', true],
  ['a rule that counted', COUNTED, 'COUNT', true],
  ['no rule that counted', BLOCKED, 'COUNT', false],
  ['a rule that counts by itself, which nobody excluded', COUNTED, 'EXCLUDED_AS_COUNT', false],
  ['excluded rules', EXCLUDED, 'EXCLUDED_AS_COUNT', true],
  ['rules with an override of Count', OVERRIDDEN, 'EXCLUDED_AS_COUNT', true],
  ['the configured action of a rule in a group that only counts', COUNTED_GROUP, 'BLOCK', true],
  ['a label in full', OVERRIDDEN, 'awswaf:111122223333:rulegroup:Own:second', true],
  ['a label that begins alike', OVERRIDDEN, 'awswaf:111122223333:rulegroup:Own:sec', false],
])('a condition is met by %s', (_, setting, condition, isMet) => {
  expect(isWritten(setting, 'DROP', ['KEEP', 'MEETS_ANY', condition])).toBe(isMet);
  expect(isWritten(setting, 'KEEP', ['DROP', 'MEETS_ANY', condition])).toBe(!isMet);
});

test('MEETS_ALL wants every condition, MEETS_ANY one', () => {
  expect(isWritten(COUNTED, 'DROP', ['KEEP', 'MEETS_ALL', 'ALLOW', 'COUNT'])).toBe(true);
  expect(isWritten(ALLOWED, 'DROP', ['KEEP', 'MEETS_ALL', 'ALLOW', 'COUNT'])).toBe(false);
  expect(isWritten(ALLOWED, 'DROP', ['KEEP', 'MEETS_ANY', 'ALLOW', 'COUNT'])).toBe(true);
});

test('the first filter that a record satisfies decides', () => {
  expect(isWritten(COUNTED, 'DROP', ['DROP', 'MEETS_ANY', 'COUNT'], ['KEEP', 'MEETS_ANY', 'ALLOW'])).toBe(false);
  expect(isWritten(COUNTED, 'DROP', ['KEEP', 'MEETS_ANY', 'ALLOW'], ['DROP', 'MEETS_ANY', 'COUNT'])).toBe(true);
});

test('a filter that the sources do not tell drops nothing', () => {
  const result = compileLoggingConfiguration({
    ResourceArn: ARN,
    LogDestinationConfigs: [unknownValue('bucket', 'made elsewhere')],
    LoggingFilter: {
      DefaultBehavior: 'DROP',
      Filters: [
        {
          Behavior: 'DROP',
          Requirement: 'MEETS_ALL',
          Conditions: [{ ActionCondition: { Action: unknownValue('action', 'a parameter without a value') } }],
        },
      ],
    },
  });
  const request = requestOf('/');
  const record = logRecord(evaluator({})(request), request, OCCASION);
  expect('logging' in result && result.logging.keeps(record)).toBe(true);
});
