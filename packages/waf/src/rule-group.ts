import { type CompiledAction, compileAction, counting, unsold } from './actions/action.ts';
import { responseBodies } from './actions/custom-response.ts';
import type { Compilation } from './compilation.ts';
import type { DescribedRule, DescribedStatement, RuleGroupIdentity, RuleIdentity, RuleMatch } from './compiled.ts';
import type { Inspection } from './inspection.ts';
import { checkManagedRuleGroupConfigs } from './managed-rule-group-configs.ts';
import { behaviorSetting } from './managed-rule-groups/behavior.ts';
import { type ManagedDefinition, managedRuleGroup } from './managed-rule-groups/managed-rule-groups.ts';
import type { UntoldLabel } from './managed-rule-groups/untold-labels.ts';
import { integer, items, members, nothingInside, onlyMember, type Part, refuse, rootPart, text } from './part.ts';
import { checkQuotas } from './quotas.ts';
import { type CompiledRule, compileRules, type Head, NO_HEADERS, type RuleContext } from './rule.ts';
import { inBlocks, runRules } from './rule-blocks.ts';
import { checkSetting } from './setting.ts';
import { carryOver, referenced } from './statements/referenced.ts';
import type { CompiledStatement } from './statements/statement.ts';
import { compileStatement } from './statements/statements.ts';
import { isUnknownValue } from './unknown-value.ts';
import { monetizationConfig } from './web-acl-settings.ts';

/** The rules of a group in their place, and what is not known of them. */
interface GroupRules {
  readonly identity: RuleGroupIdentity;
  readonly rules: readonly CompiledRule[];
  readonly capacity: number;
  readonly scope: CompiledStatement | undefined;
  /** What AWS's group does with a request before its rules. */
  readonly before?: (inspection: Inspection) => void;
  readonly untoldLabels?: readonly UntoldLabel[];
  /** Why the rules are not AWS's own, or not known at all. */
  readonly approximated?: string;
}

const GROUP_STATEMENTS = ['RuleGroupReferenceStatement', 'ManagedRuleGroupStatement'];

/** Whether a Statement stands for a group. */
export function isGroupStatement({ value }: Part): boolean {
  if (typeof value !== 'object' || value === null || isUnknownValue(value)) return false;
  return GROUP_STATEMENTS.some((name) => name in value);
}

/**
 * Compiles a rule that stands for a group. OverrideAction changes only the result of the group as a whole: it still stops at
 * its first rule that ends. https://docs.aws.amazon.com/waf/latest/APIReference/API_OverrideAction.html
 */
export function compileGroupStatement(
  statement: Part | undefined,
  override: Part | undefined,
  head: Head,
  context: RuleContext,
): CompiledRule | undefined {
  const chosen = onlyMember(statement, 'statement');
  const counts = overrideCounts(override);
  if (!chosen) return undefined;
  if (!GROUP_STATEMENTS.includes(chosen.name))
    return refuse(chosen.part, 'an unknown member', GROUP_STATEMENTS.join(' or '));
  const inside = { ...context, holder: 'rule-group' as const, within: head.name };
  const isManaged = chosen.name === 'ManagedRuleGroupStatement';
  const { name, metricName, isSampled } = head;
  const rule: RuleIdentity = { name, type: isManaged ? 'MANAGED_RULE_GROUP' : 'GROUP', metricName, isSampled };
  const group = isManaged ? managed(chosen.part, rule, inside) : own(chosen.part, rule, inside);
  return group && ofGroup(head, group, counts);
}

function overrideCounts(part: Part | undefined): boolean {
  const chosen = onlyMember(part, 'override action');
  if (!chosen) return false;
  if (chosen.name !== 'None' && chosen.name !== 'Count') refuse(chosen.part, 'an unknown member', 'None or Count');
  nothingInside(chosen.part);
  return chosen.name === 'Count';
}

function ofGroup(head: Head, group: GroupRules, counts: boolean): CompiledRule {
  const { rules, scope, approximated, identity, untoldLabels } = group;
  const described = rules.flatMap((rule) => rule.described);
  const runs = inBlocks(rules);
  return {
    name: head.name,
    priority: head.priority,
    capacity: group.capacity + (scope?.capacity ?? 0),
    labelCount: 0,
    described: described.map((rule) => placed(rule, head, scope, counts)),
    run: (inspection) => {
      if (scope && !scope.matches(inspection)) return noted(inspection, head.name, `outside the scope: ${scope.title}`);
      if (approximated !== undefined) inspection.approximations.push(approximated);
      inspection.groups.push(identity);
      if (untoldLabels) inspection.untoldLabels = inspection.untoldLabels.concat(untoldLabels);
      group.before?.(inspection);
      const ending = runRules(runs, inspection);
      if (!ending) return undefined;
      if (!counts) return { ...ending, rule: identity.rule, ruleInGroup: ending.rule.name };
      inspection.countedRules.push(head.name);
      inspection.matches.push(countedGroup(identity.rule));
      return noted(inspection, head.name, `counts instead of ${ending.action} by "${ending.rule.name}"`);
    },
  };
}

/** What the last rule of the group found stays with that rule. */
const countedGroup = (rule: RuleIdentity): RuleMatch => ({
  rule,
  action: 'COUNT',
  isTerminating: false,
  fieldMatches: [],
  insertedHeaders: NO_HEADERS,
});

function noted(inspection: Inspection, rule: string, detail: string): undefined {
  inspection.notes.push({ rule, matched: false, detail, about: 'group' });
}

function placed(rule: DescribedRule, head: Head, scope: CompiledStatement | undefined, counts: boolean): DescribedRule {
  const statement: DescribedStatement = scope ? { kind: 'all', of: [scope.described, rule.statement] } : rule.statement;
  return { ...rule, priority: head.priority, statement, action: counts ? 'COUNT' : rule.action };
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RuleGroupReferenceStatement.html */
function own(part: Part, rule: RuleIdentity, context: RuleContext): GroupRules | undefined {
  const { compilation } = context;
  const arnName = compilation.shape === 'api' ? 'ARN' : 'Arn';
  const parts = members(part, { required: [arnName], optional: ['ExcludedRules', 'RuleActionOverrides'] });
  const overrides = actionOverrides(parts ?? {}, context);
  const group = referenced(parts?.[arnName], compilation.references.ruleGroups, 'rule group');
  if (!group) return undefined;
  const rules = ofReferenced(group.part, group.arn, rule, { ...context, overrides });
  carryOver(group, part, compilation);
  const names = new Set(rules?.rules.map(({ name }) => name));
  for (const name of overrides.keys())
    if (rules && !names.has(name)) refuse(part, `an override of "${name}"`, 'the name of a rule in the group');
  return rules;
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RuleGroup.html; "When you add or modify the rules in a rule group, WAF enforces this limit." */
function ofReferenced(part: Part, arn: string, rule: RuleIdentity, context: RuleContext): GroupRules | undefined {
  const { compilation } = context;
  const group = members(part, {
    optional: [
      'Name',
      'Id',
      'ARN',
      'Description',
      'Scope',
      'Tags',
      'Capacity',
      'Rules',
      'VisibilityConfig',
      'LabelNamespace',
      'CustomResponseBodies',
      'AvailableLabels',
      'ConsumedLabels',
      'MonetizationConfig',
    ],
  });
  if (!group) return undefined;
  checkSetting(group.MonetizationConfig, monetizationConfig);
  const [, account = '', name = ''] = /^arn:[^:]*:wafv2:[^:]*:([^:]*):[^/]*\/rulegroup\/([^/]+)/.exec(arn) ?? [];
  const written = text(group.LabelNamespace);
  const labelPrefix = written ?? `awswaf:${account}:rulegroup:${text(group.Name) ?? name}:`;
  const bodies = responseBodies(group.CustomResponseBodies);
  const prices = group.MonetizationConfig;
  const identity: RuleGroupIdentity = { id: arn, name: text(group.Name) ?? name, rule };
  // Only the API answers with an ARN or an Id; a group in CloudFormation's spelling has neither.
  const isDeployed = Boolean(group.ARN || group.Id);
  const shape = isDeployed ? 'api' : compilation.shape;
  checkQuotas(group.Rules, 'rule-group');
  const rules = compileRules(group.Rules, {
    ...context,
    group: identity,
    compilation: { ...compilation, shape, labelPrefix, notes: part.notes },
    actions: { ...context.actions, bodies, ...(prices ? { unsold: unsold(compilation.resourceType, prices) } : {}) },
  });
  const needed = rules.reduce((sum, rule) => sum + rule.capacity, 0);
  const capacity = integer(group.Capacity, 1, 5000) ?? needed;
  // AWS has taken a group that it answers with.
  if (group.Capacity && !isDeployed && needed > capacity)
    refuse(group.Capacity, `${capacity} for rules that need ${needed}`, `at least ${needed}`);
  return { identity, rules, capacity, scope: undefined };
}

const MOST_OVERRIDES = 100;

/** ExcludedRules count; RuleActionOverrides say what else a rule does. */
function actionOverrides(
  parts: { ExcludedRules?: Part; RuleActionOverrides?: Part },
  { actions }: RuleContext,
): ReadonlyMap<string, CompiledAction> {
  const overrides = new Map<string, CompiledAction>();
  for (const item of items(parts.ExcludedRules, 0, MOST_OVERRIDES) ?? []) {
    const name = text(members(item, { required: ['Name'] })?.Name, 1, 128);
    if (name !== undefined) overrides.set(name, counting);
  }
  for (const item of items(parts.RuleActionOverrides, 1, MOST_OVERRIDES) ?? []) {
    const override = members(item, { required: ['Name', 'ActionToUse'] });
    const name = text(override?.Name, 1, 128);
    const action = override?.ActionToUse && compileAction(override.ActionToUse, actions);
    if (name === undefined || !action) continue;
    if (overrides.has(name)) refuse(item, `a second override of "${name}"`, 'one for each rule');
    overrides.set(name, action);
  }
  return overrides;
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupStatement.html */
function managed(part: Part, rule: RuleIdentity, context: RuleContext): GroupRules | undefined {
  const parts = members(part, {
    required: ['VendorName', 'Name'],
    optional: ['Version', 'ExcludedRules', 'ScopeDownStatement', 'ManagedRuleGroupConfigs', 'RuleActionOverrides'],
  });
  const vendor = text(parts?.VendorName, 1, 128);
  const name = text(parts?.Name, 1, 128);
  const version = text(parts?.Version, 1, 64);
  // The group's own statements would be refused for the same reasons once more.
  if (!checkManagedRuleGroupConfigs(parts?.ManagedRuleGroupConfigs, part, name)) return undefined;
  const overrides = actionOverrides(parts ?? {}, context);
  const scope =
    parts?.ScopeDownStatement && compileStatement(parts.ScopeDownStatement, context.compilation, 'scope-down');
  if (vendor === undefined || name === undefined || (parts?.ScopeDownStatement && !scope)) return undefined;
  const known =
    vendor === 'AWS'
      ? managedRuleGroup(name, {
          lists: context.compilation.addressLists,
          overrides,
          ...(version === undefined ? {} : { version }),
          configs: parts?.ManagedRuleGroupConfigs?.value,
        })
      : undefined;
  for (const { found, expected } of known?.refusedOverrides ?? []) refuse(part, found, expected);
  const identity: RuleGroupIdentity = { id: `${vendor}#${name}`, name: `${vendor}#${name}`, rule };
  return known ? ofManaged(known, identity, scope, { ...context, overrides }) : ofStranger(identity, scope, context);
}

function ofManaged(
  group: ManagedDefinition,
  identity: RuleGroupIdentity,
  scope: CompiledStatement | undefined,
  context: RuleContext,
): GroupRules {
  const { compilation } = context;
  const name = identity.id.slice('AWS#'.length);
  const part = rootPart({ Rules: group.rules });
  const inside: Compilation = {
    ...compilation,
    shape: 'cloudformation',
    labelPrefix: group.labelPrefix,
    notes: part.notes,
    references: { ...compilation.references, ipSets: group.ipSets },
  };
  const rules = compileRules(members(part, { required: ['Rules'] })?.Rules, {
    ...context,
    group: identity,
    compilation: inside,
  });
  const setting = behaviorSetting(inside, compilation.name, part, (nested, standing) =>
    compileStatement(nested, inside, standing),
  );
  const before = group.before?.(setting);
  // Address lists are the only part of a managed group that comes from outside; what is wrong in them must be said.
  compilation.notes.refusals.push(...part.notes.refusals.map((refusal) => ({ ...refusal, of: refusal.of ?? name })));
  return {
    identity,
    rules,
    capacity: group.capacity,
    scope,
    approximated: group.approximated,
    ...(group.untoldLabels.length > 0 ? { untoldLabels: group.untoldLabels } : {}),
    ...(before ? { before } : {}),
  };
}

/** A group of which nothing is known here: it may block any request. */
function ofStranger(
  identity: RuleGroupIdentity,
  scope: CompiledStatement | undefined,
  { compilation, within = '' }: RuleContext,
): GroupRules {
  const [vendor = '', name = ''] = identity.id.split('#');
  const reason = `what the managed rule group "${vendor}" "${name}" decides is not known`;
  const statement = { kind: 'undecided', identity: `${compilation.name} ${vendor} ${name}`, reason } as const;
  const stranger: CompiledRule = {
    name,
    priority: 0,
    capacity: 0,
    labelCount: 0,
    described: [{ name: `${within}#${name}`, priority: 0, statement, action: 'BLOCK', uncertain: true }],
    run: (inspection) => noted(inspection, within, reason),
  };
  return { identity, rules: [stranger], capacity: 0, scope, approximated: reason };
}
