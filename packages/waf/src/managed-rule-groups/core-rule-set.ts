import type { ManagedRuleGroup } from './managed-rule-group.ts';

export const CORE_RULE_SET: ManagedRuleGroup = {
  name: 'AWSManagedRulesCommonRuleSet',
  capacity: 700,
  namespace: 'core-rule-set',
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html',
  rules: [],
};
