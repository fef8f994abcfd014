import { ALWAYS, type Condition, type MayRefuse } from '@sallyport/gates';
import { members } from '../web-acl-lint/proof/request-sets.ts';

/**
 * Whether some request at all is refused by the rules of a web ACL, or asked to solve something: one that matches a rule which
 * refuses, and none before it that allows; or none that allows, where the default action blocks. False is certain. Where the
 * conditions are too many to be told apart, a request may be refused.
 */
export const mayRefuse: MayRefuse = ({ rules, defaultAction }) => {
  const allowed: Condition[] = [];
  for (const { action, when } of rules) {
    if (action === 'allow') allowed.push(when);
    // INVARIANT: rules that refuse and stand before have no request left, or this would have ended there.
    else if (isPossible(when, allowed)) return true;
  }
  return defaultAction === 'block' && isPossible(ALWAYS, allowed);
};

const isPossible = (wanted: Condition, avoided: readonly Condition[]): boolean =>
  (avoided.length === 0 && isPlainlyPossible(wanted)) || !('none' in members(wanted, avoided));

/** Whether a condition is one test that some request passes, so that no set has to be made to see it. */
function isPlainlyPossible(condition: Condition): boolean {
  if (!('test' in condition)) return false;
  if (condition.test === 'address') return condition.in.cidrs.length > 0;
  return condition.test === 'undecided';
}
