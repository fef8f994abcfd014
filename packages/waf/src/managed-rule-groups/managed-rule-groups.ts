import type { References } from '../compilation.ts';
import { unknownValue } from '../unknown-value.ts';
import { type AddressLists, addressSets, inAddressList } from './address-list.ts';
import { ANTI_DDOS } from './anti-ddos.ts';
import { ADMIN_PROTECTION, KNOWN_BAD_INPUTS } from './baseline.ts';
import { BOT_CONTROL } from './bot-control.ts';
import { BOT_ADDRESS_LISTS } from './bot-lists.ts';
import { CORE_RULE_SET } from './core-rule-set.ts';
import { ACCOUNT_CREATION } from './fraud/account-creation.ts';
import { ACCOUNT_TAKEOVER } from './fraud/account-takeover.ts';
import type { ActionOverrides, BeforeRules, ManagedRule, ManagedRuleGroup } from './managed-rule-group.ts';
import { AMAZON_IP_LIST, ANONYMOUS_IP_LIST } from './reputation.ts';
import { foreignConfigs, managedSettings } from './settings.ts';
import { type UntoldLabel, untoldBy } from './untold-labels.ts';
import { LINUX, PHP, POSIX, SQL_DATABASE, WINDOWS, WORDPRESS } from './use-case.ts';
import { atVersion, versionOf } from './version.ts';

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

/** The names under which address lists can be handed in. */
export const ADDRESS_LIST_NAMES: readonly string[] = [
  ...MANAGED_RULE_GROUPS.flatMap(({ rules }) => rules.flatMap(({ name, addressList }) => (addressList ? [name] : []))),
  ...BOT_ADDRESS_LISTS,
];

const BY_NAME = new Map(MANAGED_RULE_GROUPS.map((group) => [group.name, group]));

/** A managed group as the definition of a rule group, with the sets that it refers to. */
export interface ManagedDefinition {
  readonly capacity: number;
  readonly labelPrefix: string;
  readonly rules: readonly unknown[];
  readonly ipSets: NonNullable<References['ipSets']>;
  readonly before?: BeforeRules;
  readonly untoldLabels: readonly UntoldLabel[];
  /** What of the group is not AWS's own. */
  readonly approximated: string;
  /** Overrides that AWS does not take. */
  readonly refusedOverrides: readonly { readonly found: string; readonly expected: string }[];
}

/** What a statement says of a group of AWS. */
export interface ManagedStatement {
  readonly lists: AddressLists;
  readonly overrides: ActionOverrides;
  readonly version?: string;
  /** ManagedRuleGroupConfigs. */
  readonly configs?: unknown;
}

export function managedRuleGroup(name: string, of: ManagedStatement): ManagedDefinition | undefined {
  const group = BY_NAME.get(name);
  if (!group) return undefined;
  const version = versionOf(of.version);
  const settings = { ...managedSettings(of.configs), version };
  const written = group.configured?.(settings, of.overrides) ?? group.rules;
  const chosen = written.flatMap((rule) => atVersion(rule, version, group.nameLabelsSince) ?? []);
  return {
    capacity: group.capacity,
    labelPrefix: `awswaf:managed:aws:${group.namespace}:`,
    rules: chosen.map((rule, priority) => definition(rule, priority, statementOf(rule, of.lists))),
    ipSets: addressSets(of.lists),
    untoldLabels: untoldBy(name, settings, of.lists),
    approximated: [approximation(name, of.version), ...foreignConfigs(of.configs, name)].join('; '),
    refusedOverrides: group.rules.flatMap((rule) => refusedOverride(rule, of.overrides)),
    ...(group.before ? { before: group.before(settings) } : {}),
  };
}

/** Versions differ here in the rules and actions that AWS's changelog tells of, and in nothing else. */
function approximation(name: string, version: string | undefined): string {
  const patterns = `the patterns of ${name} are not published`;
  return version === undefined ? patterns : `${patterns}, nor how those of "${version}" differ: the newest are taken`;
}

function refusedOverride({ name, overridableTo }: ManagedRule, overrides: ActionOverrides) {
  const action = overrides.get(name)?.name;
  if (action === undefined || !overridableTo || overridableTo.includes(action)) return [];
  return [{ found: `an override of "${name}" to ${action}`, expected: overridableTo.join(' or ') }];
}

function unknownStatement({ name, addressList, unknown }: ManagedRule): unknown {
  const reason = addressList ? `the addresses of ${name} are not published, and none were handed in` : undefined;
  return unknownValue(`managed rule ${name}`, unknown ?? reason ?? `what ${name} matches is not published`);
}

function statementOf(rule: ManagedRule, lists: AddressLists): unknown {
  const { name, unlessAddressIn } = rule;
  const own = (rule.addressList ? inAddressList(name, lists) : rule.statement) ?? unknownStatement(rule);
  const spared = unlessAddressIn === undefined ? undefined : inAddressList(unlessAddressIn, lists);
  return spared === undefined ? own : { AndStatement: { Statements: [{ NotStatement: { Statement: spared } }, own] } };
}

const definition = (rule: ManagedRule, priority: number, statement: unknown): unknown => ({
  Name: rule.name,
  Priority: priority,
  Statement: statement,
  Action: { [rule.action]: {} },
  RuleLabels: [rule.label].flat().map((Name) => ({ Name })),
  VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: rule.name },
});
