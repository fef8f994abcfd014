import { TRANSFORMATION_NAMES } from '../transformations/transformations.ts';
import { FINGERPRINTS, label, many, maybe, pick, type Random, textOf } from './random.ts';

const OURS = 'arn:aws:wafv2:us-east-1:111122223333:global';
const REGEXES = [
  'a',
  '^/a',
  'a.*n',
  '[0-9]+',
  'a|x_',
  '(?:ad)+m',
  'in$',
  '\\.\\.',
  'a{2,3}',
  '[^a]/',
  '(?i)ADMIN',
  '[.]',
  '\\bx_1\\b',
  'a?',
] as const;
const PRE_PARSE = [
  'NONE',
  'URL_DECODE',
  'URL_DECODE_UNI',
  'COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA',
  'REPLACE_SEMICOLONS_WITH_AMPERSANDS',
] as const;

const oversize = (random: Random): string => pick(random, ['CONTINUE', 'CONTINUE', 'MATCH', 'NO_MATCH']);
const fallback = (random: Random): string => pick(random, ['MATCH', 'NO_MATCH']);
const scope = (random: Random): string => pick(random, ['ALL', 'KEY', 'VALUE']);

function field(random: Random): object {
  return pick<() => object>(random, [
    () => ({ Method: {} }),
    () => ({ UriPath: {} }),
    () => ({ QueryString: {} }),
    () => ({ UriFragment: maybe(random, 0.5, () => ({ FallbackBehavior: fallback(random) })) }),
    () => ({ SingleHeader: { Name: pick(random, ['user-agent', 'X-A', 'host']) } }),
    () => ({ Cookies: several(random, 'Cookies', ['a', 'b', 'A']) }),
    () => ({ Headers: several(random, 'Headers', ['user-agent', 'X-A', 'Cookie', 'absent']) }),
    () => ({ HeaderOrder: { OversizeHandling: oversize(random) } }),
    () => ({ JsonBody: jsonBody(random) }),
    () => ({ Body: maybe(random, 0.8, () => ({ OversizeHandling: oversize(random) })) }),
  ])();
}

const queryArguments = (random: Random): object =>
  pick<() => object>(random, [
    () => ({ AllQueryArguments: {} }),
    () => ({ SingleQueryArgument: { Name: pick(random, ['a', 'B']) } }),
  ])();

/** Headers or Cookies, some of them or all. */
function several(random: Random, kind: 'Headers' | 'Cookies', names: readonly [string, ...string[]]): object {
  const listed = (): readonly string[] => many(random, 1, 2, () => pick(random, names));
  const MatchPattern = pick<() => object>(random, [
    () => ({ All: {} }),
    () => ({ [`Included${kind}`]: listed() }),
    () => ({ [`Excluded${kind}`]: listed() }),
  ])();
  return { MatchPattern, MatchScope: scope(random), OversizeHandling: oversize(random) };
}

const jsonBody = (random: Random): object => ({
  MatchPattern: pick<() => object>(random, [
    () => ({ All: {} }),
    () => ({ IncludedPaths: many(random, 1, 2, () => pick(random, ['/a', '/b', '/a/a', '/a/0', '/b/b/1', '/a~1b'])) }),
  ])(),
  MatchScope: scope(random),
  ...maybe(random, 0.8, () => ({
    InvalidFallbackBehavior: pick(random, ['MATCH', 'NO_MATCH', 'EVALUATE_AS_STRING']),
  })),
  ...maybe(random, 0.8, () => ({ OversizeHandling: oversize(random) })),
});

const listOf = <T>(random: Random, most: number, types: readonly [T, ...T[]]): readonly object[] =>
  many(random, 1, most, (at) => ({ Priority: 9 - at, Type: pick(random, types) }));

const [FIRST = 'NONE', ...REST] = TRANSFORMATION_NAMES;
export const transformations = (random: Random): readonly object[] => listOf(random, 3, [FIRST, ...REST]);

const onText = (random: Random): object =>
  random() < 0.2
    ? {
        FieldToMatch: queryArguments(random),
        TextTransformations: transformations(random),
        ...maybe(random, 0.5, () => ({ PreParseTextTransformations: listOf(random, 2, PRE_PARSE) })),
      }
    : { FieldToMatch: field(random), TextTransformations: transformations(random) };

function byteMatch(random: Random): object {
  const PositionalConstraint = pick(random, ['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD']);
  const SearchString =
    PositionalConstraint === 'CONTAINS_WORD' ? pick(random, ['a', 'admin', 'x_1']) : textOf(random) || 'a';
  return { ByteMatchStatement: { SearchString, PositionalConstraint, ...onText(random) } };
}

/** The one comparison that AWS WAF makes of a fingerprint. */
const fingerprint = (random: Random): object => ({
  ByteMatchStatement: {
    SearchString: pick(random, FINGERPRINTS),
    PositionalConstraint: 'EXACTLY',
    FieldToMatch: { [pick(random, ['JA3Fingerprint', 'JA4Fingerprint'])]: { FallbackBehavior: fallback(random) } },
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
  },
});

const header = (random: Random): object => ({
  HeaderName: pick(random, ['X-Forwarded-For', 'x-a']),
  FallbackBehavior: fallback(random),
});

export const forwarded = (random: Random): object => ({ ForwardedIPConfig: header(random) });

const ofAddress = (random: Random): object =>
  pick<() => object>(random, [
    () => ({ GeoMatchStatement: { CountryCodes: ['DE', 'FR'], ...maybe(random, 0.5, () => forwarded(random)) } }),
    () => ({ AsnMatchStatement: { AsnList: [64496, 0], ...maybe(random, 0.5, () => forwarded(random)) } }),
    () => ({
      IPSetReferenceStatement: {
        Arn: `${OURS}/ipset/${pick(random, ['random', 'random', 'six'])}/1`,
        ...maybe(random, 0.5, () => ({
          IPSetForwardedIPConfig: { ...header(random), Position: pick(random, ['FIRST', 'LAST', 'ANY']) },
        })),
      },
    }),
  ])();

function leaf(random: Random): object {
  return pick<() => object>(random, [
    () => byteMatch(random),
    () => byteMatch(random),
    () => fingerprint(random),
    () => ofAddress(random),
    () => ({ RegexMatchStatement: { RegexString: pick(random, REGEXES), ...onText(random) } }),
    () => ({
      RegexPatternSetReferenceStatement: { Arn: `${OURS}/regexpatternset/random/1`, ...onText(random) },
    }),
    () => ({
      SizeConstraintStatement: {
        ComparisonOperator: pick(random, ['EQ', 'NE', 'LE', 'LT', 'GE', 'GT']),
        Size: Math.floor(random() * 8),
        ...onText(random),
      },
    }),
    () => ({ LabelMatchStatement: { Scope: 'LABEL', Key: label(random) } }),
    () => ({ LabelMatchStatement: { Scope: 'NAMESPACE', Key: `${label(random)}:` } }),
  ])();
}

/** A statement that nests others at most so deep. */
export function statement(random: Random, depth: number): object {
  if (depth === 0 || random() < 0.5) return leaf(random);
  const inside = (): object => statement(random, depth - 1);
  return pick<() => object>(random, [
    () => ({ AndStatement: { Statements: many(random, 2, 3, inside) } }),
    () => ({ OrStatement: { Statements: many(random, 2, 3, inside) } }),
    () => ({ NotStatement: { Statement: inside() } }),
  ])();
}

const KEYS: readonly [string, ...string[]] = [
  'Header',
  'Cookie',
  'QueryArgument',
  'QueryString',
  'HTTPMethod',
  'UriPath',
  'JA3Fingerprint',
  'JA4Fingerprint',
  'ASN',
  'LabelNamespace',
];

function customKey(random: Random, kind: string): object {
  const TextTransformations = transformations(random);
  if (kind === 'HTTPMethod' || kind === 'ASN' || kind === 'IP' || kind === 'ForwardedIP') return { [kind]: {} };
  if (kind.startsWith('JA')) return { [kind]: { FallbackBehavior: fallback(random) } };
  if (kind === 'LabelNamespace') return { [kind]: { Namespace: `awswaf:111122223333:webacl:Random:${label(random)}` } };
  if (kind === 'QueryString' || kind === 'UriPath') return { [kind]: { TextTransformations } };
  return { [kind]: { Name: pick(random, ['a', 'x-a']), TextTransformations } };
}

/** A rate-based statement with a limit that a few requests reach. */
export function rateBased(random: Random): object {
  const type = pick(random, ['IP', 'FORWARDED_IP', 'CUSTOM_KEYS', 'CUSTOM_KEYS', 'CONSTANT']);
  const keys = many(random, 1, 3, () => customKey(random, pick(random, KEYS)));
  const address = random() < 0.3 ? [customKey(random, pick(random, ['IP', 'ForwardedIP']))] : [];
  return {
    RateBasedStatement: {
      Limit: 10,
      EvaluationWindowSec: pick(random, [60, 120, 300, 600]),
      AggregateKeyType: type,
      ...(type === 'CUSTOM_KEYS' ? { CustomKeys: [...keys, ...address] } : {}),
      ...(type === 'IP' || type === 'CONSTANT' ? {} : forwarded(random)),
      ...(type === 'CONSTANT' || random() < 0.3 ? { ScopeDownStatement: statement(random, 1) } : {}),
    },
  };
}
