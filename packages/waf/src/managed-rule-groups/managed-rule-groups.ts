import { unknownValue } from '../unknown-value.ts';
import { CORE_RULE_SET } from './core-rule-set.ts';
import type { ManagedRuleGroup } from './managed-rule-group.ts';

/** The groups of the vendor AWS that are modelled. https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html */
export const MANAGED_RULE_GROUPS: readonly ManagedRuleGroup[] = [CORE_RULE_SET];

const BY_NAME = new Map(MANAGED_RULE_GROUPS.map((group) => [group.name, group]));

/** A managed group as the definition of a rule group. */
export function managedRuleGroup(name: string):
  | {
      readonly capacity: number;
      readonly labelPrefix: string;
      readonly rules: (lists: ReadonlyMap<string, readonly string[]>) => readonly unknown[];
    }
  | undefined {
  const group = BY_NAME.get(name);
  if (!group) return undefined;
  return {
    capacity: group.capacity,
    labelPrefix: `awswaf:managed:aws:${group.namespace}:`,
    rules: () => group.rules.map((rule, priority) => definition(group, rule, priority)),
  };
}

const definition = (group: ManagedRuleGroup, rule: ManagedRuleGroup['rules'][number], priority: number): unknown => ({
  Name: rule.name,
  Priority: priority,
  Statement:
    rule.statement ?? unknownValue(`${group.name} ${rule.name}`, `the pattern of ${rule.name} is not modelled`),
  Action: { [rule.action]: {} },
  RuleLabels: [{ Name: rule.label }],
  VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: rule.name },
});
