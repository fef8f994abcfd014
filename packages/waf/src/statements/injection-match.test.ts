import type { Request } from '@sallyport/http';
import { expect, test } from 'vitest';
import type { Evaluation } from '../compiled.ts';
import { MemoryCounters } from '../memory-counters.ts';
import { compileWebAcl } from '../web-acl.ts';

const visibility = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const plain = [{ Priority: 0, Type: 'NONE' }];
const decoded = [{ Priority: 0, Type: 'URL_DECODE' }];

const request = (target: string, headers: Request['headers'] = []): Request => ({
  method: 'GET',
  target,
  httpVersion: '1.1',
  headers: [['Host', 'example.com'], ...headers],
  body: { bytes: new Uint8Array(), complete: true },
  connection: { scheme: 'https', address: '203.0.113.7', port: 40000, localPort: 443 },
});

function evaluate(statement: unknown, of: Request): Evaluation {
  const result = compileWebAcl({
    Name: 'Site',
    Scope: 'CLOUDFRONT',
    DefaultAction: { Allow: {} },
    VisibilityConfig: visibility,
    Rules: [{ Name: 'Rule', Priority: 0, Statement: statement, Action: { Block: {} }, VisibilityConfig: visibility }],
  });
  if (!('webAcl' in result)) throw new Error(JSON.stringify(result));
  return result.webAcl.evaluate(of, new MemoryCounters(), 0);
}

const sqli = (FieldToMatch: unknown, TextTransformations: unknown, SensitivityLevel?: string) => ({
  SqliMatchStatement: { FieldToMatch, TextTransformations, ...(SensitivityLevel ? { SensitivityLevel } : {}) },
});
const many = (MatchScope: string) => ({ MatchPattern: { All: {} }, MatchScope, OversizeHandling: 'CONTINUE' });
const ATTACK = "1'%20OR%20'1'='1";
const xss = (FieldToMatch: unknown) => ({ XssMatchStatement: { FieldToMatch, TextTransformations: decoded } });

// https://docs.aws.amazon.com/waf/latest/developerguide/logging-examples.html shows this record for such a header.
test('SQL injection in a header is logged as AWS shows it: 10, AND, 1', () => {
  const field = { SingleHeader: { Name: 'x-stm-test' } };
  expect(evaluate(sqli(field, plain, 'HIGH'), request('/', [['X-Stm-Test', '10 AND 1=1']]))).toMatchObject({
    action: 'BLOCK',
    fidelity: 'approximated',
    matchDetails: [
      {
        conditionType: 'SQL_INJECTION',
        sensitivityLevel: 'HIGH',
        location: 'HEADER',
        matchedData: ['10', 'AND', '1'],
        matchedFieldName: 'x-stm-test',
      },
    ],
  });
});

test('cross-site scripting is logged as AWS shows it: <, frameset', () => {
  expect(evaluate(xss({ QueryString: {} }), request('/?a=%3Cframeset%20onload=alert(1)%3E'))).toMatchObject({
    action: 'BLOCK',
    matchDetails: [{ conditionType: 'XSS', location: 'QUERY_STRING', matchedData: ['<', 'frameset'] }],
  });
});

test('of all query arguments, the one that matched is named', () => {
  const evaluation = evaluate(sqli({ AllQueryArguments: {} }, decoded), request("/?q=shoes&id=1'%20OR%20'1'='1"));
  expect(evaluation.matchDetails).toEqual([
    {
      conditionType: 'SQL_INJECTION',
      sensitivityLevel: 'LOW',
      location: 'ALL_QUERY_ARGS',
      matchedData: ['1', 'OR', '1', '=', '1'],
      matchedFieldName: 'id',
    },
  ]);
});

test('without the transformation that decodes it, an encoded attack passes', () => {
  const target = '/?id=1%27%20OR%20%271%27=%271';
  expect(evaluate(sqli({ QueryString: {} }, plain), request(target)).action).toBe('ALLOW');
  expect(evaluate(sqli({ QueryString: {} }, decoded), request(target)).action).toBe('BLOCK');
});

test('a harmless request passes, and the outcome is approximated all the same', () => {
  const evaluation = evaluate(sqli({ AllQueryArguments: {} }, decoded), request('/?q=rock+and+roll'));
  expect(evaluation).toMatchObject({ action: 'ALLOW', fidelity: 'approximated' });
  expect(evaluation.matchDetails).toBeUndefined();
});

test('where the component is absent, nothing rests on the detection', () => {
  expect(evaluate(sqli({ AllQueryArguments: {} }, decoded), request('/'))).toMatchObject({
    action: 'ALLOW',
    fidelity: 'documented',
  });
});

test('what a statement found is not logged where its rule does not match', () => {
  const both = { AndStatement: { Statements: [sqli({ QueryString: {} }, decoded), xss({ UriPath: {} })] } };
  const evaluation = evaluate(both, request("/?id=1'%20OR%20'1'='1"));
  expect(evaluation.action).toBe('ALLOW');
  expect(evaluation.matchDetails).toBeUndefined();
});

test.each([
  ['a phrase of SQL in the middle of a text', 'see here: union of all select staff', 'union'],
  ['what libinjection takes for prose', 'foo--', 'foo'],
])('high sensitivity also finds %s', (_, text, first) => {
  const of = request('/', [['X-Text', text]]);
  const field = { SingleHeader: { Name: 'x-text' } };
  expect(evaluate(sqli(field, plain, 'LOW'), of).action).toBe('ALLOW');
  const high = evaluate(sqli(field, plain, 'HIGH'), of);
  expect(high.action).toBe('BLOCK');
  expect(high.matchDetails?.[0]?.matchedData[0]).toBe(first);
});

const named = (FieldToMatch: unknown, of: Request): readonly string[] =>
  (evaluate(sqli(FieldToMatch, decoded), of).matchDetails ?? []).map(
    ({ location, matchedFieldName }) => `${location} ${matchedFieldName}`,
  );

test.each([
  ['a header, by its name as received', { Headers: many('ALL') }, '/', 'HEADER X-Id'],
  ['a cookie', { Cookies: many('VALUE') }, '/', 'COOKIE id'],
  [
    'the first of two arguments with the same value',
    { AllQueryArguments: {} },
    `/?a=1&q=${ATTACK}&r=${ATTACK}`,
    'ALL_QUERY_ARGS q',
  ],
  [
    'an argument as the request spells it',
    { SingleQueryArgument: { Name: 'ID' } },
    `/?Id=${ATTACK}`,
    'SINGLE_QUERY_ARG Id',
  ],
])('the log names %s', (_, field, target, name) => {
  const headers: Request['headers'] = [
    ['X-Id', "1' OR '1'='1"],
    ['Cookie', "a=b; id=1' OR '1'='1"],
  ];
  expect(named(field, request(target, headers))).toEqual([name]);
});

test('the log names a member of a JSON body by its JSON Pointer', () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ user: { 'na/me': ['x', "1' OR '1'='1"] } }));
  const of = { ...request('/'), body: { bytes, complete: true } };
  const field = { JsonBody: { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling: 'CONTINUE' } };
  expect(named(field, of)).toEqual(['UNKNOWN /user/na~1me/1']);
});
