import type { Request } from '@sallyport/http';
import type { LintCase } from './lint-case.ts';
import { type LintOptions, lintCase } from './lint-web-acl.ts';
import { members } from './proof/request-sets.ts';
import { type Rule, refuses } from './reading/rule.ts';
import { built } from './requests/build.ts';
import { PLAIN } from './requests/draft.ts';

/** Whether a web ACL refuses anything, where that is shown or proved; else why it is neither. */
export type Refusing = boolean | { readonly unsure: string };

/** Every count is exceeded. */
const FLOOD = { add: () => Number.MAX_SAFE_INTEGER };

/**
 * Whether some request is refused: one is, that the engine was given, or one of AWS's own groups is asked about one. Where neither
 * is so, and not every rule that refuses is proved to be idle, nobody knows.
 */
export function refusesSomething(definition: unknown, options: LintOptions): Refusing {
  const of = lintCase(definition, options);
  if ('rejected' in of) return { unsure: 'AWS WAF refuses it' };
  const { rules, unknowns } = of.webAcl;
  const untold = rules.flatMap(({ action, uncertain, statement }) =>
    uncertain && action === 'ALLOW' && statement.kind === 'undecided' ? [statement.reason] : [],
  );
  if (untold.length + unknowns.length > 0) return { unsure: [...unknowns, ...untold].join('; ') };
  const refusing = of.read.rules.filter(refuses);
  if (of.refused.length > 0 || refusing.some((rule) => isShown(of, rule))) return true;
  const open = refusing.flatMap((rule) => doubt(of, rule));
  if (of.read.defaultAction === 'BLOCK') open.push('no request was found that its default action blocks');
  return open.length === 0 ? false : { unsure: open.join('; ') };
}

/** Whether a request shows that a rule refuses, once counts are exceeded; of AWS's own rules, that it is asked about one. */
function isShown(of: LintCase, rule: Rule): boolean {
  if (!rule.statement) return isAsked(of, rule);
  const reach = of.reach(rule);
  return reach.is === 'reached' && of.isRefused(of.webAcl.evaluate(reach.request, FLOOD, 0));
}

/** AWS publishes no rule that nothing matches. What other vendors publish is not known at all. */
const isAsked = (of: LintCase, rule: Rule): boolean =>
  rule.group?.managed?.vendor === 'AWS' &&
  inScope(of, rule).some((request) => of.evaluate(request).trace.some(({ rule: name }) => name === rule.shown));

const inScope = (of: LintCase, rule: Rule): readonly Request[] =>
  rule.group?.scope ? built(rule.group.scope, PLAIN, of.building(rule)) : [PLAIN];

function doubt(of: LintCase, rule: Rule): readonly string[] {
  if (!rule.statement) return [`nobody knows what the rule "${rule.shown}" matches`];
  const reach = of.reach(rule);
  if (reach.is === 'never-matches' || reach.is === 'never-reached') return [];
  // A rate-based rule is reached by requests that it does not count.
  if ('none' in members(of.conditions.ofRule(rule))) return [];
  const why = reach.is === 'unknown' ? reach.reason : 'no request was found that it refuses';
  return [`rule "${rule.shown}": ${why}`];
}
