import { type Case, casesOf, type Step } from './run.ts';

const group = 'AWSManagedRulesAntiDDoSRuleSet';
const source = 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-anti-ddos.html';
const action = 'https://docs.aws.amazon.com/waf/latest/APIReference/API_ClientSideAction.html';

/** As the console and the API's documentation have it. */
const EXEMPT = '\\/api\\/|\\.(acc|avi|css|gif|jpe?g|js|mp[34]|ogg|otf|pdf|png|tiff?|ttf|webm|webp|woff2?)$';
const challenge = (UsageOfAction: 'ENABLED' | 'DISABLED', more: object = {}) => ({
  ClientSideActionConfig: {
    Challenge: { UsageOfAction, ExemptUriRegularExpressions: [{ RegexString: EXEMPT }], ...more },
  },
});

const of = casesOf({ group, source, known: 'approximated', config: challenge('ENABLED') });

const documented: Partial<Case> = { known: 'documented' };

/** Twenty visitors, one request each every ten seconds, for so many minutes. */
const quiet = (minutes: number): Step => ({
  times: minutes * 6 * 20,
  every: 0.5,
  address: '192.0.2.1#',
});
/** The addresses come again and again. */
const visitors = (minutes: number): readonly Step[] =>
  Array.from({ length: minutes * 6 }, (_none, at) => ({ ...quiet(0), at: at * 10, times: 20 }));

const QUIET = visitors(16);
const FLOOD_AT = 960;
const DURING = [':event-detected'];
const suspicion = (level: string) => [...DURING, ':ddos-request', `:${level}-suspicion-ddos-request`];

/** One source sends so many requests within a second. */
const flood = (times: number, more: Partial<Step> = {}): Step => ({
  at: FLOOD_AT,
  times,
  every: 1 / times,
  address: '198.51.100.1',
  ...more,
});

/** One visitor who has a token, and one who has none, a moment later. */
const bystander = (at: number, expect: NonNullable<Step['expect']>): Step => ({
  at,
  address: '192.0.2.200',
  token: { challengeSolved: at },
  expect,
});

export const ANTI_DDOS_CASES: readonly Case[] = [
  of(
    'requests whose URI is not exempt are challengeable',
    [
      { target: '/shop?a=.png', expect: { labels: [':challengeable-request', 'token:absent'], without: DURING } },
      { target: '/api/orders', expect: { without: [':challengeable-request'] } },
      { target: '/logo.png', expect: { without: [':challengeable-request'] } },
      { method: 'POST', target: '/logo.png/', expect: { labels: [':challengeable-request'] } },
    ],
    { ...documented, source: action },
  ),
  of(
    'none are where UsageOfAction is DISABLED',
    [{ expect: { action: 'ALLOW', without: [':challengeable-request'] } }],
    { ...documented, source: action, config: challenge('DISABLED') },
  ),
  of('quiet traffic is no event', [
    ...QUIET.map((step) => ({ ...step, expect: { action: 'ALLOW' as const, without: DURING } })),
  ]),
  of('traffic that doubles is no event', [
    ...QUIET,
    ...visitors(2).map((step) => ({ ...step, at: FLOOD_AT + (step.at ?? 0), times: 40, expect: { without: DURING } })),
  ]),
  of('nothing is an event before a baseline of fifteen minutes', [
    ...visitors(10),
    flood(2000, { at: 600, expect: { without: DURING } }),
  ]),
  of('a flood of one source is an event within a second, and its source is blocked', [
    ...QUIET,
    flood(400),
    flood(200, {
      at: FLOOD_AT + 1,
      token: { challengeSolved: FLOOD_AT },
      expect: { action: 'BLOCK', rule: 'DDoSRequests', labels: suspicion('high') },
    }),
    bystander(FLOOD_AT + 2, {
      action: 'ALLOW',
      labels: [...DURING, ':ChallengeAllDuringEvent'],
      without: [':ddos-request'],
    }),
  ]),
  of('everybody is challenged during an event who can be, and nobody else', [
    ...QUIET,
    flood(400),
    { address: '192.0.2.201', expect: { action: 'CHALLENGE', rule: 'ChallengeAllDuringEvent', labels: DURING } },
    { address: '192.0.2.202', target: '/api/orders', expect: { action: 'ALLOW', labels: DURING } },
  ]),
  of('exempt requests of the source are blocked', [
    ...QUIET,
    flood(400),
    flood(50, {
      at: FLOOD_AT + 1,
      target: '/api/orders',
      expect: { action: 'BLOCK', rule: 'DDoSRequests', labels: [':DDoSRequests'] },
    }),
  ]),
  of(
    'a flood of many sources is an event',
    [
      ...QUIET,
      ...Array.from({ length: 60 }, (_none, round) =>
        flood(30, {
          at: FLOOD_AT + round / 10,
          every: 0.001,
          address: '198.51.100.#',
          token: { challengeSolved: FLOOD_AT },
        }),
      ),
      flood(30, { at: FLOOD_AT + 6, address: '198.51.100.#', target: '/api/', expect: { labels: suspicion('low') } }),
    ],
    { config: { ...challenge('DISABLED') } },
  ),
  of('a crowd of visitors who each send a page is no event', [
    ...QUIET,
    flood(3000, { every: 0.003, address: '2001:db8::#', expect: { action: 'ALLOW', without: DURING } }),
  ]),
  of('each protected resource has a baseline and events of its own', [
    ...QUIET.map((step) => ({ ...step, resource: 'a' })),
    ...QUIET.map((step) => ({ ...step, resource: 'b' })),
    flood(400, { resource: 'a' }),
    {
      at: FLOOD_AT + 1,
      address: '198.51.100.1',
      target: '/api/',
      resource: 'a',
      expect: { action: 'BLOCK', labels: DURING },
    },
    {
      at: FLOOD_AT + 1,
      address: '198.51.100.1',
      target: '/api/',
      resource: 'b',
      expect: { action: 'ALLOW', without: DURING },
    },
  ]),
  of('the event ends a minute after the flood', [
    ...QUIET,
    flood(400),
    bystander(FLOOD_AT + 59, { labels: DURING }),
    bystander(FLOOD_AT + 90, { action: 'ALLOW', without: DURING }),
  ]),
  of('a flood does not become usual while it lasts', [
    ...QUIET,
    ...Array.from({ length: 30 * 6 }, (_none, round) => flood(300, { at: FLOOD_AT + round * 10, every: 0.01 })),
    bystander(FLOOD_AT + 1800, { labels: DURING }),
  ]),
  ...(['LOW', 'MEDIUM', 'HIGH'] as const).map((sensitivity) =>
    of(
      `SensitivityToBlock ${sensitivity}`,
      [
        ...QUIET,
        flood(400, { address: '198.51.100.9' }),
        { at: FLOOD_AT + 1, times: 60, address: '198.51.100.1' },
        {
          address: '198.51.100.1',
          expect: { action: sensitivity === 'HIGH' ? 'BLOCK' : 'ALLOW', labels: suspicion('low') },
        },
        { times: 60, address: '198.51.100.1' },
        {
          address: '198.51.100.1',
          expect: { action: sensitivity === 'LOW' ? 'ALLOW' : 'BLOCK', labels: suspicion('medium') },
        },
        { times: 120, address: '198.51.100.1' },
        { address: '198.51.100.1', expect: { action: 'BLOCK', rule: 'DDoSRequests', labels: suspicion('high') } },
      ],
      { config: { ...challenge('DISABLED'), SensitivityToBlock: sensitivity } },
    ),
  ),
  of(
    'ChallengeDDoSRequests is evaluated only where ChallengeAllDuringEvent counts',
    [
      ...QUIET,
      flood(400),
      {
        address: '192.0.2.201',
        expect: {
          action: 'ALLOW',
          counts: ['ChallengeAllDuringEvent'],
          labels: DURING,
          without: [':ChallengeDDoSRequests'],
        },
      },
      {
        address: '198.51.100.1',
        expect: { action: 'CHALLENGE', rule: 'ChallengeDDoSRequests', labels: [':ChallengeDDoSRequests'] },
      },
    ],
    { overrides: { ChallengeAllDuringEvent: 'Count' } },
  ),
];
