import { expect, test } from 'vitest';
import { apiWebAcl, base64, file, pathStartsWith, rule, VISIBILITY } from './testing/waf-files.ts';
import { type WafEvaluateOptions, wafEvaluateCommand } from './waf-evaluate-command.ts';

/** What the command prints to people. */
function printed(options: Pick<WafEvaluateOptions, 'webAcl' | 'request'> & Partial<WafEvaluateOptions>): string {
  let text = '';
  wafEvaluateCommand({ format: 'human', ...options }, (more) => {
    text += more;
  });
  return text;
}

const managed = (Name: string, Priority: number, group: string) => ({
  Name,
  Priority,
  OverrideAction: { None: {} },
  VisibilityConfig: VISIBILITY,
  Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: `AWSManagedRules${group}` } },
});
const own = (name: string, priority: number, path: string, action: object = { Block: {} }) =>
  rule(name, priority, pathStartsWith(base64(path)), action);

const webAcl = file(
  apiWebAcl([
    own('Seen', 0, '/', { Count: {} }),
    managed('Common', 1, 'CommonRuleSet'),
    managed('Injection', 2, 'SQLiRuleSet'),
    own('A', 3, '/a'),
    own('B', 4, '/b'),
  ]),
);
const request = file({ target: '/?q=1', headers: [['User-Agent', 'Mozilla/5.0']] });

test('rules that match are told one by one, those that do not are summed up, a group in a line', () => {
  expect(printed({ webAcl, request }).split('\n')).toEqual([
    'web ACL "Edge", 5 rules, before API_GATEWAY (assumed by its scope: --resource-type says another)',
    '',
    'GET /?q=1  from 203.0.113.7',
    '  ALLOW by Default_Action (approximated)',
    '  counted    Seen',
    '  ✓ Seen: UriPath after LOWERCASE STARTS_WITH "/"',
    expect.stringMatching(/^ {2}· Common: \d+ of its rules do not match$/),
    expect.stringMatching(/^ {2}· Injection: \d+ of its rules do not match$/),
    '  · A, B: do not match',
    '  ~ the patterns of AWSManagedRulesCommonRuleSet, AWSManagedRulesSQLiRuleSet are not published',
    '  ~ detected in our way: cross-site scripting, SQL injection; AWS does not publish its own',
    '',
    '',
  ]);
});

test('what became of a group as a whole is told beside rules that do not match', () => {
  const counting = { ...managed('Common', 1, 'CommonRuleSet'), OverrideAction: { Count: {} } };
  const [a, b] = [own('A', 0, '/a'), own('B', 2, '/b')];
  const text = printed({ webAcl: file(apiWebAcl([a, counting, b])), request: file({ target: '/' }) });
  const lines = text.split('\n').filter((line) => line.startsWith('  ·') || line.startsWith('  ✓'));
  expect(lines).toEqual([
    '  · A: UriPath after LOWERCASE STARTS_WITH "/a"',
    expect.stringMatching(/^ {2}✓ Common#NoUserAgent_HEADER: /),
    '  · Common: counts instead of BLOCK by "NoUserAgent_HEADER"',
    '  · B: UriPath after LOWERCASE STARTS_WITH "/b"',
  ]);
});

test('--verbose tells every rule that was evaluated and every reason', () => {
  const text = printed({ webAcl, request, verbose: true });
  expect(text).toContain('  · Common#SizeRestrictions_QUERYSTRING: size of QueryString GT 2048\n');
  expect(text).toContain('  · B: UriPath after LOWERCASE STARTS_WITH "/b"\n');
  expect(text).toContain('  ~ the patterns of AWSManagedRulesSQLiRuleSet are not published\n');
  expect(text).not.toContain('do not match');
});

test('a resource type that was asked for is not called assumed', () => {
  const [heading] = printed({ webAcl, request, resourceType: 'APPLICATION_LOAD_BALANCER' }).split('\n');
  expect(heading).toBe('web ACL "Edge", 5 rules, before APPLICATION_LOAD_BALANCER');
});
