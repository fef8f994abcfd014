import { NO_BODY, type Request } from '@sallyport/http';
import { expect, test } from 'vitest';
import { compileWebAcl, MANAGED_RULE_GROUPS, MemoryCounters } from '../index.ts';
import { groupAlone, leastStatement } from './testing/group-alone.ts';

const evaluate = (statement: object, request: Partial<Request>, options = {}, override: object = { None: {} }) => {
  const result = compileWebAcl(groupAlone(statement, override), options);
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

test('a list of addresses that is not handed in is unknown and named, not passed over', () => {
  const { action, fidelity, trace } = evaluate({ Name: 'AWSManagedRulesAnonymousIpList' }, {});
  expect({ action, fidelity }).toEqual({ action: 'ALLOW', fidelity: 'approximated' });
  expect(trace.map(({ detail }) => detail)).toContain(
    'the addresses of AnonymousIPList are not published, and none were handed in',
  );
});

test('a rule of patterns ends the evaluation, and names what it saw', () => {
  const { trace, ...evaluation } = evaluate(COMMON, { target: '/?file=%252e%252e/../etc' });
  expect(evaluation).toMatchObject({
    action: 'BLOCK',
    terminatingRuleInGroup: 'GenericLFI_QUERYARGUMENTS',
    labels: ['awswaf:managed:aws:core-rule-set:GenericLFI_QueryArguments'],
  });
  expect(trace).toContainEqual({
    rule: 'Managed#GenericLFI_QUERYARGUMENTS',
    matched: true,
    detail: 'path traversal in AllQueryArguments after URL_DECODE_UNI, URL_DECODE_UNI',
  });
});

test.each([
  ...[
    '../../a',
    '..\\..\\a',
    '..\\../a',
    '..\\/..\\/a',
    '..//..//a',
    '..///..///a',
    './/..//.//..//a',
    '.././../a',
    '..\\.\\..\\a',
  ],
])('two steps up are path traversal: %s', (path) => {
  const target = `/?file=${encodeURIComponent(path)}`;
  expect(evaluate(COMMON, { target })).toMatchObject({ terminatingRuleInGroup: 'GenericLFI_QUERYARGUMENTS' });
});

test.each(['../a', 'a..b', '..', '.../a', '1../..2', '..,..', '../ ../a'])('this is none: %s', (path) => {
  expect(evaluate(COMMON, { target: `/?text=${encodeURIComponent(path)}` })).toMatchObject({ action: 'ALLOW' });
});

test('a named version is told apart only where its changelog does, and the outcome says so', () => {
  const { trace, fidelity } = evaluate({ ...COMMON, Version: 'Version_9.9' }, {});
  expect(fidelity).toBe('approximated');
  expect(trace.map(({ detail }) => detail)).toContain(
    'the patterns of AWSManagedRulesCommonRuleSet are not published, nor how those of "Version_9.9" differ: the newest are taken',
  );
});

test('a request outside the scope-down statement is not looked at', () => {
  const ScopeDownStatement = {
    ByteMatchStatement: {
      SearchString: '/api/',
      PositionalConstraint: 'STARTS_WITH',
      FieldToMatch: { UriPath: {} },
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  };
  const scoped = { ...COMMON, ScopeDownStatement };
  expect(evaluate(scoped, { target: '/?f=../../a' })).toMatchObject({ action: 'ALLOW', fidelity: 'documented' });
  expect(evaluate(scoped, { target: '/api/?f=../../a' })).toMatchObject({ action: 'BLOCK' });
});

test('an override of a name that the group does not have is passed over', () => {
  const RuleActionOverrides = [{ Name: 'WindowsShellCommands_COOKIE', ActionToUse: { Count: {} } }];
  const headers = [['Cookie', 'a=1;cmd']] as const;
  const group = { Name: 'AWSManagedRulesWindowsRuleSet', RuleActionOverrides };
  expect(evaluate(group, { headers })).toMatchObject({ terminatingRuleInGroup: 'WindowsShellCommands_HEADER' });
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

test('what is said to another group than the one that is meant is taken, and the outcome says that AWS does not tell', () => {
  const { fidelity, trace } = evaluate(
    { ...COMMON, ManagedRuleGroupConfigs: [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel: 'COMMON' } }] },
    {},
  );
  expect(fidelity).toBe('approximated');
  expect(trace.map(({ detail }) => detail).join('\n')).toContain(
    'AWS does not say what becomes of AWSManagedRulesBotControlRuleSet in the configuration of AWSManagedRulesCommonRuleSet',
  );
});

test('every modelled group compiles, at its documented capacity', () => {
  for (const { name, rules } of MANAGED_RULE_GROUPS) {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(evaluate(leastStatement(name), { headers: [['User-Agent', 'Mozilla/5.0']] }).action).toBe('ALLOW');
  }
});

/** Its own rule on bodies alone decides: the built-in statement, which stands before it, counts. */
const SQL = {
  Name: 'AWSManagedRulesSQLiRuleSet',
  RuleActionOverrides: [{ Name: 'SQLi_BODY', ActionToUse: { Count: {} } }],
};
/** Words that call for regular expressions of the group, and match none. */
const CALLS = 'select, waitfor union drop insert update delete declare exec shutdown having, order by, ';

test.each([
  ['few texts in a short body', (sign: string) => `${'x '.repeat(20)}${sign} ${'y '.repeat(20)}`],
  ['few texts in a long body', (sign: string) => `${'x '.repeat(2000)}${sign} ${'y '.repeat(2000)}`],
  ['many texts in a short body', (sign: string) => `${CALLS} ${sign} ${CALLS}`],
  ['many texts in a long body', (sign: string) => `${CALLS.repeat(40)} ${sign} ${CALLS.repeat(40)}`],
])('a sign is found around what calls for it, and nowhere else, among %s', (_title, written) => {
  const decided = (sign: string): string | undefined => {
    const body = { bytes: Buffer.from(written(sign), 'latin1'), complete: true };
    return evaluate(SQL, { method: 'POST', body }).terminatingRuleInGroup;
  };
  expect(decided('a HAVING 1 = 1')).toBe('SQLiExtendedPatterns_BODY');
  expect(decided('; Drop  Table t')).toBe('SQLiExtendedPatterns_BODY');
  expect(decided('a HAVING one = 1')).toBeUndefined();
  expect(decided('; Drop  Tables t')).toBeUndefined();
});
