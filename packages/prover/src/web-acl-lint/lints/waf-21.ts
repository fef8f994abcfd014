import { at, DEVELOPER_GUIDE, type Found, type Lint, listed } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import type { Rule } from '../reading/rule.ts';
import { PLAIN } from '../requests/draft.ts';

export const WAF21: Lint = {
  id: 'WAF-21',
  title: 'A header that the web ACL inserts is missing on some way through',
  remedy: 'Insert the header in the default action and in every rule that allows.',
  source: `${DEVELOPER_GUIDE}/customizing-the-incoming-request.html`,
  find: (of) => missingHeaders(of),
};

/** Headers of the ways that let a request through; those of rules that count mark single requests and belong to none. */
function missingHeaders(of: LintCase): readonly Found[] {
  const { read } = of;
  const allows = of.ownRules.filter((rule) => rule.action === 'ALLOW' && !rule.group?.counts);
  const byDefault = read.defaultAction === 'ALLOW' ? read.defaultHeaders : [];
  const all = [...byDefault, ...allows.flatMap(({ insertedHeaders }) => insertedHeaders)].sort();
  const found = all.filter((name, index) => !has(all.slice(0, index), name));
  const ofRules = allows.flatMap((rule) => without(of, rule, found));
  const plain = of.evaluate(PLAIN);
  // A rule that counts may have inserted one all the same.
  const onPlain = [...byDefault, ...plain.insertedHeaders.map(([header]) => header)];
  const lacking = read.defaultAction === 'ALLOW' ? found.filter((name) => !has(onPlain, name)) : [];
  if (lacking.length === 0 || plain.terminatingRule !== 'Default_Action') return ofRules;
  return [
    ...ofRules,
    {
      path: 'DefaultAction',
      level: 'warning',
      detail: `The default action allows without the header ${listed(lacking)}, which a rule that allows inserts.`,
      assumes: 'the origin takes the header for the sign that the web ACL was passed',
      shown: lacking.slice(0, 1).map((name) => ({
        says: `a plain request is let through without "${name}"`,
        request: PLAIN,
        expected: { action: 'ALLOW' as const, by: 'Default_Action', lacks: name },
      })),
    },
  ];
}

/** Names of headers are compared without regard to case. */
const has = (names: readonly string[], name: string): boolean =>
  names.some((other) => other.toLowerCase() === name.toLowerCase());

function without(of: LintCase, rule: Rule, names: readonly string[]): readonly Found[] {
  const lacking = names.filter((name) => !has(rule.insertedHeaders, name));
  const reach = of.reach(rule);
  const [name] = lacking;
  if (name === undefined || reach.is !== 'reached' || of.ruleOf(reach.evaluation) !== rule) return [];
  const inserted = reach.evaluation.insertedHeaders.map(([header]) => header);
  if (has(inserted, name)) return [];
  return [
    {
      ...at(rule),
      level: 'warning',
      detail: `The rule "${rule.shown}" allows without the header ${listed(lacking)}, which other ways through insert.`,
      assumes: 'the origin takes the header for the sign that the web ACL was passed',
      shown: [
        {
          says: `a request is let through by "${rule.shown}" without "${name}"`,
          request: reach.request,
          expected: { action: 'ALLOW', by: rule.shown, lacks: name },
        },
      ],
    },
  ];
}
