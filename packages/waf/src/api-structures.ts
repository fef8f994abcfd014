import { type ApiCoverage, coverageOf, type Note } from './api-member.ts';

const TOKEN = "tokens are the rehearsal's own; AWS's are encrypted";
const SIGNAL = 'how AWS tells it is not published';
const PRICE = 'checked; the 402 answer carries no price manifest';
const NOT_DECIDING = 'checked; changes nothing that is let through here';

/** Members that are as their page says, and those of which something is not exact. */
const structure = (
  type: string,
  exactly: readonly string[],
  others: Readonly<Record<string, Note>> = {},
): ApiCoverage => coverageOf(type, { ...Object.fromEntries(exactly.map((name) => [name, true as const])), ...others });

const ON_TEXT = ['FieldToMatch', 'TextTransformations', 'PreParseTextTransformations'];

const STATEMENTS: readonly ApiCoverage[] = [
  structure('ByteMatchStatement', [...ON_TEXT, 'SearchString', 'PositionalConstraint']),
  structure('SqliMatchStatement', ON_TEXT, { SensitivityLevel: 'what HIGH finds beyond LOW is not published' }),
  structure('XssMatchStatement', ON_TEXT),
  structure('SizeConstraintStatement', [...ON_TEXT, 'ComparisonOperator', 'Size']),
  structure('RegexMatchStatement', ON_TEXT, {
    RegexString: 'of some zero-width assertions AWS does not say whether they are supported',
  }),
  structure('RegexPatternSetReferenceStatement', [...ON_TEXT, 'ARN']),
  structure('GeoMatchStatement', ['CountryCodes', 'ForwardedIPConfig']),
  structure('AsnMatchStatement', ['AsnList', 'ForwardedIPConfig']),
  structure('IPSetReferenceStatement', ['ARN', 'IPSetForwardedIPConfig']),
  structure('LabelMatchStatement', ['Scope', 'Key']),
  structure('AndStatement', ['Statements']),
  structure('OrStatement', ['Statements']),
  structure('NotStatement', ['Statement']),
  structure('RuleGroupReferenceStatement', ['ARN', 'ExcludedRules', 'RuleActionOverrides']),
  structure(
    'ManagedRuleGroupStatement',
    ['VendorName', 'Name', 'ExcludedRules', 'ScopeDownStatement', 'ManagedRuleGroupConfigs', 'RuleActionOverrides'],
    { Version: 'checked; every version is evaluated as the newest that is described' },
  ),
];

const COMPONENTS: readonly ApiCoverage[] = [
  structure('SingleHeader', ['Name']),
  structure('SingleQueryArgument', ['Name']),
  structure('Body', ['OversizeHandling']),
  structure('JsonBody', ['MatchPattern', 'MatchScope', 'InvalidFallbackBehavior', 'OversizeHandling']),
  structure('JsonMatchPattern', ['All', 'IncludedPaths']),
  structure('Headers', ['MatchPattern', 'MatchScope'], {
    OversizeHandling: 'AWS does not say what of a header counts',
  }),
  structure('HeaderMatchPattern', ['All', 'IncludedHeaders', 'ExcludedHeaders']),
  structure('Cookies', ['MatchPattern', 'MatchScope'], {
    OversizeHandling: 'AWS does not say what of a cookie counts',
  }),
  structure('CookieMatchPattern', ['All', 'IncludedCookies', 'ExcludedCookies']),
  structure('HeaderOrder', ['OversizeHandling']),
  structure('JA3Fingerprint', ['FallbackBehavior']),
  structure('JA4Fingerprint', ['FallbackBehavior']),
  structure('UriFragment', [], { FallbackBehavior: 'AWS does not say when it applies' }),
  structure('ForwardedIPConfig', ['HeaderName', 'FallbackBehavior']),
  structure('IPSetForwardedIPConfig', ['HeaderName', 'FallbackBehavior', 'Position']),
];

const KEYS: readonly ApiCoverage[] = [
  structure('RateLimitHeader', ['Name', 'TextTransformations']),
  structure('RateLimitCookie', ['Name', 'TextTransformations']),
  structure('RateLimitQueryArgument', ['Name', 'TextTransformations']),
  structure('RateLimitQueryString', ['TextTransformations']),
  structure('RateLimitUriPath', ['TextTransformations']),
  structure('RateLimitLabelNamespace', ['Namespace']),
  structure('RateLimitJA3Fingerprint', ['FallbackBehavior']),
  structure('RateLimitJA4Fingerprint', ['FallbackBehavior']),
];

const ACTIONS: readonly ApiCoverage[] = [
  structure('DefaultAction', ['Block', 'Allow']),
  structure('AllowAction', ['CustomRequestHandling']),
  structure('BlockAction', ['CustomResponse']),
  structure('CountAction', ['CustomRequestHandling']),
  structure('CaptchaAction', ['CustomRequestHandling']),
  structure('ChallengeAction', ['CustomRequestHandling']),
  structure('MonetizeAction', [], { PriceMultiplier: PRICE }),
  structure('CustomRequestHandling', ['InsertHeaders']),
  structure('CustomHTTPHeader', ['Name', 'Value']),
  structure('CustomResponse', ['ResponseCode', 'CustomResponseBodyKey', 'ResponseHeaders']),
  structure('CustomResponseBody', ['ContentType', 'Content']),
  structure('OverrideAction', ['Count', 'None']),
  structure('RuleActionOverride', ['Name', 'ActionToUse']),
  structure('ExcludedRule', ['Name']),
  structure('Label', ['Name']),
  structure('LabelSummary', ['Name']),
];

const SETTINGS: readonly ApiCoverage[] = [
  structure('VisibilityConfig', ['SampledRequestsEnabled', 'CloudWatchMetricsEnabled', 'MetricName']),
  structure('CaptchaConfig', [], { ImmunityTimeProperty: TOKEN }),
  structure('ChallengeConfig', [], { ImmunityTimeProperty: TOKEN }),
  structure('ImmunityTimeProperty', ['ImmunityTime']),
  structure('AssociationConfig', ['RequestBody']),
  structure('RequestBodyAssociatedResourceTypeConfig', ['DefaultSizeInspectionLimit']),
  structure('DataProtectionConfig', ['DataProtections']),
  structure('DataProtection', ['Field', 'ExcludeRuleMatchDetails', 'ExcludeRateBasedDetails'], {
    Action: 'how AWS hashes is not published',
  }),
  structure('FieldToProtect', ['FieldType', 'FieldKeys']),
  structure('OnSourceDDoSProtectionConfig', [], { ALBLowReputationMode: NOT_DECIDING }),
  structure('ApplicationConfig', [], { Attributes: NOT_DECIDING }),
  structure('ApplicationAttribute', [], { Name: NOT_DECIDING, Values: NOT_DECIDING }),
  structure('MonetizationConfig', [], { CryptoConfig: PRICE, CurrencyMode: PRICE }),
  structure('CryptoConfig', [], { PaymentNetworks: PRICE }),
  structure('PaymentNetwork', [], { Chain: PRICE, WalletAddress: PRICE, Prices: PRICE }),
  structure('Price', [], { Amount: PRICE, Currency: PRICE }),
];

const HOLDERS: readonly ApiCoverage[] = [
  structure('FirewallManagerRuleGroup', [
    'Name',
    'Priority',
    'FirewallManagerStatement',
    'OverrideAction',
    'VisibilityConfig',
  ]),
  structure('FirewallManagerStatement', ['ManagedRuleGroupStatement', 'RuleGroupReferenceStatement']),
  structure(
    'RuleGroup',
    [
      'Name',
      'Id',
      'Capacity',
      'ARN',
      'VisibilityConfig',
      'Description',
      'Rules',
      'LabelNamespace',
      'CustomResponseBodies',
      'AvailableLabels',
      'ConsumedLabels',
    ],
    { MonetizationConfig: PRICE },
  ),
  structure('IPSet', ['Name', 'Id', 'ARN', 'IPAddressVersion', 'Addresses', 'Description']),
  structure('RegexPatternSet', ['Name', 'Id', 'ARN', 'Description', 'RegularExpressionList']),
  structure('Regex', ['RegexString']),
];

const INSPECTED = ['PayloadType', 'UsernameField', 'PasswordField'];

const MANAGED: readonly ApiCoverage[] = [
  structure('ManagedRuleGroupConfig', [
    'LoginPath',
    'PayloadType',
    'UsernameField',
    'PasswordField',
    'AWSManagedRulesBotControlRuleSet',
    'AWSManagedRulesATPRuleSet',
    'AWSManagedRulesACFPRuleSet',
    'AWSManagedRulesAntiDDoSRuleSet',
  ]),
  structure('AWSManagedRulesBotControlRuleSet', ['InspectionLevel'], { EnableMachineLearning: SIGNAL }),
  structure('AWSManagedRulesATPRuleSet', ['LoginPath', 'RequestInspection', 'ResponseInspection', 'EnableRegexInPath']),
  structure('AWSManagedRulesACFPRuleSet', [
    'CreationPath',
    'RegistrationPagePath',
    'RequestInspection',
    'ResponseInspection',
    'EnableRegexInPath',
  ]),
  structure('AWSManagedRulesAntiDDoSRuleSet', ['ClientSideActionConfig'], { SensitivityToBlock: SIGNAL }),
  structure('ClientSideActionConfig', ['Challenge']),
  structure('ClientSideAction', ['UsageOfAction', 'ExemptUriRegularExpressions'], { Sensitivity: SIGNAL }),
  structure('RequestInspection', INSPECTED),
  structure('RequestInspectionACFP', [...INSPECTED, 'EmailField', 'PhoneNumberFields', 'AddressFields']),
  structure('UsernameField', ['Identifier']),
  structure('PasswordField', ['Identifier']),
  structure('EmailField', ['Identifier']),
  structure('PhoneNumberField', ['Identifier']),
  structure('AddressField', ['Identifier']),
  structure('ResponseInspection', ['StatusCode', 'Header', 'BodyContains', 'Json']),
  structure('ResponseInspectionStatusCode', ['SuccessCodes', 'FailureCodes']),
  structure('ResponseInspectionHeader', ['Name', 'SuccessValues', 'FailureValues']),
  structure('ResponseInspectionBodyContains', ['SuccessStrings', 'FailureStrings']),
  structure('ResponseInspectionJson', ['Identifier', 'SuccessValues', 'FailureValues']),
];

/** Every other structure of a web ACL, of a rule group and of the sets that they refer to. */
export const STRUCTURES: readonly ApiCoverage[] = [
  ...STATEMENTS,
  ...COMPONENTS,
  ...KEYS,
  ...ACTIONS,
  ...SETTINGS,
  ...HOLDERS,
  ...MANAGED,
];
