import type { TypeCoverage } from '../coverage.ts';
import { actionRows, blocking, insertedHeaders, type Row, rows, TOKEN } from './action-coverage.ts';
import { statementRows } from './statement-coverage.ts';

const CFN = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/';
const API = 'https://docs.aws.amazon.com/waf/latest/APIReference/';
const DG = 'https://docs.aws.amazon.com/waf/latest/developerguide/';

function coverage(type: string, page: string, rows: readonly Row[]): TypeCoverage {
  return {
    type,
    properties: rows.map(([property, fidelity, extra]) => {
      if (extra?.startsWith('https://')) return { property, fidelity, source: extra };
      const cited = fidelity === 'no-effect' || fidelity === 'unknown' ? {} : { source: `${CFN}${page}` };
      return { property, fidelity, ...(extra ? { note: extra } : {}), ...cited };
    }),
  };
}

const visibility = (prefix: string): readonly Row[] => [
  ...rows(prefix, 'documented', ['SampledRequestsEnabled', 'MetricName'], `${API}API_VisibilityConfig.html`),
  ...rows(prefix, 'no-effect', ['CloudWatchMetricsEnabled']),
];

/** What a rule of a web ACL or of a rule group can say. */
const rule = (holder: 'web-acl' | 'rule-group'): readonly Row[] => [
  ...rows('Rules', 'documented', ['Name', 'Priority']),
  ...actionRows('Rules.Action'),
  ...rows('Rules', 'documented', ['RuleLabels.Name'], `${DG}waf-rule-label-requirements.html`),
  ['Rules.CaptchaConfig.ImmunityTimeProperty.ImmunityTime', 'approximated', TOKEN],
  ['Rules.ChallengeConfig.ImmunityTimeProperty.ImmunityTime', 'approximated', TOKEN],
  ...visibility('Rules.VisibilityConfig'),
  ...(holder === 'web-acl' ? rows('Rules.OverrideAction', 'documented', ['Count', 'None']) : []),
  ...statementRows('Rules.Statement', holder),
];

const responseBodies: readonly Row[] = rows('CustomResponseBodies', 'documented', ['ContentType', 'Content']);
const monetization: readonly Row[] = rows(
  'MonetizationConfig',
  'unknown',
  [
    'CurrencyMode',
    'CryptoConfig.PaymentNetworks.Chain',
    'CryptoConfig.PaymentNetworks.WalletAddress',
    'CryptoConfig.PaymentNetworks.Prices.Amount',
    'CryptoConfig.PaymentNetworks.Prices.Currency',
  ],
  'payments are not modelled',
);

const WEB_ACL: readonly Row[] = [
  ...rows('', 'documented', ['Name', 'Scope']),
  ...rows('', 'no-effect', ['Description', 'Tags']),
  ...insertedHeaders('DefaultAction.Allow'),
  ...blocking('DefaultAction.Block'),
  ...rule('web-acl'),
  ...visibility('VisibilityConfig'),
  ...responseBodies,
  ['CaptchaConfig.ImmunityTimeProperty.ImmunityTime', 'approximated', TOKEN],
  ['ChallengeConfig.ImmunityTimeProperty.ImmunityTime', 'approximated', TOKEN],
  ['TokenDomains', 'approximated', TOKEN],
  [
    'AssociationConfig.RequestBody.DefaultSizeInspectionLimit',
    'documented',
    `${DG}waf-oversize-request-components.html`,
  ],
  ...rows(
    'DataProtectionConfig.DataProtections',
    'documented',
    ['Field.FieldType', 'Field.FieldKeys', 'ExcludeRuleMatchDetails', 'ExcludeRateBasedDetails'],
    `${DG}data-protection-examples.html`,
  ),
  ['DataProtectionConfig.DataProtections.Action', 'approximated', 'how AWS hashes is not published'],
  ...rows('ApplicationConfig.Attributes', 'no-effect', ['Name', 'Values'], "feeds the console's recommendations"),
  [
    'OnSourceDDoSProtectionConfig.ALBLowReputationMode',
    'unknown',
    'addresses of low reputation are not known; the load balancer may refuse more than is modelled',
  ],
  ...monetization,
];

const RULE_GROUP: readonly Row[] = [
  ...rows('', 'documented', ['Name', 'Scope', 'Capacity']),
  ...rows('', 'no-effect', ['Description', 'Tags', 'AvailableLabels.Name', 'ConsumedLabels.Name']),
  ...rule('rule-group'),
  ...visibility('VisibilityConfig'),
  ...responseBodies,
  ...monetization,
];

const LOGGING: readonly Row[] = [
  ['ResourceArn', 'documented'],
  ['LogDestinationConfigs', 'documented', 'checked; `up --logs` writes to files instead'],
  ...rows(
    'RedactedFields',
    'documented',
    ['Method', 'QueryString', 'UriPath', 'SingleHeader.Name'],
    `${API}API_LoggingConfiguration.html`,
  ),
  ['RedactedFields.JsonBody', 'documented', 'refused, as AWS WAF redacts no bodies'],
  ...rows(
    'LoggingFilter',
    'documented',
    [
      'DefaultBehavior',
      'Filters.Requirement',
      'Filters.Conditions.ActionCondition.Action',
      'Filters.Conditions.LabelNameCondition.LabelName',
    ],
    `${API}API_LoggingFilter.html`,
  ),
  [
    'LoggingFilter.Filters.Behavior',
    'approximated',
    'the first filter that a record satisfies decides; AWS does not say',
  ],
];

/** What is understood of AWS WAF's resource types. */
export const WEB_ACL_COVERAGE: readonly TypeCoverage[] = [
  coverage('AWS::WAFv2::WebACL', 'aws-resource-wafv2-webacl.html', WEB_ACL),
  coverage('AWS::WAFv2::RuleGroup', 'aws-resource-wafv2-rulegroup.html', RULE_GROUP),
  coverage('AWS::WAFv2::IPSet', 'aws-resource-wafv2-ipset.html', [
    ...rows('', 'documented', ['Name', 'Scope', 'IPAddressVersion', 'Addresses']),
    ...rows('', 'no-effect', ['Description', 'Tags']),
  ]),
  coverage('AWS::WAFv2::RegexPatternSet', 'aws-resource-wafv2-regexpatternset.html', [
    ...rows('', 'documented', ['Name', 'Scope', 'RegularExpressionList']),
    ...rows('', 'no-effect', ['Description', 'Tags']),
  ]),
  coverage(
    'AWS::WAFv2::WebACLAssociation',
    'aws-resource-wafv2-webaclassociation.html',
    rows('', 'documented', ['ResourceArn', 'WebACLArn']),
  ),
  coverage('AWS::WAFv2::LoggingConfiguration', 'aws-resource-wafv2-loggingconfiguration.html', LOGGING),
];
