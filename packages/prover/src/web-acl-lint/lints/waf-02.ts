import { blocksSomething } from '@sallyport/gates';
import { WAF02 as FINDING } from '../../findings/waf-02.ts';
import { type Found, type Lint, listed } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import { answers } from '../proof/labels.ts';
import { type Group, type Rule, refuses } from '../reading/rule.ts';
import { leaves } from '../reading/statement.ts';

export const WAF02: Lint = {
  id: FINDING.id,
  title: FINDING.title,
  remedy: FINDING.remedy,
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html',
  find: (of) => (blocksNothing(of) ? [wholeWebAcl(of)] : of.read.groups.flatMap((group) => countingGroup(of, group))),
};

function blocksNothing(of: LintCase): boolean {
  const { webAcl, read } = of;
  if (webAcl.rules.length === 0) return false;
  if (blocksSomething(webAcl) === false) return true;
  const isUntold = webAcl.unknowns.length > 0 || webAcl.rules.some(({ uncertain }) => uncertain);
  return (
    webAcl.defaultAction === 'ALLOW' && !isUntold && !read.rules.some((rule) => refuses(rule) && isAlive(of, rule))
  );
}

const isAlive = (of: LintCase, rule: Rule): boolean =>
  rule.statement === undefined || !of.reach(rule).is.startsWith('never');

function wholeWebAcl(of: LintCase): Found {
  const attacks = of.attacks;
  const counted = attacks.find(({ evaluation }) => evaluation.countedRules.length > 0) ?? attacks[0];
  const names = counted?.evaluation.countedRules ?? [];
  return {
    path: 'Rules',
    level: 'error',
    detail: `No rule of the web ACL "${of.read.name}" can block a request: they count or allow, or never match, and the default action allows.`,
    shown: counted
      ? [
          {
            says: `${counted.title} is ${names.length > 0 ? `counted by ${listed(names)} and ` : ''}let through`,
            request: counted.request,
            expected: { action: 'ALLOW' },
          },
        ]
      : [],
  };
}

/** A group on trial beside others that block. Where a later rule acts on its labels, counting is how it is meant to be. */
function countingGroup(of: LintCase, group: Group): readonly Found[] {
  if (!group.counts || actsOnLabels(of, group)) return [];
  const attack = of.attacks.find(
    ({ evaluation: { action, countedRules } }) => action === 'ALLOW' && countedRules.includes(group.rule),
  );
  if (!attack) return [];
  return [
    {
      rule: { shown: group.rule },
      path: `${group.path}.OverrideAction`,
      level: 'warning',
      detail: `The group of the rule "${group.rule}" is overridden to Count: what it would block goes on, and nothing else stops it.`,
      shown: [
        {
          says: `${attack.title} is counted by "${group.rule}" and let through`,
          request: attack.request,
          expected: { action: 'ALLOW', counted: group.rule },
        },
      ],
    },
  ];
}

/** Whether a rule outside the group asks for a label that the group adds. */
export function actsOnLabels({ read }: LintCase, group: Group, names?: readonly string[]): boolean {
  const labels = read.rules.flatMap((rule) =>
    rule.group === group && (names === undefined || names.includes(rule.name)) ? rule.labels : [],
  );
  return read.rules.some(
    ({ statement, group: other }) =>
      statement !== undefined &&
      other !== group &&
      leaves(statement).some(({ leaf }) => leaf.kind === 'label' && labels.some((label) => answers(label, leaf))),
  );
}
