import {
  type CompiledWebAcl,
  compileWebAcl,
  MANAGED_RULE_GROUPS,
  TRANSFORMATION_NAMES,
  type TransformationName,
} from '@sallyport/waf';

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const ALL = { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling: 'CONTINUE' };

/** Every component of a request. */
const FIELDS: readonly object[] = [
  { Method: {} },
  { UriPath: {} },
  { QueryString: {} },
  { AllQueryArguments: {} },
  { SingleQueryArgument: { Name: 'a' } },
  { SingleHeader: { Name: 'cookie' } },
  { Headers: ALL },
  { Cookies: ALL },
  { HeaderOrder: { OversizeHandling: 'CONTINUE' } },
  { Body: { OversizeHandling: 'CONTINUE' } },
  { JsonBody: { ...ALL, InvalidFallbackBehavior: 'EVALUATE_AS_STRING' } },
  { UriFragment: { FallbackBehavior: 'NO_MATCH' } },
];

type Statement = Readonly<Record<string, unknown>>;

const after = (FieldToMatch: object, ...types: readonly string[]) => ({
  FieldToMatch,
  TextTransformations: types.map((Type, Priority) => ({ Priority, Type })),
});

/** A web ACL whose rules all count, so that an evaluation goes through every one of them. */
function counting(statements: readonly Statement[]): CompiledWebAcl {
  const result = compileWebAcl({
    Name: 'Hunt',
    Scope: 'CLOUDFRONT',
    DefaultAction: { Allow: {} },
    VisibilityConfig: VISIBILITY,
    AssociationConfig: { RequestBody: { CLOUDFRONT: { DefaultSizeInspectionLimit: 'KB_64' } } },
    Rules: statements.map((Statement, Priority) => ({
      Name: `R${Priority}`,
      Priority,
      Statement,
      ...('ManagedRuleGroupStatement' in Statement ? { OverrideAction: { Count: {} } } : { Action: { Count: {} } }),
      VisibilityConfig: VISIBILITY,
    })),
  });
  if ('refused' in result) throw new Error(JSON.stringify(result.refused.slice(0, 3)));
  return result.webAcl;
}

/** Quantifiers in quantifiers, overlapping choices, long counted repetitions: what makes a backtracking engine slow. */
export const CRUEL_REGEXES: readonly string[] = [
  '(?:a+)+$',
  '(?:a|aa)+b',
  '(?:a*)*b',
  '(?:.*a){12}b',
  '^(?:(?:[a-z])+.)+[A-Z](?:[a-z])+$',
  '(?:a?){40}b',
  '[a-z]{1,200}[0-9]',
  '(?:x+x+)+y',
  '\\s+$',
  '.*.*=.*',
  '(?i)(?:union.*select|select.*from|insert.*into).*x',
  '(?:a|a)*b',
  '.*.*.*=.*',
  'a.*.*.*=b',
  '(?:x{0,50}){0,50}',
  'y(?:x{0,50}){0,50}z',
  '[ab]*a[ab]{12}c',
  '[ab]*a[ab]{400}c',
  '.*a.{200}b',
  'a.{1000}b',
  '(?:a.{50}b|b.{60}a|[ab].{70}c)d',
  '(?:(?:ab?){20}){20}c',
  '[a-f]{3,100}(?:[c-h]{2,50}x){1,8}',
  '\\b\\w+\\b.{1,60}\\bfoo\\b',
  '(?m)^.{10,90}$',
  'a{1,300}a{1,300}b',
  '(?:a{1,30}){1,30}b',
  '[\\x80-\\xff]{1,90}[\\xc0-\\xff]{1,90}z',
  '(?:aa|aaa|aaaaa|aaaaaaa|aaaaaaaaaaa)*b',
];

const contains = (SearchString: string, text: object): Statement => ({
  ByteMatchStatement: { SearchString, PositionalConstraint: 'CONTAINS', ...text },
});

const spread = <T>(list: readonly T[], at: number): T => {
  const item = list[at % list.length];
  if (item === undefined) throw new Error('an empty list');
  return item;
};

/** Every transformation on query arguments and on the body, one a rule. */
const eachTransformation = TRANSFORMATION_NAMES.flatMap((name) => [
  contains('needle', after({ AllQueryArguments: {} }, name)),
  contains('needle', after({ Body: { OversizeHandling: 'CONTINUE' } }, name)),
]);

/** Every kind of comparison on every component, with chains of transformations. */
const eachField = FIELDS.flatMap((field, at): readonly Statement[] => {
  const [first, second] = [spread(TRANSFORMATION_NAMES, at * 3 + 1), spread(TRANSFORMATION_NAMES, at * 5 + 2)];
  return [
    contains('needle', after(field, 'NONE')),
    { SizeConstraintStatement: { ComparisonOperator: 'GT', Size: 100_000, ...after(field, first, second) } },
    { ByteMatchStatement: { SearchString: 'word', PositionalConstraint: 'CONTAINS_WORD', ...after(field, first) } },
    { RegexMatchStatement: { RegexString: spread(CRUEL_REGEXES, at), ...after(field, second) } },
  ];
});

/** As rules are written: each detector on what clients write, decoded once. */
const detectors = [
  { UriPath: {} },
  { AllQueryArguments: {} },
  { Headers: ALL },
  { Cookies: ALL },
  { Body: { OversizeHandling: 'CONTINUE' } },
  { JsonBody: { ...ALL, InvalidFallbackBehavior: 'EVALUATE_AS_STRING' } },
].flatMap((field): readonly Statement[] => [
  { SqliMatchStatement: { SensitivityLevel: 'HIGH', ...after(field, 'URL_DECODE') } },
  { XssMatchStatement: after(field, 'URL_DECODE') },
]);

const GROUPS = [
  'CommonRuleSet',
  'AdminProtectionRuleSet',
  'KnownBadInputsRuleSet',
  'SQLiRuleSet',
  'LinuxRuleSet',
  'UnixRuleSet',
  'WindowsRuleSet',
  'PHPRuleSet',
];

/** Every rule counts, so that none ends its group. */
const groups = GROUPS.map((name): Statement => {
  const Name = `AWSManagedRules${name}`;
  const { rules = [] } = MANAGED_RULE_GROUPS.find((group) => group.name === Name) ?? {};
  const RuleActionOverrides = rules.map((rule) => ({ Name: rule.name, ActionToUse: { Count: {} } }));
  return { ManagedRuleGroupStatement: { VendorName: 'AWS', Name, RuleActionOverrides } };
});

const managed = (name: string, config: object): Statement => ({
  ManagedRuleGroupStatement: {
    VendorName: 'AWS',
    Name: `AWSManagedRules${name}`,
    ManagedRuleGroupConfigs: [{ [`AWSManagedRules${name}`]: config }],
  },
});

const fields = { UsernameField: { Identifier: '/a/b' }, PasswordField: { Identifier: '/a/c' } };

/** Those that read tokens, what is submitted, and the traffic; on every path. */
const intelligent = [
  managed('AntiDDoSRuleSet', {
    ClientSideActionConfig: {
      Challenge: { UsageOfAction: 'ENABLED', ExemptUriRegularExpressions: [{ RegexString: '\\.(?:png|jpe?g)$' }] },
    },
  }),
  managed('BotControlRuleSet', { InspectionLevel: 'TARGETED' }),
  managed('ATPRuleSet', { LoginPath: '/', RequestInspection: { PayloadType: 'JSON', ...fields } }),
  managed('ACFPRuleSet', {
    CreationPath: '/',
    RegistrationPagePath: '/',
    RequestInspection: { PayloadType: 'FORM_ENCODED', ...fields, AddressFields: [{ Identifier: 'a' }] },
  }),
];

const BODY = { Body: { OversizeHandling: 'CONTINUE' } };
const ARGUMENTS = { AllQueryArguments: {} };
const byteMatch = (PositionalConstraint: string, SearchString: string, text: object): Statement => ({
  ByteMatchStatement: { SearchString, PositionalConstraint, ...text },
});

/** Texts that begin, end and hold one another. */
const overlapping = Array.from({ length: 100 }, (_none, at) => 'a'.repeat(at + 1)).flatMap((text) => [
  byteMatch('CONTAINS', text, after(BODY, 'NONE')),
  byteMatch('STARTS_WITH', text, after(ARGUMENTS, 'NONE')),
  byteMatch('ENDS_WITH', text, after(ARGUMENTS, 'NONE')),
  byteMatch('CONTAINS_WORD', text, after(BODY, 'NONE')),
]);

/** Far down, and many. */
const POINTERS = Array.from({ length: 100 }, (_none, at) => `/a/${'0/'.repeat(at)}${at}`);
const pointers = contains(
  'needle',
  after(
    { JsonBody: { ...ALL, MatchPattern: { IncludedPaths: POINTERS }, InvalidFallbackBehavior: 'NO_MATCH' } },
    'URL_DECODE',
  ),
);

const FORWARDED = { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH' };
const forwarded = [
  { GeoMatchStatement: { CountryCodes: ['DE'], ForwardedIPConfig: FORWARDED } },
  { AsnMatchStatement: { AsnList: [64496], ForwardedIPConfig: FORWARDED } },
  { RateBasedStatement: { Limit: 100, AggregateKeyType: 'FORWARDED_IP', ForwardedIPConfig: FORWARDED } },
];

/** The web ACLs that the hunt goes through, by what they are full of. */
export const HUNTED: Readonly<Record<string, CompiledWebAcl>> = {
  transformations: counting(eachTransformation),
  components: counting(eachField),
  detectors: counting(detectors),
  'managed rule groups': counting(groups),
  'intelligent rule groups': counting(intelligent),
  'overlapping texts': counting(overlapping),
  'pointers and forwarded addresses': counting([pointers, ...forwarded]),
};

/**
 * How many transformations of one kind stand after one another. Digests have no text that they leave as it is, so that ten of each of 9,000 elements are
 * 90,000 digests, and a block of SHA-256 takes 0.3 µs in JavaScript: five of it stay below the limit, and ten digests of both kinds.
 */
const chained = (name: TransformationName): readonly TransformationName[] =>
  Array.from({ length: name === 'SHA256' ? 5 : 10 }, () => name);

const TEN_DIGESTS: readonly TransformationName[] = Array.from({ length: 5 }, () => ['MD5', 'SHA256'] as const).flat();

const onEverything = (...names: readonly string[]): readonly Statement[] => [
  contains('needle', after(BODY, ...names)),
  contains('needle', after(ARGUMENTS, ...names)),
  contains('needle', after({ Cookies: ALL }, ...names)),
  contains('needle', after({ JsonBody: { ...ALL, InvalidFallbackBehavior: 'EVALUATE_AS_STRING' } }, ...names)),
];

/** One rule's worth of cruelty each: a chain of ten transformations, or one regular expression. */
export const ALONE: Readonly<Record<string, CompiledWebAcl>> = {
  ...Object.fromEntries(
    TRANSFORMATION_NAMES.map((name) => [
      `${chained(name).length} times ${name}`,
      counting(onEverything(...chained(name))),
    ]),
  ),
  'ten digests of a whole body': counting([contains('needle', after(BODY, ...TEN_DIGESTS))]),
  'ten transformations': counting(
    onEverything(
      'URL_DECODE_UNI',
      'HTML_ENTITY_DECODE',
      'JS_DECODE',
      'CSS_DECODE',
      'SQL_HEX_DECODE',
      'UTF8_TO_UNICODE',
      'CMD_LINE',
      'NORMALIZE_PATH_WIN',
      'BASE64_DECODE_EXT',
      'COMPRESS_WHITE_SPACE',
    ),
  ),
  ...Object.fromEntries(
    CRUEL_REGEXES.map((RegexString) => [
      RegexString,
      counting([
        { RegexMatchStatement: { RegexString, ...after(BODY, 'NONE') } },
        { RegexMatchStatement: { RegexString, ...after(ARGUMENTS, 'NONE') } },
      ]),
    ]),
  ),
};

/** What stays above the limit, by a factor: only the author of a rule can ask for it, and no request makes it worse than linear. */
export const BEYOND: Readonly<Record<string, CompiledWebAcl>> = {
  '10 times SHA256': counting(onEverything(...Array.from({ length: 10 }, () => 'SHA256'))),
};

/** So many limits are not reached by it. */
export const BEYOND_BY = 3;
