import type { InspectingWebAcl } from '@sallyport/gates';
import { allOf, type Environment, type Formula, notOf, type Pullback } from '../environment/index.ts';

type WebAclRule = InspectingWebAcl['rules'][number];

/** What one rule of a web ACL does with the requests that come to it. */
export interface RuleEffect {
  readonly rule: WebAclRule;
  /** The requests that it matches and decides about; the others go on to the next rule. */
  readonly decides: Formula;
}

/**
 * The rules of a web ACL as they decide. A CAPTCHA or a challenge lets a client with a valid token go on to the next rule,
 * and only a running system tells who has one.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
 */
export function ruleEffects(webAcl: InspectingWebAcl, env: Environment, pullback: Pullback): readonly RuleEffect[] {
  return webAcl.rules.map((rule) => {
    const matches = pullback.condition(rule.when, env);
    if (rule.action !== 'challenge') return { rule, decides: matches };
    const passes = pullback.undecided(`challenge ${webAcl.id} ${rule.name}`, challengeReason(webAcl, rule));
    return { rule, decides: allOf([matches, notOf(passes)]) };
  });
}

/** What the prover leaves open of a rule that challenges. */
export const challengeReason = (webAcl: InspectingWebAcl, rule: WebAclRule): string =>
  `whether the client passes the challenge of rule "${rule.name}" of web ACL "${webAcl.name}"`;

/** Whether a web ACL can block at all. */
export const canBlock = ({ id, canBlock: known }: InspectingWebAcl, pullback: Pullback): Formula =>
  typeof known === 'boolean' ? known : pullback.undecided(`web ACL ${id} can block`, known.unknown);
