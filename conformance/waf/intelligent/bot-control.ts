import { type Case, casesOf, type Step } from './run.ts';

const group = 'AWSManagedRulesBotControlRuleSet';
const source = 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html';

const of = casesOf({ group, source, known: 'documented', config: { InspectionLevel: 'TARGETED' } });

const common: Partial<Case> = { config: { InspectionLevel: 'COMMON' } };
const agent = (name: string): Pick<Step, 'headers'> => ({ headers: [['User-Agent', name]] });
const GOOGLE = agent('Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)');
const lists = (of: Readonly<Record<string, readonly string[]>>): Partial<Case> => ({
  options: { addressLists: new Map(Object.entries(of)) },
});
const HERE = ['203.0.113.0/24'];

/** A token that was solved lately. */
const token = { id: 'session', challengeSolved: 0 };
const session = (id: string): Pick<Step, 'token'> => ({ token: { id } });

/** One token from so many of something; the last request stands at that count. */
const reuse = (
  stem: string,
  label: string,
  differing: Partial<Step>,
  limits: readonly [number, number, number],
): Case => {
  const labels = (level: string) => [`:targeted:aggregate:volumetric:session:token_reuse:${label}:${level}`];
  const [low, medium, high] = limits;
  const each = (from: number): Partial<Step> =>
    Object.fromEntries(
      Object.entries(differing).map(([name, value]) => [
        name,
        typeof value === 'number' ? value + from : `${value}${from}#`,
      ]),
    );
  return of(`a token of more than ${low}, ${medium} and ${high} by ${label}`, [
    { token, ...each(0), times: low, expect: { action: 'ALLOW', without: labels('low') } },
    {
      token,
      ...each(10),
      times: medium - low,
      expect: { action: 'ALLOW', counts: [`TGT_TokenReuse${stem}Low`], labels: labels('low') },
    },
    {
      token,
      ...each(20),
      times: high - medium,
      expect: {
        action: 'CAPTCHA',
        rule: `TGT_TokenReuse${stem}Medium`,
        labels: [...labels('medium'), `:TGT_TokenReuse${stem}Medium`],
      },
    },
    {
      token,
      ...each(30),
      expect: {
        action: 'BLOCK',
        rule: `TGT_TokenReuse${stem}High`,
        labels: [...labels('high'), `:TGT_TokenReuse${stem}High`],
      },
    },
  ]);
};

/** Sessions that send thirty requests in five minutes, for ten minutes. */
const usualSessions: readonly Step[] = [0, 300].flatMap((at) =>
  Array.from({ length: 10 }, (_none, n) => ({ at: at + n, times: 30, every: 1, ...session(`usual ${n} ${at}`) })),
);

export const BOT_CONTROL_CASES: readonly Case[] = [
  of(
    'a verified bot is labelled and let alone',
    [
      {
        ...GOOGLE,
        expect: {
          action: 'ALLOW',
          labels: [':bot:category:search_engine', ':bot:name:googlebot', ':bot:organization:google', ':bot:verified'],
          without: [':bot:unverified', ':CategorySearchEngine'],
        },
      },
    ],
    { ...common, ...lists({ VerifiedBots: HERE }) },
  ),
  of(
    'the same from elsewhere is unverified, and blocked',
    [
      {
        ...GOOGLE,
        address: '192.0.2.1',
        expect: {
          action: 'BLOCK',
          rule: 'CategorySearchEngine',
          labels: [':bot:category:search_engine', ':bot:name:googlebot', ':bot:unverified', ':CategorySearchEngine'],
          without: [':bot:verified'],
        },
      },
    ],
    { ...common, ...lists({ VerifiedBots: HERE }) },
  ),
  of(
    'CategoryAI acts on verified bots too',
    [
      {
        ...agent('Mozilla/5.0 (compatible; GPTBot/1.2)'),
        expect: {
          action: 'BLOCK',
          rule: 'CategoryAI',
          labels: [':bot:category:ai', ':bot:name:gptbot', ':bot:verified', ':CategoryAI'],
        },
      },
    ],
    { ...common, ...lists({ VerifiedBots: HERE }) },
  ),
  of(
    'bots that end users invoke are treated like unverified ones',
    [
      {
        ...agent('facebookexternalhit/1.1'),
        expect: {
          action: 'BLOCK',
          rule: 'CategorySocialMedia',
          labels: [':bot:user_triggered:verified'],
          without: [':bot:verified'],
        },
      },
    ],
    { ...common, ...lists({ UserTriggeredBots: HERE }) },
  ),
  of(
    'so are those of platforms for developers',
    [
      {
        ...agent('curl/8.5.0'),
        expect: { action: 'BLOCK', rule: 'CategoryHttpLibrary', labels: [':bot:developer_platform:verified'] },
      },
    ],
    { ...common, ...lists({ DeveloperPlatformBots: HERE }) },
  ),
  of(
    'verified bots get no signal and no rule label',
    [
      {
        ...agent('Mozilla/5.0 (compatible; Googlebot/2.1) HeadlessChrome/120'),
        expect: { action: 'ALLOW', without: [':signal:automated_browser', ':signal:known_bot_data_center'] },
      },
    ],
    { ...common, ...lists({ VerifiedBots: HERE, SignalKnownBotDataCenter: HERE }) },
  ),
  of(
    'a data center of bots',
    [{ expect: { action: 'BLOCK', rule: 'SignalKnownBotDataCenter', labels: [':signal:known_bot_data_center'] } }],
    { ...common, ...lists({ SignalKnownBotDataCenter: HERE }) },
  ),
  of(
    'a cloud service provider is labelled',
    [{ expect: { action: 'ALLOW', labels: [':signal:cloud_service_provider:gcp'] } }],
    { ...common, ...lists({ 'CloudServiceProvider:gcp': HERE }) },
  ),
  of(
    'the common level adds token labels and has no targeted rule',
    [
      {
        times: 6,
        expect: { action: 'ALLOW', labels: ['token:absent', 'captcha:absent'], without: [':TGT_TokenAbsent'] },
      },
    ],
    common,
  ),
  of('the fifth request without a token in five minutes is challenged', [
    { times: 4, every: 60, expect: { action: 'ALLOW', counts: ['TGT_TokenAbsent'], labels: [':TGT_TokenAbsent'] } },
    {
      at: 299,
      expect: {
        action: 'CHALLENGE',
        rule: 'TGT_VolumetricIpTokenAbsent',
        labels: [':targeted:aggregate:volumetric:ip:token_absent', ':TGT_VolumetricIpTokenAbsent'],
      },
    },
  ]),
  of('requests without a token are counted for five minutes', [{ times: 4 }, { at: 300, expect: { action: 'ALLOW' } }]),
  of('a request with a token counts in the rule where the same client lacked one too often', [
    { times: 5 },
    { token, expect: { action: 'ALLOW', counts: ['TGT_VolumetricIpTokenAbsent'] } },
    {
      token,
      at: 300,
      expect: { action: 'ALLOW', labels: ['token:accepted'], without: [':TGT_VolumetricIpTokenAbsent'] },
    },
  ]),
  of('an expired token is no valid one', [
    {
      token,
      at: 301,
      times: 4,
      expect: { action: 'ALLOW', labels: ['token:rejected', 'token:rejected:expired', ':TGT_TokenAbsent'] },
    },
    { token, expect: { action: 'CHALLENGE', rule: 'TGT_VolumetricIpTokenAbsent' } },
  ]),
  of(
    'verified bots need no token',
    [{ ...GOOGLE, times: 6, expect: { action: 'ALLOW', without: [':TGT_TokenAbsent'] } }],
    lists({ VerifiedBots: HERE }),
  ),
  reuse('Ip', 'ip', { address: '192.0.2.' }, [2, 5, 8]),
  reuse('Country', 'country', { country: 'C' }, [1, 2, 3]),
  reuse('Asn', 'asn', { asn: 64_500 }, [1, 2, 3]),
  of('tokens are watched for five minutes', [
    { token: { ...token, challengeSolved: 200 }, address: '192.0.2.#', times: 3 },
    {
      token: { ...token, challengeSolved: 200 },
      at: 300,
      address: '192.0.2.9',
      expect: { action: 'ALLOW', without: [':TGT_TokenReuseIpLow'] },
    },
  ]),
  of(
    'a token that tells of a browser steered by a program',
    [
      {
        token: { browser: { webdriver: true } },
        expect: {
          action: 'CAPTCHA',
          rule: 'TGT_SignalAutomatedBrowser',
          labels: [':targeted:signal:automated_browser'],
        },
      },
    ],
    { known: 'approximated' },
  ),
  of('a token that tells of an automation extension', [
    {
      token: { browser: { automationExtension: true } },
      expect: {
        action: 'CAPTCHA',
        rule: 'TGT_SignalBrowserAutomationExtension',
        labels: [':targeted:signal:browser_automation_extension'],
      },
    },
  ]),
  of(
    'a token whose platform the User-Agent excludes',
    [
      {
        token: { browser: { platform: 'Win32' } },
        expect: {
          action: 'CAPTCHA',
          rule: 'TGT_SignalBrowserInconsistency',
          labels: [':targeted:signal:browser_inconsistency'],
        },
      },
      { token: { browser: { platform: 'Linux x86_64', languages: ['en'] } }, expect: { action: 'ALLOW' } },
    ],
    { known: 'approximated' },
  ),
  of(
    'a session that sends as others do',
    [
      ...usualSessions,
      {
        at: 700,
        times: 150,
        ...session('calm'),
        expect: { action: 'ALLOW', without: [':targeted:aggregate:volumetric:session:low'] },
      },
    ],
    { known: 'approximated', webAcl: { ChallengeConfig: { ImmunityTimeProperty: { ImmunityTime: 3600 } } } },
  ),
  of(
    'a session that sends many times as much: labels, CAPTCHA, Block',
    [
      ...usualSessions,
      {
        at: 700,
        times: 200,
        ...session('busy'),
        expect: { action: 'ALLOW', without: [':targeted:aggregate:volumetric:session:low'] },
      },
      {
        times: 200,
        ...session('busy'),
        expect: { action: 'ALLOW', labels: [':targeted:aggregate:volumetric:session:low'] },
      },
      {
        times: 400,
        ...session('busy'),
        expect: { action: 'ALLOW', labels: [':targeted:aggregate:volumetric:session:medium'] },
      },
      {
        times: 800,
        ...session('busy'),
        expect: {
          action: 'CAPTCHA',
          rule: 'TGT_VolumetricSession',
          labels: [':targeted:aggregate:volumetric:session:high'],
        },
      },
      {
        ...session('busy'),
        expect: {
          action: 'BLOCK',
          rule: 'TGT_VolumetricSessionMaximum',
          labels: [':targeted:aggregate:volumetric:session:maximum'],
        },
      },
    ],
    { known: 'approximated', webAcl: { ChallengeConfig: { ImmunityTimeProperty: { ImmunityTime: 3600 } } } },
  ),
  of('session volumes take five minutes to go into effect', [
    { times: 2000, ...session('early'), expect: { action: 'ALLOW' } },
  ]),
];

const changelog = 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-changelog.html';

/** What static versions differ in. */
export const VERSION_CASES: readonly Case[] = [
  of(
    'version 1.0 adds no label with a name of a rule',
    [
      {
        ...agent('curl/8.5'),
        expect: {
          action: 'BLOCK',
          rule: 'CategoryHttpLibrary',
          labels: [':bot:category:http_library'],
          without: [':CategoryHttpLibrary'],
        },
      },
    ],
    { ...common, source: changelog, version: 'Version_1.0' },
  ),
  of(
    'version 1.0 counts tokens of more than five addresses, in one rule',
    [
      {
        token,
        address: '192.0.2.#',
        times: 5,
        expect: { without: [':targeted:aggregate:volumetric:session:token_reuse:ip'] },
      },
      {
        token,
        address: '198.51.100.1',
        expect: { counts: ['TGT_TokenReuseIp'], labels: [':targeted:aggregate:volumetric:session:token_reuse:ip'] },
      },
      { token, address: '198.51.100.#', times: 9, expect: { action: 'ALLOW' } },
    ],
    { source: changelog, version: 'Version_1.0' },
  ),
  of(
    'version 2.0 has the rules of version 3.0, which only count',
    [
      { token, address: '192.0.2.#', times: 8 },
      {
        token,
        address: '198.51.100.1',
        expect: { action: 'ALLOW', counts: ['TGT_TokenReuseIpHigh'], labels: [':TGT_TokenReuseIpHigh'] },
      },
    ],
    { source: changelog, version: 'Version_2.0' },
  ),
  of(
    'version 3.0 blocks',
    [
      { token, address: '192.0.2.#', times: 8 },
      { token, address: '198.51.100.1', expect: { action: 'BLOCK', rule: 'TGT_TokenReuseIpHigh' } },
    ],
    { source: changelog, version: 'Version_3.0' },
  ),
  of(
    'version 4.0 knows no webhooks',
    [{ ...agent('Mozilla/5.0 GitHub-Hookshot/1'), expect: { action: 'ALLOW', without: [':CategoryWebhooks'] } }],
    { ...common, source: changelog, version: 'Version_4.0' },
  ),
  of(
    'version 5.0 does',
    [
      {
        ...agent('Mozilla/5.0 GitHub-Hookshot/1'),
        expect: { action: 'BLOCK', rule: 'CategoryWebhooks', labels: [':bot:category:webhooks'] },
      },
    ],
    { ...common, source: changelog, version: 'Version_5.0' },
  ),
  of(
    'before version 4.0 signed requests are like others',
    [{ headers: [['Signature-Input', 'sig=("@authority");tag="web-bot-auth"']], expect: { action: 'ALLOW' } }],
    { ...common, source: changelog, version: 'Version_3.3' },
  ),
];
