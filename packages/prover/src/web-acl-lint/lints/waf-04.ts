import { at, DEVELOPER_GUIDE, type Found, type Lint } from '../lint.ts';
import type { LintCase, Refused } from '../lint-case.ts';
import type { Rule } from '../reading/rule.ts';
import type { Leaf } from '../reading/statement.ts';
import { type Building, built } from '../requests/build.ts';
import { isSendable, PLAIN } from '../requests/draft.ts';
import { difference, isFree, isLoosePath } from './attacker-chosen.ts';
import { isAllowedBy, refusedAndAllowed, refuser } from './shown-pairs.ts';

export const WAF04: Lint = {
  id: 'WAF-04',
  title: 'Whoever knows what to write is allowed past the rules that follow',
  remedy:
    'Let the rule count and add a label, and except that label from the one rule that refuses good requests; or evaluate it after the rules that block; or combine it with an IP set.',
  source: `${DEVELOPER_GUIDE}/waf-rule-action.html`,
  find: (of) => of.ownRules.flatMap((rule) => chosenAllow(of, rule)),
};

/** Rules that allow on a word of the client's own. A path that ends in a certain way is one too, if the origin looks no further. */
function chosenAllow(of: LintCase, rule: Rule): readonly Found[] {
  if (rule.action !== 'ALLOW' || rule.group?.counts) return [];
  const free = isFree(of);
  return (
    waved(of, rule, free, 'error') ?? waved(of, rule, (leaf) => free(leaf) || isLoosePath(of, leaf), 'warning') ?? []
  );
}

function waved(
  of: LintCase,
  rule: Rule,
  mayChange: (leaf: Leaf) => boolean,
  level: 'error' | 'warning',
): readonly Found[] | undefined {
  const building = of.building(rule, mayChange);
  for (const refused of refusedAfter(of, rule)) {
    const request = allowedWith(of, rule, refused, building);
    if (!request) continue;
    const says = `the same ${difference(refused.request, request)} is let through`;
    return [
      {
        ...at(rule),
        level,
        detail: `The rule "${rule.shown}" allows on what the client itself writes, and Allow ends the evaluation: what ${refuser(refused)} would refuse is let through.`,
        ...(level === 'warning'
          ? { assumes: 'the origin answers such a path like the path without the addition' }
          : {}),
        shown: refusedAndAllowed(of, rule, refused, { says, request }) ?? [],
      },
    ];
  }
  return undefined;
}

/** What rules after this one refuse, or the default action. */
export function refusedAfter(of: LintCase, rule: Rule): readonly Refused[] {
  const later = of.refused.filter(
    (refused) => refused.rule === undefined || of.positionOf(refused.rule) > of.positionOf(rule),
  );
  if (of.webAcl.defaultAction === 'ALLOW') return later;
  const evaluation = of.evaluate(PLAIN);
  return evaluation.terminatingRule === 'Default_Action'
    ? [...later, { title: 'a plain request', request: PLAIN, evaluation, rule: undefined }]
    : later;
}

export function allowedWith(
  of: LintCase,
  rule: Rule,
  { request }: Refused,
  building: Building,
): Refused['request'] | undefined {
  if (!rule.statement) return undefined;
  return built(rule.statement, request, building).find(
    (candidate) => isSendable(candidate) && isAllowedBy(of, rule, candidate),
  );
}
