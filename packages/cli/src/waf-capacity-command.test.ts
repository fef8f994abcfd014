import { describe, expect, test } from 'vitest';
import { ARN, apiWebAcl, capacity, file, rule, VISIBILITY } from './testing/waf-files.ts';

describe('waf capacity', () => {
  test('counts the example of AWS’s page on check-capacity as AWS does', () => {
    // https://docs.aws.amazon.com/cli/latest/reference/wafv2/check-capacity.html
    const host = {
      ByteMatchStatement: {
        SearchString: 'example.com',
        FieldToMatch: { SingleHeader: { Name: 'host' } },
        TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
        PositionalConstraint: 'EXACTLY',
      },
    };
    const both = { AndStatement: { Statements: [host, { GeoMatchStatement: { CountryCodes: ['US', 'IN'] } }] } };
    const rate = { RateBasedStatement: { Limit: 1000, AggregateKeyType: 'IP' } };
    const rules = [rule('basic-rule', 0, both, { Allow: {} }), rule('rate-rule', 1, rate, { Block: {} })];
    const webAcl = file({
      Name: 'A',
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
      VisibilityConfig: VISIBILITY,
      Rules: rules,
    });
    expect(capacity(webAcl)).toEqual({
      capacity: 15,
      rules: [
        { name: 'basic-rule', capacity: 13 },
        { name: 'rate-rule', capacity: 2 },
      ],
    });
  });

  test('counts references to sets that are not at hand, and refuses to guess those to rule groups', () => {
    const regex = {
      ARN: `${ARN}/regexpatternset/env/1`,
      FieldToMatch: { UriPath: {} },
      TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
    };
    const both = {
      OrStatement: {
        Statements: [
          { IPSetReferenceStatement: { ARN: `${ARN}/ipset/a/1` } },
          { RegexPatternSetReferenceStatement: regex },
        ],
      },
    };
    expect(capacity(file(apiWebAcl([rule('Both', 0, both, { Block: {} })])))).toMatchObject({ capacity: 36 });
    const { Action: _action, ...group } = rule(
      'Group',
      0,
      { RuleGroupReferenceStatement: { ARN: `${ARN}/rulegroup/a/1` } },
      {},
    );
    const webAcl = file(apiWebAcl([{ ...group, OverrideAction: { None: {} } }]));
    expect(() => capacity(webAcl)).toThrow('Cannot count the capacity');
  });
});
