import type { EvaluationRecord, RuleMatch, TokenResponse } from '../compiled.ts';
import type { Disclosure } from './disclosure.ts';
import { type LoggedDetail, loggedDetails } from './match-details.ts';

/** A rule that matched and did not end the evaluation. */
export interface LoggedMatch {
  readonly ruleId: string;
  readonly action: string;
  readonly overriddenAction?: string;
  readonly ruleMatchDetails: readonly LoggedDetail[];
  readonly captchaResponse?: TokenResponse;
  readonly challengeResponse?: TokenResponse;
}

/** The match that ended the whole evaluation: of a rule of the web ACL, or of the group that ended it. */
export const terminatingMatch = ({ matches, terminatingRule }: EvaluationRecord): RuleMatch | undefined =>
  matches.findLast(({ rule, isTerminating }) => isTerminating && (rule.group?.rule ?? rule) === terminatingRule);

/** What a rule's record says beside its match details. */
export function loggedMatch(match: RuleMatch, disclosed: Disclosure): LoggedMatch {
  const { rule, action } = match;
  return {
    ruleId: rule.name,
    action,
    ...(rule.overriddenAction ? { overriddenAction: rule.overriddenAction } : {}),
    ruleMatchDetails: loggedDetails(match, disclosed),
    ...tokenResponses([match]),
  };
}

/** "populated from the last time the action was applied": https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
export function tokenResponses(
  matches: readonly RuleMatch[],
): Pick<LoggedMatch, 'captchaResponse' | 'challengeResponse'> {
  const last = (action: RuleMatch['action']) => matches.findLast((match) => match.action === action)?.token;
  const captchaResponse = last('CAPTCHA');
  const challengeResponse = last('CHALLENGE');
  return { ...(captchaResponse ? { captchaResponse } : {}), ...(challengeResponse ? { challengeResponse } : {}) };
}
