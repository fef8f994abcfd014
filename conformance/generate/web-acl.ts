import { getAtt, type Json, type JsonMap, type Template } from '../template.ts';
import type { Random } from './random.ts';
import { CIDRS_IPV4, CIDRS_IPV6, COUNTRIES, HEADERS, METHODS, SEGMENTS, VALUES } from './words.ts';

type Scope = 'CLOUDFRONT' | 'REGIONAL';

/** Adds a web ACL and the lists that it needs. */
export function addWebAcl(template: Template, random: Random, logicalId: string, scope: Scope): void {
  const lists = addIpSets(template, random, logicalId, scope);
  const count = random.weighted([[1, 0] as const, [4, 1] as const, [4, 2] as const, [2, 3] as const]);
  template.Resources[logicalId] = {
    Type: 'AWS::WAFv2::WebACL',
    Properties: {
      Scope: scope,
      DefaultAction: random.chance(0.9) ? { Allow: {} } : { Block: {} },
      VisibilityConfig: visibility(logicalId),
      Rules: Array.from({ length: count }, (_, index) => rule(random, index, lists)),
    },
  };
}

const visibility = (name: string): JsonMap => ({
  CloudWatchMetricsEnabled: true,
  MetricName: name,
  SampledRequestsEnabled: true,
});

function addIpSets(template: Template, random: Random, owner: string, Scope: Scope): readonly string[] {
  const sets = [
    { id: `${owner}V4`, IPAddressVersion: 'IPV4', Addresses: [...random.some(CIDRS_IPV4, 0.5)] },
    { id: `${owner}V6`, IPAddressVersion: 'IPV6', Addresses: [...random.some(CIDRS_IPV6, 0.5)] },
  ];
  for (const { id, ...properties } of sets)
    template.Resources[id] = { Type: 'AWS::WAFv2::IPSet', Properties: { Scope, ...properties } };
  return sets.map(({ id }) => id);
}

function rule(random: Random, index: number, lists: readonly string[]): JsonMap {
  const name = `rule-${index}`;
  const shared = { Name: name, Priority: index, VisibilityConfig: visibility(name) };
  if (random.chance(0.04))
    return {
      ...shared,
      OverrideAction: random.chance(0.7) ? { None: {} } : { Count: {} },
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
    };
  const isRate = random.chance(0.2);
  return {
    ...shared,
    Action: random.weighted<Json>([
      [6, { Block: {} }],
      // A rate-based rule cannot allow: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
      [isRate ? 0 : 2, { Allow: {} }],
      [2, { Count: {} }],
      [0.4, { Captcha: {} }],
      [0.4, { Challenge: {} }],
    ]),
    Statement: isRate ? rateBased(random, lists) : statement(random, lists, 2),
  };
}

function rateBased(random: Random, lists: readonly string[]): JsonMap {
  const scopeDown = random.chance(0.4) ? { ScopeDownStatement: statement(random, lists, 1) } : {};
  return {
    RateBasedStatement: {
      Limit: 10 + random.below(500),
      EvaluationWindowSec: 60,
      AggregateKeyType: 'IP',
      ...scopeDown,
    },
  };
}

/** A statement of nesting at most `depth`; the rarer kinds too, which not every engine understands. */
function statement(random: Random, lists: readonly string[], depth: number): JsonMap {
  const inner = (): JsonMap => statement(random, lists, depth - 1);
  const leaf: readonly (readonly [number, () => JsonMap])[] = [
    [4, () => ({ IPSetReferenceStatement: { Arn: getAtt(random.pick(lists), 'Arn') } })],
    [6, () => byteMatch(random)],
    [1, () => ({ GeoMatchStatement: { CountryCodes: [...random.some(COUNTRIES, 0.4), 'GB'] } })],
    [0.5, () => sizeConstraint(random)],
    [0.5, () => regexMatch(random)],
    [0.3, () => ({ SqliMatchStatement: { FieldToMatch: { QueryString: {} }, TextTransformations: plain } })],
  ];
  if (depth === 0 || random.chance(0.6)) return random.weighted(leaf)();
  return random.weighted<() => JsonMap>([
    [2, () => ({ AndStatement: { Statements: [inner(), inner()] } })],
    [2, () => ({ OrStatement: { Statements: [inner(), inner()] } })],
    [2, () => ({ NotStatement: { Statement: inner() } })],
  ])();
}

const plain: Json = [{ Priority: 0, Type: 'NONE' }];

function field(random: Random): JsonMap {
  return random.weighted<JsonMap>([
    [6, { UriPath: {} }],
    [2, { Method: {} }],
    [2, { QueryString: {} }],
    [3, { SingleHeader: { Name: random.pick([...HEADERS, 'host']) } }],
    [1, { SingleQueryArgument: { Name: 'id' } }],
  ]);
}

function byteMatch(random: Random): JsonMap {
  const FieldToMatch = field(random);
  const PositionalConstraint = random.pick(['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD']);
  const text = searchString(random, FieldToMatch);
  return {
    ByteMatchStatement: {
      FieldToMatch,
      PositionalConstraint,
      // AWS WAF takes words of letters, digits and underscores only.
      SearchString: PositionalConstraint === 'CONTAINS_WORD' ? text.replace(/[^A-Za-z0-9_]/g, '') : text,
      TextTransformations: transformations(random),
    },
  };
}

function searchString(random: Random, on: JsonMap): string {
  if ('UriPath' in on) return `/${random.pick(SEGMENTS)}${random.chance(0.3) ? `/${random.pick(SEGMENTS)}` : ''}`;
  if ('Method' in on) return random.pick(METHODS);
  if ('QueryString' in on) return random.pick(['id=1', 'a', 'x=y']);
  return random.pick(VALUES.filter((value) => value !== ''));
}

function transformations(random: Random): Json {
  const types = random.weighted<readonly string[]>([
    [5, ['NONE']],
    [2, ['LOWERCASE']],
    [2, ['URL_DECODE']],
    [1, ['NORMALIZE_PATH']],
    [1, ['URL_DECODE', 'LOWERCASE']],
    [0.5, ['COMPRESS_WHITE_SPACE']],
  ]);
  return types.map((Type, Priority) => ({ Priority, Type }));
}

function sizeConstraint(random: Random): JsonMap {
  return {
    SizeConstraintStatement: {
      FieldToMatch: field(random),
      ComparisonOperator: random.pick(['GT', 'LT', 'EQ']),
      Size: random.below(64),
      TextTransformations: plain,
    },
  };
}

function regexMatch(random: Random): JsonMap {
  return {
    RegexMatchStatement: {
      FieldToMatch: { UriPath: {} },
      RegexString: random.pick(['^/admin', '^/(users|orders)/[0-9]+$', '[.]php$', '/v[12]/']),
      TextTransformations: transformations(random),
    },
  };
}
