import { expect, test } from 'vitest';
import { unknownValue } from '../unknown-value.ts';
import { logRecord } from './log-record.ts';
import { type CompiledLogging, compileLoggingConfiguration } from './logging-configuration.ts';
import { ARN, all, counting, evaluator, OCCASION, requestOf, sqli } from './testing/evaluated.ts';

function logging(RedactedFields: unknown): CompiledLogging {
  const result = compileLoggingConfiguration({
    ResourceArn: ARN,
    LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-site'],
    RedactedFields,
  });
  if (!('logging' in result)) throw new Error(JSON.stringify(result));
  return result.logging;
}

const ATTACK = '10 AND 1=1';

test('what is redacted reads REDACTED, and nothing else does', () => {
  const request = requestOf('/a?b=c', [
    ['Authorization', 'Bearer abc'],
    ['X-Other', 'x'],
  ]);
  const evaluation = evaluator({})(request);
  const record = (fields: unknown) => logRecord(evaluation, request, OCCASION, logging(fields).disclose).httpRequest;
  expect(record([{ UriPath: {} }])).toMatchObject({ uri: 'REDACTED', args: 'b=c', httpMethod: 'GET' });
  expect(record([{ QueryString: {} }])).toMatchObject({ uri: '/a', args: 'REDACTED', httpMethod: 'GET' });
  expect(record([{ Method: {} }])).toMatchObject({ uri: '/a', args: 'b=c', httpMethod: 'REDACTED' });
  expect(record([{ SingleHeader: { Name: 'AUTHORIZATION' } }]).headers).toEqual([
    { name: 'Host', value: 'example.com' },
    { name: 'Authorization', value: 'REDACTED' },
    { name: 'X-Other', value: 'x' },
  ]);
});

// https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html: "the SingleHeader redaction doesn't apply to
// rules that use the Headers FieldToMatch."
test('match details are redacted for the FieldToMatch that is redacted: of SingleHeader, not of Headers', () => {
  const evaluate = evaluator({
    rules: [
      counting('single', sqli({ SingleHeader: { Name: 'x-id' } })),
      counting('many', sqli({ Headers: all('VALUE') })),
      counting('query', sqli({ QueryString: {} })),
      counting('argument', sqli({ SingleQueryArgument: { Name: 'q' } })),
    ],
  });
  // Without a transformation the detector takes the words before the quote for one.
  const request = requestOf(`/?q=${ATTACK}' OR '1'='1`, [['X-Id', ATTACK]]);
  const { disclose } = logging([{ SingleHeader: { Name: 'x-id' } }, { QueryString: {} }]);
  const rules = logRecord(evaluate(request), request, OCCASION, disclose).nonTerminatingMatchingRules;
  expect(rules.map(({ ruleId, ruleMatchDetails: [detail] }) => [ruleId, detail?.matchedData[0]])).toEqual([
    ['single', 'REDACTED'],
    ['many', '10'],
    ['query', 'REDACTED'],
    ['argument', ATTACK],
  ]);
});

test('a rate-based rule that counts by a redacted header does not show its value', () => {
  const keys = [{ Header: { Name: 'x-id', TextTransformations: [{ Priority: 0, Type: 'NONE' }] } }, { IP: {} }];
  const Statement = { RateBasedStatement: { Limit: 100, AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: keys } };
  const request = requestOf('/', [['X-Id', 'x'.repeat(40)]]);
  const evaluation = evaluator({ rules: [{ Name: 'rate', Statement, Action: { Block: {} } }] })(request);
  const values = (fields: unknown) =>
    logRecord(evaluation, request, OCCASION, logging(fields).disclose).rateBasedRuleList[0]?.customValues;
  expect(values([{ SingleHeader: { Name: 'X-ID' } }])).toEqual([
    { key: 'HEADER', name: 'x-id', value: 'REDACTED' },
    { key: 'IP', value: '203.0.113.7' },
  ]);
  // "the logs print the first 32 characters of the string value"
  expect(values([])?.[0]?.value).toBe('x'.repeat(32));
});

test('where it is not told what is redacted, everything that can be is', () => {
  const request = requestOf('/a?b=c', [['X-Id', '1']]);
  const { disclose } = logging(unknownValue('fields', 'a parameter without a value'));
  const { httpRequest } = logRecord(evaluator({})(request), request, OCCASION, disclose);
  expect(httpRequest).toMatchObject({ uri: 'REDACTED', args: 'REDACTED', httpMethod: 'REDACTED', host: 'REDACTED' });
  expect(httpRequest.headers.map(({ value }) => value)).toEqual(['REDACTED', 'REDACTED']);
});
