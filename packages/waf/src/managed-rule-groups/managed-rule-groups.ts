import type { References } from '../compilation.ts';
import { unknownValue } from '../unknown-value.ts';
import { ADMIN_PROTECTION, KNOWN_BAD_INPUTS } from './baseline.ts';
import { CORE_RULE_SET } from './core-rule-set.ts';
import type { ManagedRule, ManagedRuleGroup } from './managed-rule-group.ts';
import { AMAZON_IP_LIST, ANONYMOUS_IP_LIST } from './reputation.ts';
import { LINUX, PHP, POSIX, SQL_DATABASE, WINDOWS, WORDPRESS } from './use-case.ts';

/** The groups of the vendor AWS that are modelled. https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html */
export const MANAGED_RULE_GROUPS: readonly ManagedRuleGroup[] = [
  CORE_RULE_SET,
  ADMIN_PROTECTION,
  KNOWN_BAD_INPUTS,
  SQL_DATABASE,
  LINUX,
  POSIX,
  WINDOWS,
  PHP,
  WORDPRESS,
  AMAZON_IP_LIST,
  ANONYMOUS_IP_LIST,
];

const BY_NAME = new Map(MANAGED_RULE_GROUPS.map((group) => [group.name, group]));

type AddressLists = ReadonlyMap<string, readonly string[]>;

/** A managed group as the definition of a rule group, with the sets that it refers to. */
export interface ManagedDefinition {
  readonly capacity: number;
  readonly labelPrefix: string;
  readonly rules: readonly unknown[];
  readonly ipSets: NonNullable<References['ipSets']>;
}

export function managedRuleGroup(name: string, lists: AddressLists): ManagedDefinition | undefined {
  const group = BY_NAME.get(name);
  if (!group) return undefined;
  const ipSets = new Map<string, unknown>();
  const rules = group.rules.map((rule, priority) => definition(rule, priority, statementOf(rule, lists, ipSets)));
  return { capacity: group.capacity, labelPrefix: `awswaf:managed:aws:${group.namespace}:`, rules, ipSets };
}

const unpublished = (rule: ManagedRule): unknown =>
  unknownValue(`managed rule ${rule.name}`, `what ${rule.name} matches is not published`);

function statementOf(rule: ManagedRule, lists: AddressLists, ipSets: Map<string, unknown>): unknown {
  if (!rule.addressList) return rule.statement ?? unpublished(rule);
  const addresses = lists.get(rule.name);
  if (!addresses) return unpublished(rule);
  const sets = (['IPV4', 'IPV6'] as const).map((version) => {
    const arn = `managed ${rule.name} ${version}`;
    const of = addresses.filter((cidr) => cidr.includes(':') === (version === 'IPV6'));
    ipSets.set(arn, { IPAddressVersion: version, Addresses: of });
    return { IPSetReferenceStatement: { Arn: arn } };
  });
  return { OrStatement: { Statements: sets } };
}

const definition = (rule: ManagedRule, priority: number, statement: unknown): unknown => ({
  Name: rule.name,
  Priority: priority,
  Statement: statement,
  Action: { [rule.action]: {} },
  RuleLabels: [{ Name: rule.label }],
  VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: rule.name },
});
