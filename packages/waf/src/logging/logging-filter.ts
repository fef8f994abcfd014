import type { LogRecord } from './log-record.ts';

export type FilterBehavior = 'KEEP' | 'DROP';

/** A condition that a log record meets or does not. */
export type FilterCondition = { readonly action: string } | { readonly label: string };

export interface LoggingFilter {
  readonly filters: readonly {
    readonly behavior: FilterBehavior;
    readonly requirement: 'MEETS_ALL' | 'MEETS_ANY';
    readonly conditions: readonly FilterCondition[];
  }[];
  readonly defaultBehavior: FilterBehavior;
}

/** Whether a record is written. The first filter that it satisfies decides; AWS does not say what several do (approximated). */
export function isKept({ filters, defaultBehavior }: LoggingFilter, record: LogRecord): boolean {
  const actions = actionsOf(record);
  const meets = (condition: FilterCondition): boolean =>
    'action' in condition
      ? actions.has(condition.action)
      : (record.labels ?? []).some(({ name }) => name === condition.label);
  const deciding = filters.find(({ requirement, conditions }) =>
    requirement === 'MEETS_ALL' ? conditions.every(meets) : conditions.some(meets),
  );
  return (deciding?.behavior ?? defaultBehavior) === 'KEEP';
}

/**
 * The actions that a record holds: "the action that WAF applied to the web request. For rule groups, this is either the
 * configured rule action setting, or … the override action". EXCLUDED_AS_COUNT stands for excluded rules, "and also" for
 * "rules that have a rule action override of Count".
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_ActionCondition.html
 */
function actionsOf({ action, nonTerminatingMatchingRules, ruleGroupList }: LogRecord): ReadonlySet<string> {
  const matches = [
    ...nonTerminatingMatchingRules,
    ...ruleGroupList.flatMap((group) => [
      ...group.nonTerminatingMatchingRules,
      ...(group.terminatingRule ? [group.terminatingRule] : []),
    ]),
  ];
  const isExcluded =
    ruleGroupList.some(({ excludedRules }) => excludedRules !== null) ||
    matches.some((match) => match.action === 'COUNT' && match.overriddenAction !== undefined);
  return new Set([
    action,
    ...matches.map((match) => match.action),
    ...(isExcluded ? ['EXCLUDED_AS_COUNT', 'COUNT'] : []),
  ]);
}
