import type { References } from '../compilation.ts';
import { unknownValue } from '../unknown-value.ts';
import { ADMIN_PROTECTION, KNOWN_BAD_INPUTS } from './baseline.ts';
import { BOT_CONTROL } from './bot-control.ts';
import { CORE_RULE_SET } from './core-rule-set.ts';
import { ACCOUNT_CREATION, ACCOUNT_TAKEOVER, ANTI_DDOS } from './fraud.ts';
import type { ManagedRule, ManagedRuleGroup } from './managed-rule-group.ts';
import { AMAZON_IP_LIST, ANONYMOUS_IP_LIST } from './reputation.ts';
import { managedSettings } from './settings.ts';
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
  BOT_CONTROL,
  ACCOUNT_TAKEOVER,
  ACCOUNT_CREATION,
  ANTI_DDOS,
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

/** `configs`: the statement's ManagedRuleGroupConfigs. */
export function managedRuleGroup(name: string, lists: AddressLists, configs?: unknown): ManagedDefinition | undefined {
  const group = BY_NAME.get(name);
  if (!group) return undefined;
  const ipSets = new Map<string, unknown>();
  const chosen = group.configured?.(managedSettings(configs)) ?? group.rules;
  const rules = chosen.map((rule, priority) => definition(rule, priority, statementOf(rule, lists, ipSets)));
  return { capacity: group.capacity, labelPrefix: `awswaf:managed:aws:${group.namespace}:`, rules, ipSets };
}

const unpublished = (rule: ManagedRule): unknown =>
  unknownValue(`managed rule ${rule.name}`, `what ${rule.name} matches is not published`);

function statementOf(rule: ManagedRule, lists: AddressLists, ipSets: Map<string, unknown>): unknown {
  if (rule.addressList) return addressesOf(rule.name, lists, ipSets) ?? unpublished(rule);
  const { statement = unpublished(rule), unlessAddressIn } = rule;
  const spared = unlessAddressIn === undefined ? undefined : addressesOf(unlessAddressIn, lists, ipSets);
  return spared ? { AndStatement: { Statements: [statement, { NotStatement: { Statement: spared } }] } } : statement;
}

/** The addresses of a list that was handed in, as the sets of both versions. */
function addressesOf(name: string, lists: AddressLists, ipSets: Map<string, unknown>): unknown {
  const addresses = lists.get(name);
  if (!addresses) return undefined;
  const sets = (['IPV4', 'IPV6'] as const).map((version) => {
    const arn = `managed ${name} ${version}`;
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
  RuleLabels: [rule.label].flat().map((Name) => ({ Name })),
  VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: rule.name },
});
