import { bytesOfLatin1, type Request } from '@sallyport/http';
import { TRANSFORMATION_NAMES } from '../transformations/transformations.ts';

/** Numbers that depend on a seed alone (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

type Random = () => number;
const pick = <T>(random: Random, among: readonly [T, ...T[]]): T =>
  among[Math.floor(random() * among.length)] ?? among[0];
const many = <T>(random: Random, least: number, most: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, (_none, at) => make(at));

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
export const SET = 'arn:aws:wafv2:us-east-1:111122223333:global/ipset/random/1';
export const SET_CIDRS = ['192.0.2.0/25', '198.51.100.7/32', '203.0.113.128/25'];
const WORDS = ['a', 'admin', '/a', 'A', '%61', '..', '/', '+', 'x_1', '1', ' ', '/*', '&#65;', '\\x41', 'é'] as const;
const REGEXES = ['a', '^/a', 'a.*n', '[0-9]+', 'a|x_', '(?:ad)+m', 'in$', '\\.\\.', 'a{2,3}', '[^a]/'] as const;

const textOf = (random: Random): string => many(random, 0, 4, () => pick(random, WORDS)).join('');

function field(random: Random): unknown {
  return pick<() => unknown>(random, [
    () => ({ Method: {} }),
    () => ({ UriPath: {} }),
    () => ({ QueryString: {} }),
    () => ({ AllQueryArguments: {} }),
    () => ({ SingleHeader: { Name: pick(random, ['user-agent', 'X-A', 'host']) } }),
    () => ({ SingleQueryArgument: { Name: pick(random, ['a', 'B']) } }),
    () => ({ Cookies: several(random, 'Cookies', ['a', 'b', 'A']) }),
    () => ({ Headers: several(random, 'Headers', ['user-agent', 'X-A', 'Cookie', 'absent']) }),
    () => ({ HeaderOrder: { OversizeHandling: 'CONTINUE' } }),
    () => ({ JsonBody: jsonBody(random) }),
    () => ({ Body: { OversizeHandling: pick(random, ['CONTINUE', 'MATCH', 'NO_MATCH']) } }),
  ])();
}

const scope = (random: Random): string => pick(random, ['ALL', 'KEY', 'VALUE']);

/** Headers or Cookies, some of them or all. */
function several(random: Random, kind: 'Headers' | 'Cookies', names: readonly [string, ...string[]]): unknown {
  const listed = (): readonly string[] => many(random, 1, 2, () => pick(random, names));
  const MatchPattern = pick<() => unknown>(random, [
    () => ({ All: {} }),
    () => ({ [`Included${kind}`]: listed() }),
    () => ({ [`Excluded${kind}`]: listed() }),
  ])();
  return { MatchPattern, MatchScope: scope(random), OversizeHandling: 'CONTINUE' };
}

const jsonBody = (random: Random): unknown => ({
  MatchPattern: pick<() => unknown>(random, [
    () => ({ All: {} }),
    () => ({ IncludedPaths: many(random, 1, 2, () => pick(random, ['/a', '/b', '/a/a', '/a/0', '/b/b/1'])) }),
  ])(),
  MatchScope: scope(random),
  InvalidFallbackBehavior: pick(random, ['MATCH', 'NO_MATCH', 'EVALUATE_AS_STRING']),
  OversizeHandling: pick(random, ['CONTINUE', 'MATCH', 'NO_MATCH']),
});

const transformations = (random: Random): unknown =>
  many(random, 1, 3, (Priority) => ({
    Priority: 9 - Priority,
    Type: TRANSFORMATION_NAMES[Math.floor(random() * TRANSFORMATION_NAMES.length)] ?? 'NONE',
  }));

const onText = (random: Random): object => ({
  FieldToMatch: field(random),
  TextTransformations: transformations(random),
});

/** A label's name is one to three parts of these. */
const label = (random: Random): string => many(random, 1, 3, () => pick(random, ['x', 'y', 'z'])).join(':');

function byteMatch(random: Random): unknown {
  const PositionalConstraint = pick(random, ['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD']);
  const SearchString =
    PositionalConstraint === 'CONTAINS_WORD' ? pick(random, ['a', 'admin', 'x_1']) : textOf(random) || 'a';
  return { ByteMatchStatement: { SearchString, PositionalConstraint, ...onText(random) } };
}

function leaf(random: Random): unknown {
  return pick<() => unknown>(random, [
    () => byteMatch(random),
    () => byteMatch(random),
    () => ({ RegexMatchStatement: { RegexString: pick(random, REGEXES), ...onText(random) } }),
    () => ({
      SizeConstraintStatement: {
        ComparisonOperator: pick(random, ['EQ', 'NE', 'LE', 'LT', 'GE', 'GT']),
        Size: Math.floor(random() * 8),
        ...onText(random),
      },
    }),
    () => ({ AsnMatchStatement: { AsnList: [64496] } }),
    () => ({ IPSetReferenceStatement: { Arn: SET } }),
    () => ({ LabelMatchStatement: { Scope: 'LABEL', Key: label(random) } }),
    () => ({ LabelMatchStatement: { Scope: 'NAMESPACE', Key: `${label(random)}:` } }),
  ])();
}

function statement(random: Random, depth: number): unknown {
  if (depth === 0 || random() < 0.5) return leaf(random);
  const inside = (): unknown => statement(random, depth - 1);
  return pick<() => unknown>(random, [
    () => ({ AndStatement: { Statements: many(random, 2, 3, inside) } }),
    () => ({ OrStatement: { Statements: many(random, 2, 3, inside) } }),
    () => ({ NotStatement: { Statement: inside() } }),
  ])();
}

/** A web ACL of random rules that AWS WAF would accept. */
export function randomWebAcl(random: Random): { readonly [member: string]: unknown } {
  const rules = many(random, 1, 5, (at) => ({
    Name: `Rule${at}`,
    Priority: 10 - at,
    Statement: random() < 0.1 ? { GeoMatchStatement: { CountryCodes: ['DE'] } } : statement(random, 2),
    Action: pick<unknown>(random, [
      { Block: {} },
      { Allow: {} },
      { Count: {} },
      { Count: {} },
      { Captcha: {} },
      { Challenge: {} },
    ]),
    RuleLabels: many(random, 0, 2, () => ({ Name: label(random) })),
    VisibilityConfig: VISIBILITY,
  }));
  const DefaultAction = pick<unknown>(random, [{ Allow: {} }, { Block: {} }]);
  return { Name: 'Random', Scope: 'CLOUDFRONT', DefaultAction, VisibilityConfig: VISIBILITY, Rules: rules };
}

/** A random request that such rules have something to say about. */
export function randomRequest(random: Random): Request {
  const query = many(random, 0, 3, () => `${pick(random, ['a', 'b', 'A'])}=${textOf(random)}`).join('&');
  const size = random() < 0.05 ? 16385 : 0;
  return {
    method: pick(random, ['GET', 'POST', 'a']),
    target: `/${latin(textOf(random))}${query === '' ? '' : `?${latin(query)}`}`,
    httpVersion: '1.1',
    headers: [
      ['Host', 'admin.example.com'],
      ...many(random, 0, 2, () => ['User-Agent', latin(textOf(random))] as const),
      ...many(random, 0, 1, () => ['x-a', latin(textOf(random))] as const),
      ...many(random, 0, 1, () => ['Cookie', `a=${latin(textOf(random))}; b=admin`] as const),
    ],
    body: { bytes: bytesOfLatin1(bodyOf(random) + 'b'.repeat(size)), complete: true },
    connection: {
      scheme: 'https',
      address: pick(random, ['192.0.2.1', '192.0.2.200', '198.51.100.7', '203.0.113.200', '2001:db8::1']),
      port: 40000,
      localPort: 443,
      ...(random() < 0.5 ? { country: pick(random, ['DE', 'US']) } : {}),
      ...(random() < 0.3 ? { asn: 64496 } : {}),
    },
  };
}

const bodyOf = (random: Random): string =>
  latin(random() < 0.4 ? JSON.stringify(randomJson(random, 3)) : textOf(random));

function randomJson(random: Random, depth: number): unknown {
  if (depth === 0 || (depth < 3 && random() < 0.3))
    return pick<() => unknown>(random, [
      () => textOf(random),
      () => Math.floor(random() * 10),
      () => true,
      () => null,
    ])();
  if (random() < 0.3) return many(random, 0, 3, () => randomJson(random, depth - 1));
  return Object.fromEntries(
    many(random, 0, 3, () => [pick(random, ['a', 'b', 'admin']), randomJson(random, depth - 1)]),
  );
}

/** Letters beyond Latin-1 do not occur in WORDS; é stands for its two bytes of UTF-8. */
const latin = (text: string): string => text.replaceAll('é', '\xC3\xA9');
