import { type ActionContext, type CompiledAction, compileAction, type TerminatingAction } from './actions/action.ts';
import type { Compilation } from './compilation.ts';
import type { CustomResponse, DescribedRule, EvaluationStep, RuleGroupIdentity, RuleIdentity } from './compiled.ts';
import type { Inspection } from './inspection.ts';
import { labelNameFault } from './label.ts';
import { integer, items, members, type Part, refuse, text } from './part.ts';
import { compileGroupStatement, isGroupStatement } from './rule-group.ts';
import { isRateBased, ruleIdentity, type Visibility, visibility } from './rule-identity.ts';
import type { CompiledStatement, Sign } from './statements/statement.ts';
import { compileStatement } from './statements/statements.ts';
import { isUnknownValue } from './unknown-value.ts';

/** How a rule ends the evaluation. */
export interface Ending {
  readonly action: TerminatingAction;
  /** The rule of the web ACL or, as long as the group is evaluated, of the group. */
  readonly rule: RuleIdentity;
  readonly ruleInGroup?: string;
  readonly response?: CustomResponse;
}

/** A rule that has been checked. */
export interface CompiledRule {
  readonly name: string;
  readonly priority: number;
  readonly capacity: number;
  /** How many labels it adds; those of a group's rules are the group's. */
  readonly labelCount: number;
  /** One, or those of its group, one after the other. */
  readonly described: readonly DescribedRule[];
  /** Gives the ending where the rule ends the evaluation. */
  readonly run: (inspection: Inspection) => Ending | undefined;
  /** Set where it does nothing but note this step unless some text is found. */
  readonly searching?: { readonly sign: Sign; readonly passed: EvaluationStep };
}

/** Who holds the rules: a group may not hold other groups, and its actions can be overridden. */
export interface RuleContext {
  readonly compilation: Compilation;
  readonly actions: ActionContext;
  readonly holder: 'web-acl' | 'rule-group';
  /** Actions in place of the rules' own, by the rule's name. */
  readonly overrides: ReadonlyMap<string, CompiledAction>;
  /** What stands before a rule's name when it is counted: the group rule's name. */
  readonly within?: string;
  /** The group that holds the rules. */
  readonly group?: RuleGroupIdentity;
}

const RULE_MEMBERS = {
  required: ['Name', 'Priority', 'Statement', 'VisibilityConfig'],
  optional: ['Action', 'OverrideAction', 'RuleLabels', 'CaptchaConfig', 'ChallengeConfig'],
} as const;

type RuleParts = Partial<Record<(typeof RULE_MEMBERS.required)[number] | (typeof RULE_MEMBERS.optional)[number], Part>>;

const LAST_PRIORITY = 2 ** 31 - 1;
const MOST_LABELS = 100;
const LABELS_A_UNIT = 5;

/** Compiles one rule. https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html */
export function compileRule(part: Part, context: RuleContext): CompiledRule | undefined {
  const before = part.notes.unknowns.length;
  const rule = compileKnownRule(part, context);
  const unknowns = part.notes.unknowns.splice(before);
  return unknowns.length === 0 ? rule : unknownRule(part, context, unknowns.map(({ reason }) => reason).join('; '));
}

function compileKnownRule(part: Part, context: RuleContext): CompiledRule | undefined {
  const parts: RuleParts | undefined = members(part, RULE_MEMBERS);
  const name = ruleName(parts?.Name);
  const priority = integer(parts?.Priority, 0, LAST_PRIORITY);
  const shownAs = visibility(parts?.VisibilityConfig);
  if (!parts?.Statement || name === undefined || priority === undefined) return undefined;
  const inside = { ...context, compilation: { ...context.compilation, name: `${context.compilation.name}/${name}` } };
  return isGroupStatement(parts.Statement)
    ? groupRule(parts, part, { name, priority, ...shownAs }, inside)
    : plainRule(parts, part, { name, priority, ...shownAs }, inside);
}

function ruleName(part: Part | undefined): string | undefined {
  // A rule whose name alone is not told is still known by its place.
  if (part && isUnknownValue(part.value)) return part.path.replaceAll('.', '-');
  const name = text(part, 1, 128);
  if (name === undefined || !part) return undefined;
  return /^[\w-]+$/.test(name) ? name : refuse(part, `"${name}"`, 'letters, digits, hyphens and underscores');
}

/** What is read of a rule before its statement. */
export interface Head extends Visibility {
  readonly name: string;
  readonly priority: number;
}

function plainRule(parts: RuleParts, part: Part, head: Head, context: RuleContext): CompiledRule | undefined {
  if (parts.OverrideAction) refuse(parts.OverrideAction, 'on a rule without a rule group', 'Action');
  if (!parts.Action) refuse(part, 'no Action', 'Action, as the statement references no rule group');
  const statement = compileStatement(parts.Statement, context.compilation);
  const actions = withImmunity(parts, context.actions);
  const own = parts.Action && compileAction(parts.Action, actions);
  checkRate(parts, own, part);
  const labels = ruleLabels(parts.RuleLabels, context);
  const override = context.overrides.get(head.name);
  const action = override ?? own;
  const identity = ruleIdentity(head, { statement: parts.Statement, own, override, group: context.group });
  return statement && action && ofStatement(identity, head, statement, action, labels, { ...context, actions });
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
function checkRate(parts: RuleParts, action: CompiledAction | undefined, part: Part): void {
  if (isRateBased(parts.Statement) && (action?.name === 'ALLOW' || action?.name === 'MONETIZE'))
    refuse(part, `the action ${action.name} on a rate-based rule`, 'Block, Count, Captcha or Challenge');
}

function withImmunity(parts: RuleParts, actions: ActionContext): ActionContext {
  const { tokens } = actions;
  return {
    ...actions,
    tokens: {
      ...tokens,
      captchaImmunitySeconds: immunitySeconds(parts.CaptchaConfig, 60) ?? tokens.captchaImmunitySeconds,
      challengeImmunitySeconds: immunitySeconds(parts.ChallengeConfig, 300) ?? tokens.challengeImmunitySeconds,
    },
  };
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-immunity-times.html */
export function immunitySeconds(part: Part | undefined, least: number): number | undefined {
  const property = members(part, { optional: ['ImmunityTimeProperty'] })?.ImmunityTimeProperty;
  return integer(members(property, { required: ['ImmunityTime'] })?.ImmunityTime, least, 259_200);
}

function ruleLabels(part: Part | undefined, { compilation }: RuleContext): readonly string[] {
  return (items(part, 0, MOST_LABELS) ?? []).flatMap((item) => {
    const name = text(members(item, { required: ['Name'] })?.Name, 1, 1024);
    // AWS's own go beyond what it allows others: `targeted:aggregate:volumetric:session:token_reuse:ip:low`.
    const isFree = compilation.labelPrefix.startsWith('awswaf:managed:aws:');
    const fault = name === undefined || isFree ? undefined : labelNameFault(name);
    if (fault !== undefined) refuse(item, `a label with ${fault}`, 'a name that AWS WAF takes');
    return name === undefined ? [] : [`${compilation.labelPrefix}${name}`];
  });
}

const shownName = ({ within }: RuleContext, name: string): string =>
  within === undefined ? name : `${within}#${name}`;

export const NO_HEADERS: CompiledAction['insertedHeaders'] = [];
const NOTHING = {};

function ofStatement(
  rule: RuleIdentity,
  { name, priority }: Head,
  statement: CompiledStatement,
  action: CompiledAction,
  labels: readonly string[],
  context: RuleContext,
): CompiledRule {
  const shown = shownName(context, name);
  const { response } = action;
  const steps = {
    matched: { rule: shown, matched: true, detail: statement.title },
    passed: { rule: shown, matched: false, detail: statement.title },
  };
  const ending = (by: TerminatingAction): Ending => ({ action: by, rule, ...(response ? { response } : {}) });
  return {
    name,
    priority,
    capacity: statement.capacity,
    labelCount: labels.length,
    described: [{ name: shown, priority, statement: statement.described, action: action.name }],
    ...(statement.sign ? { searching: { sign: statement.sign, passed: steps.passed } } : {}),
    run: (inspection) => {
      const foundBefore = inspection.fieldMatches.length;
      const matched = statement.matches(inspection);
      if (!matched && inspection.fieldMatches.length > foundBefore) inspection.fieldMatches.length = foundBefore;
      inspection.notes.push(matched ? steps.matched : steps.passed);
      commitLabels(inspection, matched ? labels : []);
      if (!matched) return undefined;
      const token = action.token?.(inspection, context.actions.tokens);
      const ends = action.name !== 'COUNT' && (!token || token.failureReason !== undefined);
      const inserts = !ends || action.name === 'ALLOW';
      if (inserts) insertHeaders(inspection, action);
      inspection.matches.push({
        rule,
        action: action.name,
        isTerminating: ends,
        fieldMatches: inspection.fieldMatches.slice(foundBefore),
        insertedHeaders: inserts ? action.insertedHeaders : NO_HEADERS,
        ...(token ? { token } : NOTHING),
      });
      if (ends) return ending(action.name);
      inspection.countedRules.push(shown);
      return undefined;
    },
  };
}

/** Labels count from the end of their rule on; geographic ones whether it matched or not. */
function commitLabels(inspection: Inspection, labels: readonly string[]): void {
  if (inspection.pendingLabels.length > 0) {
    for (const label of inspection.pendingLabels) inspection.labels.add(label);
    inspection.pendingLabels.length = 0;
  }
  for (const label of labels) inspection.labels.add(label);
}

/** A later header of the same name takes the place of an earlier one. */
export function insertHeaders({ insertedHeaders }: Inspection, action: CompiledAction): void {
  for (const header of action.insertedHeaders) {
    const name = header[0].toLowerCase();
    const place = insertedHeaders.findIndex(([before]) => before.toLowerCase() === name);
    if (place < 0) insertedHeaders.push(header);
    else insertedHeaders[place] = header;
  }
}

function groupRule(parts: RuleParts, part: Part, head: Head, context: RuleContext): CompiledRule | undefined {
  if (context.holder === 'rule-group' && parts.Statement)
    return refuse(parts.Statement, 'a rule group inside a rule group', 'one in a web ACL only');
  if (parts.Action) refuse(parts.Action, 'on a rule that references a rule group', 'OverrideAction');
  if (parts.RuleLabels) refuse(parts.RuleLabels, 'on a rule that references a rule group', 'no labels');
  if (!parts.OverrideAction)
    refuse(part, 'no OverrideAction', 'OverrideAction, as the statement references a rule group');
  return compileGroupStatement(parts.Statement, parts.OverrideAction, head, context);
}

/** A rule of which something decisive is not told: it may block, may let pass, may do neither. It stands before all others. */
function unknownRule(part: Part, { compilation, within }: RuleContext, reason: string): CompiledRule {
  const name = within === undefined ? part.path : `${within}#${part.path}`;
  const statement = (kind: string) =>
    ({ kind: 'undecided', identity: `${compilation.name}/${part.path} ${kind}`, reason }) as const;
  return {
    name,
    priority: -1,
    capacity: 0,
    labelCount: 0,
    described: [
      { name, priority: -1, statement: statement('blocks'), action: 'BLOCK', uncertain: true },
      { name, priority: -1, statement: statement('allows'), action: 'ALLOW', uncertain: true },
    ],
    run: (inspection) => {
      inspection.approximations.push(reason);
      return undefined;
    },
  };
}

/** Compiles the rules of a web ACL or a rule group, in order of evaluation. */
export function compileRules(part: Part | undefined, context: RuleContext): readonly CompiledRule[] {
  const parts = items(part) ?? [];
  checkDistinct(parts, 'Name', (name) => `a second rule named "${name}"`, 'a name of its own for each');
  checkDistinct(
    parts,
    'Priority',
    (priority) => `a second rule with Priority ${priority}`,
    'a Priority of its own for each',
  );
  const rules = parts.flatMap((item) => compileRule(item, context) ?? []);
  return withLabelCapacity(rules.sort((a, b) => a.priority - b.priority));
}

/**
 * One unit for every five labels of the rules together; the rule that adds the fifth pays. AWS does not say what fewer cost.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-add.html
 */
function withLabelCapacity(rules: readonly CompiledRule[]): readonly CompiledRule[] {
  let labels = 0;
  return rules.map((rule) => {
    const before = Math.floor(labels / LABELS_A_UNIT);
    labels += rule.labelCount;
    const units = Math.floor(labels / LABELS_A_UNIT) - before;
    return units === 0 ? rule : { ...rule, capacity: rule.capacity + units };
  });
}

/** Refuses what an earlier rule has already, whether or not the rules are otherwise taken. */
function checkDistinct(
  parts: readonly Part[],
  member: 'Name' | 'Priority',
  found: (value: string) => string,
  expected: string,
): void {
  const seen = new Set<string>();
  for (const part of parts) {
    const value = new Map<string, unknown>(Object.entries(Object(part.value))).get(member);
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    if (seen.has(String(value))) refuse(part, found(String(value)), expected);
    seen.add(String(value));
  }
}
