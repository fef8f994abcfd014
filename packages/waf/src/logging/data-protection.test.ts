import { expect, test } from 'vitest';
import { unknownValue } from '../unknown-value.ts';
import { dataProtection } from './data-protection.ts';
import { type LogRecord, logRecord } from './log-record.ts';
import { all, contains, counting, evaluator, OCCASION, requestOf, type Setting, sqli } from './testing/evaluated.ts';

const ATTACK = '10 AND 1=1';
const protect = (FieldType: string, FieldKeys: readonly string[] | undefined, Action: string, more: object = {}) => ({
  Field: { FieldType, ...(FieldKeys ? { FieldKeys } : {}) },
  Action,
  ...more,
});

function recordOf(setting: Setting, request = requestOf('/')): LogRecord {
  const evaluation = evaluator(setting)(request);
  return logRecord(evaluation, request, OCCASION, dataProtection(evaluation.record.webAcl.dataProtections));
}

const dataOf = (record: LogRecord): readonly unknown[] =>
  record.nonTerminatingMatchingRules.map(({ ruleMatchDetails: [detail] }) => detail?.matchedData);

test('of one value with two protections the stricter one is applied', () => {
  const protections = [protect('SINGLE_HEADER', ['x-a'], 'HASH'), protect('SINGLE_HEADER', ['X-A'], 'SUBSTITUTION')];
  const { headers } = recordOf({ protections }, requestOf('/', [['x-a', '1']])).httpRequest;
  expect(headers.at(-1)).toEqual({ name: 'x-a', value: 'REDACTED' });
});

// https://docs.aws.amazon.com/waf/latest/developerguide/data-protection-limitations.html
test('a protected cookie hides all that a rule finds in the cookie header, and other cookies by themselves do not', () => {
  const rules = [
    counting('header', sqli({ SingleHeader: { Name: 'cookie' } })),
    counting('cookies', sqli({ Cookies: all('VALUE') })),
  ];
  const protections = [protect('SINGLE_COOKIE', ['session'], 'SUBSTITUTION')];
  const request = requestOf('/', [['Cookie', `q=1' OR '1'='1; session=abc`]]);
  const record = recordOf({ rules, protections }, request);
  expect(dataOf(record)).toEqual([['REDACTED'], ['1', 'OR', '1', '=', '1']]);
  expect(record.httpRequest.headers.at(-1)?.value).toBe("q=1' OR '1'='1; session=REDACTED");
});

test('cookies of a protected header keep their names and blanks, and one without a name is hidden', () => {
  const protections = [protect('SINGLE_HEADER', ['Cookie'], 'SUBSTITUTION')];
  const request = requestOf('/', [['cookie', 'a=1;  b="x=y" ; lone; c=; AWS-WAF-Token=t']]);
  expect(recordOf({ protections }, request).httpRequest.headers.at(-1)?.value).toBe(
    'a=REDACTED;  b=REDACTED; REDACTED; c=; AWS-WAF-Token=t',
  );
});

test('an argument is protected however its name is spelt, and as often as it comes', () => {
  const protections = [protect('SINGLE_QUERY_ARGUMENT', ['card'], 'SUBSTITUTION')];
  expect(recordOf({ protections }, requestOf('/?CARD=1&%63ard=2&card&cards=3&card=4=5')).httpRequest.args).toBe(
    'CARD=REDACTED&%63ard=REDACTED&card&cards=3&card=REDACTED',
  );
});

test('a protected header is hidden among those that the web ACL inserts', () => {
  const Action = { Count: { CustomRequestHandling: { InsertHeaders: [{ Name: 'verify', Value: 'k3y' }] } } };
  const rules = [{ ...counting('insert', contains('GET', { Method: {} })), Action }];
  const inserted = (setting: Setting) => recordOf({ rules, ...setting }).requestHeadersInserted;
  expect(inserted({})).toEqual([{ name: 'x-amzn-waf-verify', value: 'k3y' }]);
  const protections = [protect('SINGLE_HEADER', ['x-amzn-waf-verify'], 'SUBSTITUTION')];
  expect(inserted({ protections })).toEqual([{ name: 'x-amzn-waf-verify', value: 'REDACTED' }]);
});

test('without a query string there is nothing to hide', () => {
  const protections = [protect('QUERY_STRING', undefined, 'SUBSTITUTION')];
  expect(recordOf({ protections }).httpRequest.args).toBe('');
});

test('a protected body hides the names of JSON members as well', () => {
  const rules = [counting('json', sqli({ JsonBody: all('VALUE') }))];
  const body = JSON.stringify({ card: ATTACK });
  const [open] = recordOf({ rules }, requestOf('/', [], body)).nonTerminatingMatchingRules;
  expect(open?.ruleMatchDetails[0]).toMatchObject({ matchedData: ['10', 'AND', '1'], matchedFieldName: '/card' });
  const protections = [protect('BODY', undefined, 'SUBSTITUTION')];
  const [hidden] = recordOf({ rules, protections }, requestOf('/', [], body)).nonTerminatingMatchingRules;
  expect(hidden?.ruleMatchDetails[0]).toMatchObject({ matchedData: ['REDACTED'], matchedFieldName: 'REDACTED' });
});

test('an address that is read of a protected header is hidden too', () => {
  const forwarded = { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH' };
  const Statement = {
    RateBasedStatement: { Limit: 100, AggregateKeyType: 'FORWARDED_IP', ForwardedIPConfig: forwarded },
  };
  const rules = [{ Name: 'rate', Statement, Action: { Block: {} } }];
  const request = requestOf('/', [['X-Forwarded-For', '198.51.100.9']]);
  const value = (more?: object) => {
    const protections = [protect('SINGLE_HEADER', ['x-forwarded-for'], 'SUBSTITUTION', more)];
    return recordOf({ rules, protections }, request).rateBasedRuleList[0]?.limitValue;
  };
  expect(value()).toBe('REDACTED');
  expect(value({ ExcludeRateBasedDetails: true })).toBe('198.51.100.9');
});

test('the host is hidden in both of its places', () => {
  const { httpRequest } = recordOf({ protections: [protect('SINGLE_HEADER', ['host'], 'SUBSTITUTION')] });
  expect([httpRequest.host, httpRequest.headers[0]?.value]).toEqual(['REDACTED', 'REDACTED']);
});

test('where it is not told what is protected, everything that can be is', () => {
  const keys = unknownValue('keys', 'a parameter without a value');
  const rules = [counting('body', sqli({ Body: {} }))];
  const request = requestOf('/?a=1', [['Cookie', 'a=b']], ATTACK);
  const protections = [{ Field: { FieldType: 'SINGLE_HEADER', FieldKeys: keys }, Action: 'HASH' }];
  const record = recordOf({ rules, protections }, request);
  expect(record.httpRequest).toMatchObject({
    uri: '/',
    args: 'REDACTED',
    headers: [
      { name: 'Host', value: 'REDACTED' },
      { name: 'Cookie', value: 'a=REDACTED' },
    ],
  });
  expect(dataOf(record)).toEqual([['REDACTED']]);
});
