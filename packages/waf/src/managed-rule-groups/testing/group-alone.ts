const VisibilityConfig = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

const configured = (name: string, config: object) => ({ [name]: { ManagedRuleGroupConfigs: [{ [name]: config }] } });

/** The least that AWS takes of the groups that it takes with their configuration only. */
const LEAST_CONFIGURATION: Readonly<Record<string, object>> = {
  ...configured('AWSManagedRulesATPRuleSet', { LoginPath: '/login' }),
  ...configured('AWSManagedRulesACFPRuleSet', {
    CreationPath: '/new',
    RegistrationPagePath: '/register',
    RequestInspection: { PayloadType: 'JSON' },
  }),
  ...configured('AWSManagedRulesAntiDDoSRuleSet', {
    ClientSideActionConfig: {
      Challenge: { UsageOfAction: 'ENABLED', ExemptUriRegularExpressions: [{ RegexString: '\\.png$' }] },
    },
  }),
};

/** What a ManagedRuleGroupStatement says of a group of AWS, as little as it may. */
export const leastStatement = (Name: string): object => ({ Name, ...LEAST_CONFIGURATION[Name] });

/** A web ACL, named Acl, whose one rule, named Managed, stands for a group of AWS. */
export const groupAlone = (statement: object, OverrideAction: object = { None: {} }) => ({
  Name: 'Acl',
  DefaultAction: { Allow: {} },
  VisibilityConfig,
  Rules: [
    {
      Name: 'Managed',
      Priority: 0,
      OverrideAction,
      VisibilityConfig,
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', ...statement } },
    },
  ],
});
