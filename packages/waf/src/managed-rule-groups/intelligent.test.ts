import { NO_BODY, type Request } from '@sallyport/http';
import { expect, test } from 'vitest';
import { type CompileOptions, compileWebAcl, MemoryCounters, mintToken, TOKEN_COOKIE } from '../index.ts';

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

/** Evaluates requests, so many seconds apart, against one group. */
function evaluator(statement: object, options: CompileOptions = {}) {
  const result = compileWebAcl(
    {
      Name: 'Acl',
      DefaultAction: { Allow: {} },
      VisibilityConfig: VISIBILITY,
      Rules: [
        {
          Name: 'Managed',
          Priority: 0,
          OverrideAction: { None: {} },
          VisibilityConfig: VISIBILITY,
          Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', ...statement } },
        },
      ],
    },
    options,
  );
  if ('refused' in result) throw new Error(JSON.stringify(result.refused));
  const counters = new MemoryCounters();
  return (request: Partial<Request>, seconds = 0) =>
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
      seconds * 1000,
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

test('targeted Bot Control challenges the fifth request without a token in five minutes', () => {
  const targeted = { AWSManagedRulesBotControlRuleSet: { InspectionLevel: 'TARGETED' } };
  const evaluate = evaluator({ ...BOT_CONTROL, ManagedRuleGroupConfigs: [targeted] });
  const browser = agent('Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0');
  const actions = [0, 60, 120, 180, 240, 600].map((seconds) => evaluate(browser, seconds).action);
  expect(actions).toEqual(['ALLOW', 'ALLOW', 'ALLOW', 'ALLOW', 'CHALLENGE', 'ALLOW']);
});

const ATP = {
  Name: 'AWSManagedRulesATPRuleSet',
  ManagedRuleGroupConfigs: [
    {
      AWSManagedRulesATPRuleSet: {
        LoginPath: '/web/login',
        RequestInspection: {
          PayloadType: 'JSON',
          UsernameField: { Identifier: '/form/username' },
          PasswordField: { Identifier: '/form/password' },
        },
      },
    },
  ],
};
const login = (body: string, address = '192.0.2.1', cookie?: string): Partial<Request> => ({
  method: 'POST',
  target: '/web/login',
  headers: [['Content-Type', 'application/json'], ...(cookie === undefined ? [] : [['Cookie', cookie] as const])],
  body: { bytes: new TextEncoder().encode(body), complete: true },
  connection: { scheme: 'https', address, port: 1, localPort: 443 },
});
const WHOLE = '{"form":{"username":"a","password":"b"}}';

test('ATP blocks the login that lacks a password, and the 21st of an address in ten minutes', () => {
  const evaluate = evaluator(ATP);
  expect(evaluate(login('{"form":{"username":"a"}}', '192.0.2.9'))).toMatchObject({
    action: 'BLOCK',
    terminatingRuleInGroup: 'SignalMissingCredential',
    labels: ['awswaf:managed:aws:atp:signal:missing_credential', 'awswaf:managed:aws:atp:SignalMissingCredential'],
  });
  const actions = Array.from({ length: 21 }, (_, at) => evaluate(login(WHOLE), at * 28));
  expect(actions.map(({ action }) => action).lastIndexOf('ALLOW')).toBe(19);
  expect(actions.at(20)).toMatchObject({ action: 'BLOCK', terminatingRuleInGroup: 'VolumetricIpHigh' });
  expect(evaluate(login(WHOLE), 20 * 28 + 601)).toMatchObject({ action: 'ALLOW' });
  expect(evaluate({ target: '/web/login' })).toMatchObject({ action: 'ALLOW' });
});

test('ATP counts the logins of a session over thirty minutes, from whatever address', () => {
  const evaluate = evaluator(ATP);
  const cookie = `${TOKEN_COOKIE}=${mintToken({ domain: 'example.com', challengeSolved: 0 })}`;
  const actions = Array.from({ length: 21 }, (_, at) => evaluate(login(WHOLE, `192.0.2.${at}`, cookie), at * 60));
  expect(actions.at(19)).toMatchObject({ action: 'ALLOW' });
  expect(actions.at(20)).toMatchObject({ action: 'BLOCK', terminatingRuleInGroup: 'VolumetricSession' });
});

test('ACFP challenges the registration page, and asks the 21st creation in ten minutes for a captcha', () => {
  const evaluate = evaluator({
    Name: 'AWSManagedRulesACFPRuleSet',
    ManagedRuleGroupConfigs: [
      {
        AWSManagedRulesACFPRuleSet: {
          CreationPath: '/signup',
          RegistrationPagePath: '/register',
          RequestInspection: { PayloadType: 'FORM_ENCODED' },
        },
      },
    ],
  });
  const page = { target: '/register', headers: [['Accept', 'text/html,*/*']] } as const;
  expect(evaluate(page)).toMatchObject({ action: 'CHALLENGE', terminatingRuleInGroup: 'AllRequests', labels: [] });
  const create = { method: 'POST', target: '/signup' };
  const actions = Array.from({ length: 21 }, (_, at) => evaluate(create, at));
  expect(actions.at(19)).toMatchObject({ action: 'ALLOW' });
  expect(actions.at(20)).toMatchObject({
    action: 'CAPTCHA',
    labels: [
      'awswaf:managed:aws:acfp:aggregate:volumetric:ip:creation:high',
      'awswaf:managed:aws:acfp:VolumetricIpHigh',
    ],
  });
});

test('what Anti-DDoS decides is unknown, rule by rule', () => {
  const { action, fidelity, trace } = evaluator({ Name: 'AWSManagedRulesAntiDDoSRuleSet' })({});
  expect({ action, fidelity }).toEqual({ action: 'ALLOW', fidelity: 'approximated' });
  expect(trace.map(({ detail }) => detail)).toContain('what DDoSRequests matches is not published');
});
