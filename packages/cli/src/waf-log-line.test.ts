import { describe, expect, test } from 'vitest';
import { ARN, apiWebAcl, base64, evaluated, file, pathStartsWith, rule, VISIBILITY } from './testing/waf-files.ts';

describe('waf evaluate --format log', () => {
  const admin = rule('Admin', 0, pathStartsWith(base64('/admin')), { Count: {} });
  const protections = [{ Field: { FieldType: 'SINGLE_QUERY_ARGUMENT', FieldKeys: ['a'] }, Action: 'SUBSTITUTION' }];
  const webAcl = file(apiWebAcl([admin], { DataProtectionConfig: { DataProtections: protections } }));

  test('prints the record that AWS WAF would write, data protection applied', () => {
    const request = file({ target: '/admin?a=1', headers: [['Host', 'example.com']], time: '2026-01-31T12:00:00Z' });
    expect(evaluated({ webAcl, request, format: 'log' })).toMatchObject([
      {
        timestamp: Date.parse('2026-01-31T12:00:00Z'),
        formatVersion: 1,
        webaclId: `${ARN}/webacl/Edge/1`,
        terminatingRuleId: 'Default_Action',
        action: 'ALLOW',
        httpSourceName: 'APIGW',
        nonTerminatingMatchingRules: [{ ruleId: 'Admin', action: 'COUNT', ruleMatchDetails: [] }],
        httpRequest: { uri: '/admin', args: 'a=REDACTED', host: 'example.com' },
      },
    ]);
  });

  test('a logging configuration redacts and filters; one that AWS would refuse is named with its place', () => {
    const configuration = (LogDestinationConfigs: readonly string[]) => ({
      LoggingConfiguration: {
        ResourceArn: `${ARN}/webacl/Edge/1`,
        LogDestinationConfigs,
        RedactedFields: [{ UriPath: {} }],
        LoggingFilter: {
          DefaultBehavior: 'DROP',
          Filters: [
            { Behavior: 'KEEP', Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action: 'COUNT' } }] },
          ],
        },
      },
    });
    const request = file('{"target":"/"}\n{"target":"/admin"}\n', 'jsonl');
    const logging = file(configuration(['arn:aws:s3:::aws-waf-logs-edge']));
    expect(evaluated({ webAcl, request, logging, format: 'log' })).toMatchObject([
      { httpRequest: { uri: 'REDACTED' } },
    ]);
    const refused = file(configuration(['arn:aws:s3:::edge-waf-logs-for-all']));
    expect(() => evaluated({ webAcl, request, logging: refused, format: 'log' })).toThrow(
      'the name "edge-waf-logs-for-all", expected one that begins with "aws-waf-logs-"',
    );
  });

  test("a template's own logging configuration holds for its web ACL", () => {
    const template = file({
      Resources: {
        Acl: {
          Type: 'AWS::WAFv2::WebACL',
          Properties: { Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} }, VisibilityConfig: VISIBILITY },
        },
        Log: {
          Type: 'AWS::WAFv2::LoggingConfiguration',
          Properties: {
            ResourceArn: { 'Fn::GetAtt': ['Acl', 'Arn'] },
            LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-edge'],
            RedactedFields: [{ Method: {} }],
          },
        },
      },
    });
    const request = file({ target: '/' });
    expect(evaluated({ webAcl: template, request, format: 'log' })).toMatchObject([
      { httpSourceName: 'CF', httpRequest: { httpMethod: 'REDACTED', uri: '/' } },
    ]);
  });
});
