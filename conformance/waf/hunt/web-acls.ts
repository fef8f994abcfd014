import { type CompiledWebAcl, compileWebAcl, TRANSFORMATION_NAMES } from '@sallyport/waf';

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
  { Cookies: ALL },
  { Body: { OversizeHandling: 'CONTINUE' } },
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
  'PHPRuleSet',
];

const groups = GROUPS.map(
  (name): Statement => ({ ManagedRuleGroupStatement: { VendorName: 'AWS', Name: `AWSManagedRules${name}` } }),
);

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

const regexes = CRUEL_REGEXES.map(
  (RegexString): Statement => ({
    RegexMatchStatement: { RegexString, ...after({ Body: { OversizeHandling: 'CONTINUE' } }, 'NONE') },
  }),
);

/** The web ACLs that the hunt goes through, by what they are full of. */
export const HUNTED: Readonly<Record<string, CompiledWebAcl>> = {
  transformations: counting(eachTransformation),
  components: counting(eachField),
  detectors: counting(detectors),
  'managed rule groups': counting(groups),
  'intelligent rule groups': counting(intelligent),
  'cruel regular expressions': counting(regexes),
};
