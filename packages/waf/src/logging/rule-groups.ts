import type { EvaluationRecord, RuleGroupIdentity, RuleMatch } from '../compiled.ts';
import type { Disclosure } from './disclosure.ts';
import { type LoggedDetail, loggedDetails } from './match-details.ts';
import { type LoggedMatch, loggedMatch, terminatingMatch } from './rule-matches.ts';

/** A rule of a group that ended the group. */
export type LoggedTerminatingRule = Omit<LoggedMatch, 'ruleMatchDetails'> & {
  readonly ruleMatchDetails: readonly LoggedDetail[] | null;
};

/** A rule that ExcludedRules make count. */
export interface LoggedExcludedRule {
  readonly exclusionType: 'EXCLUDED_AS_COUNT';
  readonly ruleId: string;
  readonly ruleMatchDetails?: readonly LoggedDetail[];
}

export interface LoggedRuleGroup {
  readonly ruleGroupId: string;
  readonly terminatingRule: LoggedTerminatingRule | null;
  readonly nonTerminatingMatchingRules: readonly LoggedMatch[];
  readonly excludedRules: readonly LoggedExcludedRule[] | null;
  readonly customerConfig: null;
}

/** Every group that was evaluated, in order, whether or not one of its rules matched: published records show them all. */
export const loggedRuleGroups = (record: EvaluationRecord, disclosed: Disclosure): readonly LoggedRuleGroup[] =>
  record.groups.map((group) => loggedRuleGroup(group, record, disclosed));

function loggedRuleGroup(group: RuleGroupIdentity, record: EvaluationRecord, disclosed: Disclosure): LoggedRuleGroup {
  const matches = record.matches.filter(({ rule }) => rule.group === group);
  const ending = matches.find(({ isTerminating }) => isTerminating);
  const excluded = matches.filter(({ rule }) => rule.isExcluded);
  return {
    ruleGroupId: group.id,
    terminatingRule: ending ? terminatingRule(ending, record, disclosed) : null,
    nonTerminatingMatchingRules: matches
      .filter(({ rule, isTerminating }) => !isTerminating && !rule.isExcluded)
      .map((match) => loggedMatch(match, disclosed)),
    excludedRules: excluded.length === 0 ? null : excluded.map((match) => excludedRule(match, disclosed)),
    customerConfig: null,
  };
}

/** The details stand in terminatingRuleMatchDetails, except of a group that only counts. */
function terminatingRule(match: RuleMatch, record: EvaluationRecord, disclosed: Disclosure): LoggedTerminatingRule {
  const logged = loggedMatch(match, disclosed);
  const isElsewhere = match === terminatingMatch(record) || logged.ruleMatchDetails.length === 0;
  return isElsewhere ? { ...logged, ruleMatchDetails: null } : logged;
}

function excludedRule(match: RuleMatch, disclosed: Disclosure): LoggedExcludedRule {
  const ruleMatchDetails = loggedDetails(match, disclosed);
  return {
    exclusionType: 'EXCLUDED_AS_COUNT',
    ruleId: match.rule.name,
    ...(ruleMatchDetails.length === 0 ? {} : { ruleMatchDetails }),
  };
}
