// What rule groups that remember cost, one by one; see run-intelligent.mjs.
import { MemoryCounters, MemoryTraffic, mintToken, TOKEN_COOKIE } from '@sallyport/waf';
import { type Contestant, compiled, type Measured, measure, received } from './measure.ts';
import type { WireRequest } from './requests.ts';
import { webAclOf } from './web-acl.ts';

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'bench' };
const START = Date.UTC(2026, 0, 1);
const VARIANTS = 64;

const group = (name: string, config: object): readonly unknown[] => [
  {
    Name: name,
    Priority: 0,
    Statement: {
      ManagedRuleGroupStatement: {
        VendorName: 'AWS',
        Name: `AWSManagedRules${name}RuleSet`,
        ManagedRuleGroupConfigs: [{ [`AWSManagedRules${name}RuleSet`]: config }],
      },
    },
    // Whatever a rule decides, the request goes on, and so does the measurement.
    OverrideAction: { Count: {} },
    VisibilityConfig: VISIBILITY,
  },
];

const fields = { UsernameField: { Identifier: 'user' }, PasswordField: { Identifier: 'password' } };
const EXEMPT = [{ RegexString: '\\/api\\/|\\.(?:css|gif|jpe?g|js|png|webp|woff2?)$' }];

/** Web ACLs of one group each, and one of none. */
const WEB_ACLS: readonly (readonly [name: string, rules: readonly unknown[]])[] = [
  ['no rule', []],
  [
    'Anti-DDoS',
    group('AntiDDoS', {
      ClientSideActionConfig: { Challenge: { UsageOfAction: 'ENABLED', ExemptUriRegularExpressions: EXEMPT } },
    }),
  ],
  ['Bot Control, common', group('BotControl', { InspectionLevel: 'COMMON' })],
  ['Bot Control, targeted', group('BotControl', { InspectionLevel: 'TARGETED' })],
  ['ATP', group('ATP', { LoginPath: '/login', RequestInspection: { PayloadType: 'FORM_ENCODED', ...fields } })],
];

const HEADERS: WireRequest['headers'] = [
  ['Host', 'www.example.com'],
  ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'],
  ['Accept', 'text/html'],
];
const tokens = Array.from({ length: VARIANTS }, (_none, at) =>
  mintToken({ id: `s${at}`, domain: 'www.example.com', challengeSolved: START }),
);
const withToken = (at: number): WireRequest['headers'] => [
  ...HEADERS,
  ['Cookie', `${TOKEN_COOKIE}=${tokens[at % VARIANTS]}`],
];

const KINDS: readonly (readonly [name: string, make: (at: number) => WireRequest])[] = [
  ['GET', (at) => ({ method: 'GET', target: `/shop/${at}`, headers: HEADERS, body: '' })],
  ['GET with a token', (at) => ({ method: 'GET', target: `/shop/${at}`, headers: withToken(at), body: '' })],
  [
    'login with a token',
    (at) => ({
      method: 'POST',
      target: '/login',
      headers: withToken(at),
      body: `user=u${at}%40example.com&password=p`,
    }),
  ],
];

/** Fifteen milliseconds apart, from a thousand addresses. */
function evaluations(name: string, rules: readonly unknown[], make: (at: number) => WireRequest): Contestant {
  const webAcl = compiled(webAclOf(rules), {});
  const requests = Array.from({ length: VARIANTS }, (_none, at) => received(make(at), at));
  const [first] = requests;
  if (!first) throw new Error('Cannot measure: no request');
  const counters = new MemoryCounters();
  const context = { traffic: new MemoryTraffic() };
  let now = START;
  return {
    name,
    work: (number) => {
      now += 15;
      return webAcl.evaluate(requests[number % VARIANTS] ?? first, counters, now, context);
    },
  };
}

export interface IntelligentResult {
  readonly kind: string;
  readonly groups: readonly Measured[];
}

/** The groups take turns on each kind of request. */
export const measureIntelligent = (rounds: number): readonly IntelligentResult[] =>
  KINDS.map(([kind, make]) => ({
    kind,
    groups: measure(
      WEB_ACLS.map(([name, rules]) => evaluations(name, rules, make)),
      rounds,
    ),
  }));
