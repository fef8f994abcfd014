import { NO_BODY, type Request } from '@sallyport/http';
import { expect, test } from 'vitest';
import { type CompileOptions, compileWebAcl, MemoryCounters, requestOf } from '../index.ts';
import { groupAlone } from './testing/group-alone.ts';

/** Evaluates requests against one group. */
function evaluator(statement: object, options: CompileOptions = {}) {
  const result = compileWebAcl(groupAlone(statement), options);
  if ('refused' in result) throw new Error(JSON.stringify(result.refused));
  const counters = new MemoryCounters();
  return (request: Partial<Request>) =>
    result.webAcl.evaluate(
      {
        method: 'GET',
        target: '/',
        httpVersion: '1.1',
        headers: [],
        body: NO_BODY,
        connection: { scheme: 'https', address: '192.0.2.1', port: 1, localPort: 443 },
        ...request,
      },
      counters,
      0,
    );
}

const agent = (name: string): Partial<Request> => ({ headers: [['User-Agent', name]] });
const BOT_CONTROL = {
  Name: 'AWSManagedRulesBotControlRuleSet',
  ManagedRuleGroupConfigs: [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel: 'COMMON' } }],
};

test.each([
  ['curl/8.5.0', 'CategoryHttpLibrary', 'bot:category:http_library'],
  ['python-requests/2.31', 'CategoryHttpLibrary', 'bot:category:http_library'],
  ['Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)', 'CategorySeo', 'bot:category:seo'],
  ['Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.0)', 'CategoryAI', 'bot:category:ai'],
  ['Mozilla/5.0 HeadlessChrome/120.0', 'SignalAutomatedBrowser', 'signal:automated_browser'],
  ['my client', 'SignalNonBrowserUserAgent', 'signal:non_browser_user_agent'],
])('Bot Control blocks "%s" by %s', (name, rule, label) => {
  expect(evaluator(BOT_CONTROL)(agent(name))).toMatchObject({
    action: 'BLOCK',
    terminatingRuleInGroup: rule,
    labels: expect.arrayContaining([
      `awswaf:managed:aws:bot-control:${label}`,
      `awswaf:managed:aws:bot-control:${rule}`,
    ]),
  });
});

test('Bot Control lets browsers pass, and verified bots but those of CategoryAI', () => {
  const browser = agent('Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0');
  expect(evaluator(BOT_CONTROL)(browser)).toMatchObject({ action: 'ALLOW' });
  const google = agent('Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)');
  expect(evaluator(BOT_CONTROL)(google)).toMatchObject({ terminatingRuleInGroup: 'CategorySearchEngine' });
  const verifying = evaluator(BOT_CONTROL, { addressLists: new Map([['VerifiedBots', ['192.0.2.0/24']]]) });
  expect(verifying(google)).toMatchObject({ action: 'ALLOW' });
  expect(verifying(agent('GPTBot/1.0'))).toMatchObject({ terminatingRuleInGroup: 'CategoryAI' });
});

const asksFor = (Scope: string, Key: string) => ({
  Name: 'Asks',
  Priority: 1,
  Action: { Block: {} },
  VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' },
  Statement: { LabelMatchStatement: { Scope, Key } },
});

/** What the outcome says of a rule that asks for a label after Bot Control. */
function told(level: string, asking: object, options: CompileOptions = {}): readonly string[] {
  const group = 'AWSManagedRulesBotControlRuleSet';
  const alone = groupAlone({ Name: group, ManagedRuleGroupConfigs: [{ [group]: { InspectionLevel: level } }] });
  const result = compileWebAcl({ ...alone, Rules: [...alone.Rules, asking] }, options);
  if ('refused' in result) throw new Error(JSON.stringify(result.refused));
  const { trace } = result.webAcl.evaluate(
    requestOf({ headers: [['User-Agent', 'Mozilla/5.0']] }),
    new MemoryCounters(),
    0,
  );
  return trace.flatMap(({ rule, detail }) => (rule === '' && detail.includes('label "') ? [detail] : []));
}

test.each([
  ['LABEL', 'awswaf:managed:aws:bot-control:token_provenance:high', 'another kind of network'],
  ['NAMESPACE', 'awswaf:managed:aws:bot-control:token_provenance:', 'another kind of network'],
  ['LABEL', 'awswaf:managed:aws:bot-control:bot:verified', 'the addresses of VerifiedBots'],
  ['NAMESPACE', 'awswaf:managed:aws:bot-control:signal:cloud_service_provider:', 'CloudServiceProvider:aws'],
  ['LABEL', 'awswaf:managed:aws:bot-control:bot:web_bot_auth:verified', 'Web Bot Auth'],
  ['LABEL', 'awswaf:managed:aws:bot-control:bot:intent:train_ai', 'what AWS takes a bot to be for'],
  ['LABEL', 'awswaf:managed:aws:bot-control:bot:name:no_such_bot', 'calls itself'],
  ['LABEL', 'awswaf:managed:aws:bot-control:signal:cloud_service_provider:ibm', 'that provider'],
])('a rule that asks for the %s %s, which nobody here can tell, says so where it does not match', (scope, key, why) => {
  expect(told('TARGETED', asksFor(scope, key)).join()).toContain(why);
});

test('what is told, or is never added, is missed without a word', () => {
  const verified = asksFor('LABEL', 'awswaf:managed:aws:bot-control:bot:verified');
  const lists = new Map([['VerifiedBots', ['192.0.2.0/24']]]);
  expect(told('TARGETED', verified, { addressLists: lists })).toEqual([]);
  expect(told('COMMON', asksFor('LABEL', 'awswaf:managed:aws:bot-control:token_provenance:high'))).toEqual([]);
  expect(told('TARGETED', asksFor('LABEL', 'awswaf:managed:aws:core-rule-set:NoUserAgent_Header'))).toEqual([]);
  expect(told('TARGETED', asksFor('LABEL', 'awswaf:managed:aws:bot-control:bot:name:googlebot'))).toEqual([]);
});
