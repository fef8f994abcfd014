import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fenced } from './fenced.ts';

/** What docs/testing-rules.md prints, by what it is. */
export function testingRules(root: string) {
  const page = readFileSync(join(root, 'docs/testing-rules.md'), 'utf8');
  const below = (heading: string, language: string): readonly string[] =>
    fenced(page.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '', language);
  const [vitestTest = ''] = below('A test', 'ts');
  const [webAcl = ''] = below('A test', 'json');
  const [failure = ''] = below('A test', 'text');
  const [vitestTypes = '', jestTypes = ''] = below('Types', 'ts');
  const [jestTest = ''] = below('jest', 'js');
  const [workflow = ''] = below('In CI', 'yaml');
  const snippets = ['Tokens', 'Rules that remember'].map((heading) => below(heading, 'ts')[0] ?? '');
  return { snippets: snippetsTest(snippets), vitestTest, vitestTypes, jestTypes, webAcl, jestTest, failure, workflow };
}

const VISIBILITY = '{ SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: "m" }';
const CHALLENGE = `{ Name: 'Ask', Priority: 0, Action: { Challenge: {} }, VisibilityConfig, Statement: { NotStatement: { Statement: {
  ByteMatchStatement: { SearchString: 'x', PositionalConstraint: 'EXACTLY', FieldToMatch: { Method: {} }, TextTransformations: [{ Priority: 0, Type: 'NONE' }] } } } } }`;
const BOT_CONTROL = `{ Name: 'Bots', Priority: 0, OverrideAction: { None: {} }, VisibilityConfig, Statement: { ManagedRuleGroupStatement: {
  VendorName: 'AWS', Name: 'AWSManagedRulesBotControlRuleSet', RuleActionOverrides: [{ Name: 'SignalNonBrowserUserAgent', ActionToUse: { Count: {} } }],
  ManagedRuleGroupConfigs: [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel: 'TARGETED' } }] } } }`;

/** The snippets on tokens and on rules that remember as one test file: each with a web ACL that it can be about. */
function snippetsTest([tokens = '', memory = '']: readonly string[]): string {
  const withoutImports = (snippet: string): string => snippet.replace(/^import .*;$/gm, '');
  const body = (title: string, rule: string, snippet: string): string => `test('${title}', () => {
  const webAcl = webAclOf({ DefaultAction: { Allow: {} }, VisibilityConfig, Rules: [${rule}] });
  ${withoutImports(snippet)}
});`;
  return `import { MemoryCounters, MemoryTraffic, mintToken, TOKEN_COOKIE } from '@sallyport/waf';
import { wafMatchers, webAclOf } from '@sallyport/waf/matchers';
import { expect, test } from 'vitest';
expect.extend(wafMatchers);
const VisibilityConfig = ${VISIBILITY};
${body('tokens', CHALLENGE, tokens)}
${body('rules that remember', BOT_CONTROL, `const now = Date.parse('2026-01-01T00:00:00Z');\n${memory}`)}
`;
}
