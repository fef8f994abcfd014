import type { Architecture, WebAcl } from '@sallyport/architecture';
import { ALWAYS, type Condition, type MayRefuse } from '@sallyport/gates';
import type { ProofLimits } from '../arrivals/limits.ts';
import { type Occurrence, occurrence } from '../web-acl-lint/proof/request-sets.ts';
import { type Refusing, refusesSomething } from '../web-acl-lint/refuses-something.ts';
import { writtenWebAcl } from './written-web-acl.ts';

type Rules = Omit<Parameters<MayRefuse>[0], 'id'>;

/**
 * Whether some request at all is refused by a web ACL, or asked to solve something: proved from its rules as conditions, and
 * where those leave it open, by a request that the engine refuses. Where neither tells, it is not known.
 */
export const mayRefuse =
  (architecture: Architecture): MayRefuse =>
  (webAcl) => {
    const proved = provedRefusal(webAcl);
    if (typeof proved === 'boolean') return proved;
    const written = architecture.webAcls.all.find(({ id }) => id === webAcl.id);
    const shown = written ? shownRefusal(written, architecture) : proved;
    if (typeof shown === 'boolean') return shown;
    return { unknown: `whether the web ACL "${written?.logicalId}" refuses any request: ${shown.unsure}` };
  };

function shownRefusal(webAcl: WebAcl, architecture: Architecture): Refusing {
  const { definition, options } = writtenWebAcl(webAcl, architecture);
  return refusesSomething(definition, options);
}

/**
 * A request is refused where it matches a rule which refuses, and none before it that allows; or none that allows, where the
 * default action blocks.
 */
export function provedRefusal(webAcl: Rules, limits?: Partial<ProofLimits>): Refusing {
  if (refusesPlainly(webAcl)) return true;
  const allowed: Condition[] = [];
  const reasons: string[] = [];
  const isSeen = (found: Occurrence): boolean => {
    if (typeof found === 'object') reasons.push(found.unsure);
    return found === 'some';
  };
  for (const { action, when } of webAcl.rules) {
    if (action === 'allow') allowed.push(when);
    // What rules before this one refuse need not be taken away: then something is refused all the same.
    else if (isSeen(occurrence(when, allowed, limits))) return true;
  }
  if (webAcl.defaultAction === 'block' && isSeen(occurrence(ALWAYS, allowed, limits))) return true;
  return reasons.length === 0 ? false : { unsure: [...new Set(reasons)].join('; ') };
}

/** Whether a rule that refuses stands before all that allow, and is one test that some request meets: that takes no sets. */
function refusesPlainly({ rules }: Rules): boolean {
  const allows = rules.findIndex(({ action }) => action === 'allow');
  return (allows < 0 ? rules : rules.slice(0, allows)).some(({ when }) => isPlainlyMet(when));
}

function isPlainlyMet(condition: Condition): boolean {
  if (!('test' in condition)) return false;
  if (condition.test === 'address') return condition.in.cidrs.length > 0;
  return condition.test === 'undecided' && condition.occurs === true;
}
