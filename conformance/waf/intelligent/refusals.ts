/** A statement of a managed group that AWS refuses, and where: after `ManagedRuleGroupStatement`. */
export interface RefusalCase {
  readonly title: string;
  readonly source: string;
  readonly statement: object;
  readonly at: string;
}

const clientSide = 'https://docs.aws.amazon.com/waf/latest/APIReference/API_ClientSideAction.html';
const ddosRules = 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-anti-ddos.html';
const atp = 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-atp-rg-using.html';
const acfp = 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-acfp-rg-using.html';

const required = 'https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupStatement.html';
const oneEach = 'https://github.com/aws/aws-cdk/issues/22033';

const configured = (group: string, config: object, more: object = {}): object => ({
  VendorName: 'AWS',
  Name: group,
  ManagedRuleGroupConfigs: [{ [group]: config }],
  ...more,
});

const DDOS = 'AWSManagedRulesAntiDDoSRuleSet';
const challenge = (Challenge: object) => ({ ClientSideActionConfig: { Challenge } });
const exempt = { ExemptUriRegularExpressions: [{ RegexString: '\\.png$' }] };
const overriding = (rule: string, action: string) =>
  configured(DDOS, challenge({ UsageOfAction: 'ENABLED', ...exempt }), {
    RuleActionOverrides: [{ Name: rule, ActionToUse: { [action]: {} } }],
  });

const config = (group: string) => `ManagedRuleGroupConfigs.0.${group}`;
const ATP = 'AWSManagedRulesATPRuleSet';
const ACFP = 'AWSManagedRulesACFPRuleSet';

export const REFUSAL_CASES: readonly RefusalCase[] = [
  {
    title: 'challenges in use without exempt expressions',
    source: clientSide,
    statement: configured(DDOS, challenge({ UsageOfAction: 'ENABLED' })),
    at: `${config(DDOS)}.ClientSideActionConfig.Challenge`,
  },
  {
    title: 'an exempt expression that AWS does not take',
    source: 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-anti-ddos-rg-using.html',
    statement: configured(
      DDOS,
      challenge({ UsageOfAction: 'ENABLED', ExemptUriRegularExpressions: [{ RegexString: '(unclosed' }] }),
    ),
    at: `${config(DDOS)}.ClientSideActionConfig.Challenge.ExemptUriRegularExpressions.0.RegexString`,
  },
  {
    title: 'six exempt expressions',
    source: clientSide,
    statement: configured(
      DDOS,
      challenge({ UsageOfAction: 'ENABLED', ExemptUriRegularExpressions: Array(6).fill({ RegexString: 'a' }) }),
    ),
    at: `${config(DDOS)}.ClientSideActionConfig.Challenge.ExemptUriRegularExpressions`,
  },
  {
    title: 'ChallengeAllDuringEvent that blocks',
    source: ddosRules,
    statement: overriding('ChallengeAllDuringEvent', 'Block'),
    at: '',
  },
  {
    title: 'ChallengeDDoSRequests with a CAPTCHA',
    source: ddosRules,
    statement: overriding('ChallengeDDoSRequests', 'Captcha'),
    at: '',
  },
  {
    title: 'a login path without a slash',
    source: atp,
    statement: configured(ATP, { LoginPath: 'login' }),
    at: `${config(ATP)}.LoginPath`,
  },
  {
    title: 'a login path as an expression that minds the case',
    source: atp,
    statement: configured(ATP, { LoginPath: '(?-i)/login', EnableRegexInPath: true }),
    at: `${config(ATP)}.LoginPath`,
  },
  {
    title: 'a registration page without a slash',
    source: acfp,
    statement: configured(ACFP, {
      CreationPath: '/new',
      RegistrationPagePath: 'register',
      RequestInspection: { PayloadType: 'JSON' },
    }),
    at: `${config(ACFP)}.RegistrationPagePath`,
  },
  ...[ATP, ACFP, DDOS].map((group) => ({
    title: `${group} without its configuration`,
    source: required,
    statement: { VendorName: 'AWS', Name: group },
    at: '',
  })),
  {
    title: 'ACFP with the configuration of ATP',
    source: required,
    statement: { VendorName: 'AWS', Name: ACFP, ManagedRuleGroupConfigs: [{ [ATP]: { LoginPath: '/login' } }] },
    at: 'ManagedRuleGroupConfigs',
  },
  {
    title: 'two settings in one configuration',
    source: oneEach,
    statement: {
      VendorName: 'AWS',
      Name: ATP,
      ManagedRuleGroupConfigs: [{ LoginPath: '/login', PayloadType: 'JSON' }],
    },
    at: 'ManagedRuleGroupConfigs.0',
  },
  {
    title: 'an empty configuration',
    source: 'https://github.com/hashicorp/terraform-provider-aws/issues/29154',
    statement: { VendorName: 'AWS', Name: ATP, ManagedRuleGroupConfigs: [{}] },
    at: 'ManagedRuleGroupConfigs.0',
  },
];
