import { type Found, type Lint, listed } from '../lint.ts';
import type { LintCase, Refused } from '../lint-case.ts';
import type { Group } from '../reading/rule.ts';
import { actsOnLabels } from './waf-02.ts';

export const WAF03: Lint = {
  id: 'WAF-03',
  title: 'A rule of a group is overridden to Count',
  remedy:
    'Take the override away; where the rule refuses good requests, let a later rule block on its label outside the place where they come.',
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html',
  find: (of) => of.read.groups.flatMap((group) => countedRules(of, group)),
};

/** One finding for each group, with the first request that shows it. */
function countedRules(of: LintCase, group: Group): readonly Found[] {
  if (group.counts) return [];
  const counted = group.countedRules.filter(({ name }) => !actsOnLabels(of, group, [name]));
  for (const { request, title, evaluation } of [...of.attacks, ...ownRequests(of, group)]) {
    const { action, countedRules: names } = evaluation;
    const first = counted.find(({ name }) => names.includes(`${group.rule}#${name}`));
    if (action !== 'ALLOW' || !first) continue;
    const shown = `${group.rule}#${first.name}`;
    return [
      {
        rule: { shown },
        path: first.path,
        level: 'warning',
        detail: `The group of "${group.rule}" only counts what ${listed(counted.map(({ name }) => name))} would refuse.`,
        shown: [
          {
            says: `${title} is counted by "${shown}" and let through`,
            request,
            expected: { action: 'ALLOW', counted: shown },
          },
        ],
      },
    ];
  }
  return [];
}

/** For rules of a group that is told, the requests that they match. */
const ownRequests = (of: LintCase, group: Group): readonly Pick<Refused, 'title' | 'request' | 'evaluation'>[] =>
  of.ownRules.flatMap((rule) => {
    const reach = rule.group === group ? of.reach(rule) : undefined;
    return reach?.is === 'reached' ? [{ ...reach, title: 'a request' }] : [];
  });
