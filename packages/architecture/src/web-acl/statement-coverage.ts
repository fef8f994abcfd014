import { actionRows, type Row, rows } from './action-coverage.ts';

const API = 'https://docs.aws.amazon.com/waf/latest/APIReference/';

const FORWARDED = ['HeaderName', 'FallbackBehavior'];

/** A statement on texts, with every component that it can look at. */
const onText = (prefix: string, own: readonly string[], detector?: string): readonly Row[] => [
  ...own.map((name): Row => row(`${prefix}.${name}`, detector)),
  ...fieldRows(`${prefix}.FieldToMatch`),
  row(`${prefix}.TextTransformations.Priority`),
  [`${prefix}.TextTransformations.Type`, 'documented', `${API}API_TextTransformation.html`],
  row(`${prefix}.PreParseTextTransformations.Priority`),
  [`${prefix}.PreParseTextTransformations.Type`, 'documented', `${API}API_PreParseTextTransformation.html`],
];

const row = (property: string, note?: string): Row =>
  note === undefined ? [property, 'documented'] : [property, 'approximated', note];

function fieldRows(prefix: string): readonly Row[] {
  const whole = [
    'Method',
    'UriPath',
    'QueryString',
    'AllQueryArguments',
    'SingleHeader.Name',
    'SingleQueryArgument.Name',
  ];
  const many = (kind: string): readonly string[] =>
    ['All', `Included${kind}`, `Excluded${kind}`].map((name) => `${kind}.MatchPattern.${name}`);
  const settled = ['JA3Fingerprint.FallbackBehavior', 'JA4Fingerprint.FallbackBehavior', 'Body.OversizeHandling'];
  const headers = ['Headers', 'Cookies'].flatMap((kind) => [
    ...many(kind),
    `${kind}.MatchScope`,
    `${kind}.OversizeHandling`,
  ]);
  const json = [
    'MatchPattern.All',
    'MatchPattern.IncludedPaths',
    'MatchScope',
    'InvalidFallbackBehavior',
    'OversizeHandling',
  ];
  return [
    ...[...whole, ...settled].map((name) => row(`${prefix}.${name}`)),
    ...headers.map((name) => row(`${prefix}.${name}`)),
    ...json.map((name) => row(`${prefix}.JsonBody.${name}`, 'how scalars become texts is not documented')),
    row(`${prefix}.HeaderOrder.OversizeHandling`),
    row(`${prefix}.UriFragment.FallbackBehavior`, 'AWS does not say when the fallback applies'),
  ];
}

function rateRows(prefix: string): readonly Row[] {
  const estimate = 'counted exactly; AWS estimates about every ten seconds';
  const own = ['Limit', 'EvaluationWindowSec', 'AggregateKeyType', 'ScopeDownStatement'];
  const transformed = (key: string): readonly string[] => [
    `${key}.TextTransformations.Priority`,
    `${key}.TextTransformations.Type`,
  ];
  const keys = [
    ...['Cookie', 'QueryArgument', 'Header'].flatMap((key) => [`${key}.Name`, ...transformed(key)]),
    ...['QueryString', 'UriPath'].flatMap(transformed),
    ...['ForwardedIP', 'HTTPMethod', 'IP', 'ASN', 'LabelNamespace.Namespace'],
    ...['JA3Fingerprint.FallbackBehavior', 'JA4Fingerprint.FallbackBehavior'],
  ];
  return [
    ...own.map((name) => row(`${prefix}.${name}`, estimate)),
    ...keys.map((name) => row(`${prefix}.CustomKeys.${name}`, estimate)),
    ...FORWARDED.map((name) => row(`${prefix}.ForwardedIPConfig.${name}`)),
  ];
}

/** The statements of a rule; those that hold others are rows of their own, as what they hold are statements again. */
export function statementRows(prefix: string, holder: 'web-acl' | 'rule-group'): readonly Row[] {
  const place =
    'the country and network of a forwarded address are those of the built-in data; a proof leaves them open';
  return [
    ...onText(`${prefix}.ByteMatchStatement`, ['SearchString', 'SearchStringBase64', 'PositionalConstraint']),
    ...onText(`${prefix}.SizeConstraintStatement`, ['ComparisonOperator', 'Size']),
    ...onText(`${prefix}.RegexMatchStatement`, ['RegexString']),
    ...onText(`${prefix}.RegexPatternSetReferenceStatement`, ['Arn']),
    ...onText(
      `${prefix}.SqliMatchStatement`,
      ['SensitivityLevel'],
      'AWS does not publish how it detects SQL injection',
    ),
    ...onText(`${prefix}.XssMatchStatement`, []),
    ...['AndStatement.Statements', 'OrStatement.Statements', 'NotStatement.Statement'].map((n) =>
      row(`${prefix}.${n}`),
    ),
    row(`${prefix}.GeoMatchStatement.CountryCodes`),
    ...FORWARDED.map((name) => row(`${prefix}.GeoMatchStatement.ForwardedIPConfig.${name}`, place)),
    row(`${prefix}.AsnMatchStatement.AsnList`),
    ...FORWARDED.map((name) => row(`${prefix}.AsnMatchStatement.ForwardedIPConfig.${name}`, place)),
    row(`${prefix}.IPSetReferenceStatement.Arn`),
    ...[...FORWARDED, 'Position'].map((n) => row(`${prefix}.IPSetReferenceStatement.IPSetForwardedIPConfig.${n}`)),
    ...['Scope', 'Key'].map((name) => row(`${prefix}.LabelMatchStatement.${name}`)),
    ...rateRows(`${prefix}.RateBasedStatement`),
    ...(holder === 'web-acl' ? groupRows(prefix) : []),
  ];
}

const overrideRows = (prefix: string): readonly Row[] => [
  row(`${prefix}.ExcludedRules.Name`),
  row(`${prefix}.RuleActionOverrides.Name`),
  ...actionRows(`${prefix}.RuleActionOverrides.ActionToUse`),
];

function groupRows(prefix: string): readonly Row[] {
  const managed = `${prefix}.ManagedRuleGroupStatement`;
  return [
    row(`${prefix}.RuleGroupReferenceStatement.Arn`),
    ...overrideRows(`${prefix}.RuleGroupReferenceStatement`),
    ...['VendorName', 'Name', 'Version'].map((name) => row(`${managed}.${name}`, 'AWS does not publish the patterns')),
    row(`${managed}.ScopeDownStatement`),
    ...overrideRows(managed),
    ...rows(
      `${managed}.ManagedRuleGroupConfigs`,
      'approximated',
      MANAGED_CONFIGS,
      'followed as documented; AWS does not publish all that the groups compare',
    ),
    [
      `${managed}.ManagedRuleGroupConfigs.${ACFP}.RequestInspection.EmailField.Identifier`,
      'unknown',
      'no rule is documented to read it',
    ],
  ];
}

const responseInspection = (group: string): readonly string[] => [
  ...['SuccessCodes', 'FailureCodes'].map((name) => `${group}.ResponseInspection.StatusCode.${name}`),
  ...['SuccessStrings', 'FailureStrings'].map((name) => `${group}.ResponseInspection.BodyContains.${name}`),
  ...['Name', 'SuccessValues', 'FailureValues'].map((name) => `${group}.ResponseInspection.Header.${name}`),
  ...['Identifier', 'SuccessValues', 'FailureValues'].map((name) => `${group}.ResponseInspection.Json.${name}`),
];

const identifiers = (group: string, fields: readonly string[]): readonly string[] => [
  `${group}.RequestInspection.PayloadType`,
  ...fields.map((field) => `${group}.RequestInspection.${field}.Identifier`),
];

const ATP = 'AWSManagedRulesATPRuleSet';
const ACFP = 'AWSManagedRulesACFPRuleSet';
const DDOS = 'AWSManagedRulesAntiDDoSRuleSet';

const MANAGED_CONFIGS: readonly string[] = [
  ...['LoginPath', 'PayloadType', 'UsernameField.Identifier', 'PasswordField.Identifier'],
  ...['LoginPath', 'EnableRegexInPath'].map((name) => `${ATP}.${name}`),
  ...identifiers(ATP, ['UsernameField', 'PasswordField']),
  ...responseInspection(ATP),
  ...['CreationPath', 'RegistrationPagePath', 'EnableRegexInPath'].map((name) => `${ACFP}.${name}`),
  ...identifiers(ACFP, ['UsernameField', 'PasswordField', 'PhoneNumberFields', 'AddressFields']),
  ...responseInspection(ACFP),
  ...['InspectionLevel', 'EnableMachineLearning'].map((name) => `AWSManagedRulesBotControlRuleSet.${name}`),
  `${DDOS}.SensitivityToBlock`,
  ...['UsageOfAction', 'Sensitivity', 'ExemptUriRegularExpressions.RegexString'].map(
    (name) => `${DDOS}.ClientSideActionConfig.Challenge.${name}`,
  ),
];
