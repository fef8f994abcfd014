import { expect, test } from 'vitest';
import { dataProtection } from './data-protection.ts';
import { RequestSampler, type SampleQuery } from './sampled-requests.ts';
import {
  ARN,
  contains,
  counting,
  evaluator,
  GROUP,
  NOW,
  requestOf,
  type Setting,
  visibility,
} from './testing/evaluated.ts';

const HOUR = 3_600_000;

/** A sampler that has seen requests for `/first/second`, one at each moment. */
function sampler(setting: Setting, moments: readonly number[], mostKept?: number): RequestSampler {
  const made = new RequestSampler(mostKept);
  const evaluate = evaluator(setting);
  for (const [at, moment] of moments.entries()) {
    const request = requestOf(`/first/second?n=${at}`, [['X-Secret', 's']]);
    const evaluation = evaluate(request, moment);
    made.add(evaluation, request, moment, dataProtection(evaluation.record.webAcl.dataProtections));
  }
  return made;
}

const query = (ruleMetricName: string, more: Partial<SampleQuery> = {}): SampleQuery => ({
  webAclArn: ARN,
  ruleMetricName,
  from: NOW - HOUR,
  to: NOW,
  maxItems: 500,
  ...more,
});

/** Numbers that follow each other without a clock or a random source. */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const count = counting('count', contains('first', { UriPath: {} }));
const inGroup = [
  { ...counting('one', contains('first', { UriPath: {} })), RuleLabels: [{ Name: 'seen' }] },
  { Name: 'two', Statement: contains('second', { UriPath: {} }), Action: { Block: {} } },
];
const group = (more: object, OverrideAction: object = { None: {} }) => ({
  Name: 'Group',
  OverrideAction,
  Statement: { RuleGroupReferenceStatement: { Arn: GROUP, ...more } },
});

test('each rule that matched has a sample, and the default action has one', () => {
  const made = sampler({ rules: [count] }, [NOW]);
  expect(made.metricNames(ARN)).toEqual(['count', 'site']);
  expect(made.sample(query('count'), NOW, numbers())).toEqual({
    SampledRequests: [
      {
        Request: {
          ClientIP: '203.0.113.7',
          Country: '-',
          URI: '/first/second',
          Method: 'GET',
          HTTPVersion: 'HTTP/1.1',
          Headers: [
            { Name: 'Host', Value: 'example.com' },
            { Name: 'X-Secret', Value: 's' },
          ],
        },
        Weight: 1,
        Timestamp: NOW / 1000,
        Action: 'COUNT',
      },
    ],
    PopulationSize: 1,
    TimeWindow: { StartTime: (NOW - HOUR) / 1000, EndTime: NOW / 1000 },
  });
  expect(made.sample(query('site'), NOW, numbers()).SampledRequests).toMatchObject([{ Action: 'ALLOW' }]);
});

test("rules of a group are found under the metric name of the web ACL's rule, by their own names", () => {
  const made = sampler({ rules: [group({})], inGroup }, [NOW]);
  expect(made.sample(query('Group'), NOW, numbers()).SampledRequests).toMatchObject([
    {
      Action: 'COUNT',
      RuleNameWithinRuleGroup: 'Own#one',
      Labels: [{ Name: 'awswaf:111122223333:rulegroup:Own:seen' }],
    },
    { Action: 'BLOCK', RuleNameWithinRuleGroup: 'Own#two' },
  ]);
});

test('what ended a group that only counts was counted; what an override changed keeps its own action', () => {
  const counted = sampler({ rules: [group({}, { Count: {} })], inGroup }, [NOW]);
  expect(counted.sample(query('Group'), NOW, numbers()).SampledRequests.map(({ Action }) => Action)).toEqual([
    'COUNT',
    'COUNT',
  ]);
  const overrides = [{ Name: 'two', ActionToUse: { Challenge: {} } }];
  const overridden = sampler({ rules: [group({ RuleActionOverrides: overrides })], inGroup }, [NOW]);
  expect(overridden.sample(query('Group'), NOW, numbers()).SampledRequests.at(-1)).toMatchObject({
    Action: 'CHALLENGE',
    OverriddenAction: 'BLOCK',
    ResponseCodeSent: 202,
    ChallengeResponse: { ResponseCode: 202, SolveTimestamp: 0, FailureReason: 'TOKEN_MISSING' },
  });
});

test('headers that the rule put into the request are told', () => {
  const InsertHeaders = [{ Name: 'seen', Value: 'yes' }];
  const Action = { Count: { CustomRequestHandling: { InsertHeaders } } };
  const made = sampler({ rules: [{ ...count, Action }] }, [NOW]);
  expect(made.sample(query('count'), NOW, numbers()).SampledRequests[0]?.RequestHeadersInserted).toEqual([
    { Name: 'x-amzn-waf-seen', Value: 'yes' },
  ]);
});

test('who asks for no samples has none: a rule, a group, the web ACL', () => {
  const silent = { ...count, VisibilityConfig: visibility('count', false) };
  expect(sampler({ rules: [silent], sampled: false }, [NOW]).metricNames(ARN)).toEqual([]);
  const off = { ...group({}), VisibilityConfig: visibility('Group', false) };
  expect(sampler({ rules: [off], inGroup, sampled: false }, [NOW]).metricNames(ARN)).toEqual([]);
});

test('data protection holds for samples', () => {
  const protections = [{ Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['x-secret'] }, Action: 'SUBSTITUTION' }];
  const made = sampler({ rules: [count], protections }, [NOW]);
  const [first] = made.sample(query('count'), NOW, numbers()).SampledRequests;
  expect(first?.Request.Headers.at(-1)).toEqual({ Name: 'X-Secret', Value: 'REDACTED' });
});

test('a window holds what came in it, and reaches back three hours at most', () => {
  const made = sampler({ rules: [count] }, [NOW - 3.5 * HOUR, NOW - 2 * HOUR, NOW - HOUR / 2, NOW]);
  const inWindow = (from: number, to: number) => made.sample(query('count', { from, to }), NOW, numbers());
  expect(inWindow(NOW - HOUR, NOW).PopulationSize).toBe(2);
  expect(inWindow(NOW - HOUR, NOW - 1).PopulationSize).toBe(1);
  const whole = inWindow(0, NOW);
  expect(whole.PopulationSize).toBe(3);
  expect(whole.TimeWindow.StartTime).toBe((NOW - 3 * HOUR) / 1000);
});

test('of more requests than are asked for, each is as likely to be chosen', () => {
  const made = sampler(
    { rules: [count] },
    Array.from({ length: 40 }, (_, at) => NOW - 40 + at),
  );
  const random = numbers();
  const times = new Map<number, number>();
  for (let round = 0; round < 2000; round++) {
    const { SampledRequests, PopulationSize } = made.sample(query('count', { maxItems: 10 }), NOW, random);
    expect([SampledRequests.length, PopulationSize]).toEqual([10, 40]);
    for (const { Timestamp } of SampledRequests) times.set(Timestamp, (times.get(Timestamp) ?? 0) + 1);
  }
  // 2,000 rounds of 10 of 40: 500 each, and a standard deviation of 19.
  expect(times.size).toBe(40);
  expect(Math.min(...times.values())).toBeGreaterThan(420);
  expect(Math.max(...times.values())).toBeLessThan(580);
});

test('only the last ones are kept, and the answer says since when', () => {
  const made = sampler({ rules: [count] }, [NOW - 4, NOW - 3, NOW - 2, NOW - 1], 2);
  expect(made.sample(query('count'), NOW, numbers())).toMatchObject({
    PopulationSize: 2,
    TimeWindow: { StartTime: (NOW - 2) / 1000 },
  });
});
