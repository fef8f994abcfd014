import { NO_BODY, type Request } from '@sallyport/http';
import { expect, test } from 'vitest';
import { type CompileOptions, compileWebAcl, MemoryCounters } from '../index.ts';
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
