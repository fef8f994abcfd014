import { label, many, maybe, pick, type Random } from './random.ts';
import { rateBased, statement } from './random-statement.ts';

const OURS = 'arn:aws:wafv2:us-east-1:111122223333:global';
const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

const insertedHeaders = (random: Random): object =>
  maybe(random, 0.3, () => ({
    CustomRequestHandling: {
      InsertHeaders: [{ Name: pick(random, ['kind', 'Kind', 'other']), Value: pick(random, ['1', '2']) }],
    },
  }));

const block = (random: Random): object => ({
  Block: maybe(random, 0.3, () => ({
    CustomResponse: {
      ResponseCode: pick(random, [302, 403, 429]),
      ...maybe(random, 0.5, () => ({ CustomResponseBodyKey: 'stop' })),
      ...maybe(random, 0.5, () => ({ ResponseHeaders: [{ Name: 'Location', Value: '/' }] })),
    },
  })),
});

const action = (random: Random): object =>
  pick<() => object>(random, [
    () => block(random),
    () => ({ Allow: insertedHeaders(random) }),
    () => ({ Count: insertedHeaders(random) }),
    () => ({ Count: insertedHeaders(random) }),
    () => ({ Captcha: insertedHeaders(random) }),
    () => ({ Challenge: insertedHeaders(random) }),
  ])();

const immunity = (random: Random, name: string): object =>
  maybe(random, 0.2, () => ({
    [name]: { ImmunityTimeProperty: { ImmunityTime: pick(random, [300, 600]) } },
  }));

function plainRule(random: Random, at: number, rates: boolean): object {
  const isRate = rates && random() < 0.05;
  return {
    Name: `Rule${at}`,
    Priority: 10 - at,
    Statement: isRate ? rateBased(random) : statement(random, 2),
    Action: isRate ? pick(random, [block(random), { Count: {} }, { Challenge: {} }]) : action(random),
    RuleLabels: many(random, 0, 2, () => ({ Name: label(random) })),
    VisibilityConfig: VISIBILITY,
    ...immunity(random, 'CaptchaConfig'),
    ...immunity(random, 'ChallengeConfig'),
  };
}

/** The rules of every group are Rule0, and perhaps others. */
const groupRule = (random: Random, at: number): object => ({
  Name: `Rule${at}`,
  Priority: 10 - at,
  VisibilityConfig: VISIBILITY,
  OverrideAction: pick<object>(random, [{ None: {} }, { None: {} }, { Count: {} }]),
  Statement: {
    RuleGroupReferenceStatement: {
      Arn: `${OURS}/rulegroup/group${pick(random, [1, 2, 3])}/1`,
      ...maybe(random, 0.3, () => ({ RuleActionOverrides: [{ Name: 'Rule0', ActionToUse: action(random) }] })),
    },
  },
});

/** Rules of a web ACL or of a group, which has no groups inside and here no rates. */
export const randomRules = (
  random: Random,
  { holder }: { readonly holder: 'web-acl' | 'rule-group' },
): readonly object[] =>
  many(random, 1, 5, (at) =>
    holder === 'web-acl' && random() < 0.08 ? groupRule(random, at) : plainRule(random, at, holder === 'web-acl'),
  );

/** A web ACL of random rules that AWS WAF would accept. */
export function randomWebAcl(random: Random): { readonly [member: string]: unknown } {
  const DefaultAction = pick<object>(random, [{ Allow: insertedHeaders(random) }, block(random)]);
  return {
    Name: 'Random',
    Scope: 'CLOUDFRONT',
    DefaultAction,
    VisibilityConfig: VISIBILITY,
    CustomResponseBodies: { stop: { ContentType: 'TEXT_PLAIN', Content: 'stop: é' } },
    ...maybe(random, 0.3, () => ({ TokenDomains: ['example.com'] })),
    ...immunity(random, 'CaptchaConfig'),
    ...immunity(random, 'ChallengeConfig'),
    Rules: randomRules(random, { holder: 'web-acl' }),
  };
}
