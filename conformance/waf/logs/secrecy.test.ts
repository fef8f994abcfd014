import { bytesOfLatin1, type Header, type Request } from '@sallyport/http';
import { compileWebAcl, dataProtection, logRecord, MemoryCounters, RequestSampler } from '@sallyport/waf';
import { expect, test } from 'vitest';
import { createRandom, type Random } from '../../generate/random.ts';
import { mutateRequest } from '../../mutations/requests.ts';
import { looseRequest } from '../hunt/requests.ts';
import { HUNTED } from '../hunt/web-acls.ts';

const RUNS = 2000;
const ARN = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/Site/1';
/** An attack, so that rules find it and would tell of it. */
const SECRET = "S3CRET' OR '1'='1";

const plain = [{ Priority: 0, Type: 'NONE' }];
const decoded = [{ Priority: 0, Type: 'URL_DECODE' }];
const all = (MatchScope: string) => ({ MatchPattern: { All: {} }, MatchScope, OversizeHandling: 'CONTINUE' });

const FIELDS: readonly unknown[] = [
  { SingleHeader: { Name: 'x-secret' } },
  { SingleHeader: { Name: 'cookie' } },
  { Headers: all('ALL') },
  { Cookies: all('ALL') },
  { SingleQueryArgument: { Name: 'secret' } },
  { AllQueryArguments: {} },
  { QueryString: {} },
  { Body: { OversizeHandling: 'CONTINUE' } },
  { JsonBody: { ...all('ALL'), InvalidFallbackBehavior: 'EVALUATE_AS_STRING' } },
];

const KEYS: readonly unknown[] = [
  { Header: { Name: 'x-secret', TextTransformations: plain } },
  { Header: { Name: 'Cookie', TextTransformations: plain } },
  { Cookie: { Name: 'secret', TextTransformations: plain } },
  { QueryArgument: { Name: 'secret', TextTransformations: decoded } },
  { QueryString: { TextTransformations: plain } },
];

const rule = (Name: string, Statement: unknown) => ({ Name, Statement, Action: { Count: {} } });

const RULES = [
  ...FIELDS.flatMap((FieldToMatch, at) => [
    rule(`sqli-${at}`, {
      SqliMatchStatement: { FieldToMatch, TextTransformations: decoded, SensitivityLevel: 'HIGH' },
    }),
    rule(`xss-${at}`, { XssMatchStatement: { FieldToMatch, TextTransformations: decoded } }),
  ]),
  ...KEYS.map((key, at) =>
    rule(`rate-${at}`, {
      RateBasedStatement: { Limit: 10, AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [key, { HTTPMethod: {} }] },
    }),
  ),
];

const visibility = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

function webAclWith(action: 'HASH' | 'SUBSTITUTION', query: 'QUERY_STRING' | 'SINGLE_QUERY_ARGUMENT') {
  const protect = (FieldType: string, FieldKeys?: readonly string[]) => ({
    Field: { FieldType, ...(FieldKeys ? { FieldKeys } : {}) },
    Action: action,
  });
  const result = compileWebAcl(
    {
      DefaultAction: { Allow: {} },
      VisibilityConfig: visibility,
      Rules: RULES.map((each, Priority) => ({ ...each, Priority, VisibilityConfig: visibility })),
      DataProtectionConfig: {
        DataProtections: [
          protect('SINGLE_HEADER', ['X-Secret']),
          protect('SINGLE_COOKIE', ['Secret']),
          protect(query, query === 'QUERY_STRING' ? undefined : ['Secret']),
          protect('BODY'),
        ],
      },
    },
    { arn: ARN, shape: 'cloudformation' },
  );
  if (!('webAcl' in result)) throw new Error(JSON.stringify(result));
  return result.webAcl;
}

const encoded = (text: string, random: Random): string =>
  text.replace(/[^0-9]/g, (letter) =>
    random.chance(0.3) ? `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}` : letter.replace(' ', '+'),
  );

/** A request that holds the secret in one or several of the places that are protected. */
function withSecret(random: Random): Request {
  const name = random.pick(['secret', 'Secret', 'SECRET']);
  const cookies = random.pick([`${name}=${SECRET}`, `a=b; ${name}=${SECRET};c=d`, 'a=b']);
  const headers: readonly Header[] = [
    ['Host', 'example.com'],
    ...(random.chance(0.6) ? [['x-Secret', SECRET] as const] : []),
    ...(random.chance(0.3) ? [['X-SECRET', `${SECRET}<script>`] as const] : []),
    ...(random.chance(0.7) ? [['Cookie', cookies] as const] : []),
  ];
  const argument = `${encoded(name, random)}=${encoded(SECRET, random)}`;
  const query = random.pick(['', `?${argument}`, `?a=1' OR '1'='1&${argument}`, `?${argument}&${argument}=x`]);
  const body = random.pick(['', SECRET, JSON.stringify({ [SECRET]: [SECRET] }), `a=${SECRET}<script>`]);
  return {
    method: random.pick(['GET', 'POST']),
    target: `/a${query}`,
    httpVersion: '1.1',
    headers,
    body: { bytes: bytesOfLatin1(body), complete: true },
    connection: { scheme: 'https', address: '203.0.113.7', port: 40000, localPort: 443 },
  };
}

test.each([
  ['SUBSTITUTION', 'SINGLE_QUERY_ARGUMENT'],
  ['HASH', 'SINGLE_QUERY_ARGUMENT'],
  ['SUBSTITUTION', 'QUERY_STRING'],
  ['HASH', 'QUERY_STRING'],
] as const)('what is protected by %s, arguments by %s, stands in no record and no sample', (action, query) => {
  const webAcl = webAclWith(action, query);
  const random = createRandom(action.length + query.length);
  const counters = new MemoryCounters();
  const sampler = new RequestSampler(2 * RULES.length);
  let told = 0;
  for (let run = 0; run < RUNS / 4; run++) {
    const request = withSecret(random);
    const evaluation = webAcl.evaluate(request, counters, run);
    const disclose = dataProtection(evaluation.record.webAcl.dataProtections);
    const occasion = { timestamp: run, requestId: 'r', source: { name: 'CF', id: 'E1' } };
    sampler.add(evaluation, request, run, disclose);
    const sampled = sampler.sample(
      { webAclArn: ARN, ruleMetricName: 'm', from: run, to: run, maxItems: 500 },
      run,
      () => 0,
    );
    const text = JSON.stringify([logRecord(evaluation, request, occasion, disclose), sampled]);
    expect(decodeURIComponent(text.replaceAll(/%(?![0-9a-f]{2})/gi, '%25'))).not.toContain('S3CRET');
    if (JSON.stringify(logRecord(evaluation, request, occasion)).includes('S3CRET')) told++;
  }
  // Without protection most would tell it: the check can fail.
  expect(told).toBeGreaterThan(RUNS / 8);
});

test('no request makes a record fail, and every record is JSON', () => {
  const random = createRandom(7);
  const counters = new MemoryCounters();
  const occasion = { timestamp: 0, requestId: 'r', source: { name: 'ALB', id: 'x' } };
  for (const webAcl of Object.values(HUNTED))
    for (let run = 0; run < 500; run++) {
      const request = looseRequest(mutateRequest(random).bytes);
      const record = logRecord(webAcl.evaluate(request, counters, run), request, occasion);
      expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    }
});
