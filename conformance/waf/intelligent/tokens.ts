import type { Case, Step } from './run.ts';

const group = 'AWSManagedRulesBotControlRuleSet';
const labeling = 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-labeling.html';
const domains = 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-domains.html';
const immunity = 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-immunity-times.html';

const of = (title: string, source: string, steps: readonly Step[], webAcl: object = {}): Case => ({
  title,
  source,
  known: 'documented',
  group,
  config: { InspectionLevel: 'COMMON' },
  webAcl,
  steps,
});

const ImmunityTimeProperty = (ImmunityTime: number) => ({ ImmunityTimeProperty: { ImmunityTime } });
const accepted = { labels: ['token:accepted'] };
const mismatch = { labels: ['token:rejected', 'token:rejected:domain_mismatch'] };
const at = (host: string, domain: string): Pick<Step, 'host' | 'token'> => ({ host, token: { domain } });

export const TOKEN_CASES: readonly Case[] = [
  of('no token', labeling, [{ expect: { labels: ['token:absent', 'captcha:absent'] } }]),
  of('a token, its session and its fingerprint', labeling, [
    {
      token: { id: 'ab-12', fingerprint: 'f0f0', captchaSolved: 0 },
      expect: { labels: ['token:id:ab-12', 'token:fingerprint:f0f0', 'token:accepted', 'captcha:accepted'] },
    },
  ]),
  of('a challenge solved and no CAPTCHA', labeling, [
    { token: {}, expect: { labels: ['token:accepted', 'captcha:rejected', 'captcha:rejected:not_solved'] } },
  ]),
  of('neither solved', labeling, [
    { token: { challengeSolved: -1 }, expect: { labels: ['token:rejected', 'token:rejected:not_solved'] } },
  ]),
  of('a token that cannot be read', labeling, [
    {
      token: 'abc',
      expect: {
        labels: ['token:rejected', 'token:rejected:invalid', 'captcha:rejected:invalid'],
        without: ['token:absent'],
      },
    },
  ]),
  of('the host itself and no other domain without token domains', domains, [
    { ...at('www.example.com', 'www.example.com'), expect: accepted },
    { ...at('www.example.com:8443', 'www.example.com'), expect: accepted },
    { ...at('www.example.com', 'example.com'), expect: mismatch },
    { ...at('www.example.com', 'api.example.com'), expect: mismatch },
  ]),
  of(
    'token domains with what is below them',
    domains,
    [
      { ...at('www.example.com', 'example.com'), expect: accepted },
      { ...at('www.example.com', 'api.example.com'), expect: accepted },
      { ...at('www.example.com', 'example.api.com'), expect: mismatch },
      { ...at('www.example.com', 'apiexample.com'), expect: mismatch },
    ],
    { TokenDomains: ['example.com'] },
  ),
  of('300 seconds of immunity where nothing is said', immunity, [
    { token: {}, at: 300, expect: accepted },
    { token: {}, at: 301, expect: { labels: ['token:rejected:expired'] } },
  ]),
  of(
    'the immunity times of the web ACL',
    immunity,
    [
      { token: { captchaSolved: 0 }, at: 60, expect: { labels: ['captcha:accepted'] } },
      { token: { captchaSolved: 0 }, at: 61, expect: { labels: ['token:accepted', 'captcha:rejected:expired'] } },
      { token: { captchaSolved: 0 }, at: 600, expect: accepted },
      { token: { captchaSolved: 0 }, at: 601, expect: { labels: ['token:rejected:expired'] } },
    ],
    { CaptchaConfig: ImmunityTimeProperty(60), ChallengeConfig: ImmunityTimeProperty(600) },
  ),
];
