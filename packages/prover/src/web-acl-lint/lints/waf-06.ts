import { at, DEVELOPER_GUIDE, type Found, type Lint } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import { emitters } from '../proof/labels.ts';
import { type Rule, refuses } from '../reading/rule.ts';
import { isTextLeaf, leaves } from '../reading/statement.ts';
import { isSendable } from '../requests/draft.ts';
import {
  bodyEquivalents,
  type Equivalent,
  hostEquivalents,
  pathEquivalents,
  queryEquivalents,
} from '../requests/equivalent.ts';
import { refusedAndPassing } from './shown-pairs.ts';

export const WAF06: Lint = {
  id: 'WAF-06',
  title: 'A rule that blocks a text is evaded by another spelling of it',
  remedy:
    'Add the transformations that undo the spelling: URL_DECODE for percent-encoding, NORMALIZE_PATH for slashes and dot segments, LOWERCASE for capitals, JS_DECODE for JSON escapes.',
  source: `${DEVELOPER_GUIDE}/waf-rule-statement-transformation.html`,
  find: (of) => of.ownRules.flatMap((rule) => evaded(of, rule)),
};

function evaded(of: LintCase, rule: Rule): readonly Found[] {
  if (!refuses(rule) || !rule.statement || rule.statement.kind === 'rate') return [];
  const reach = of.reach(rule);
  if (reach.is !== 'reached' || of.ruleOf(reach.evaluation) !== rule) return [];
  const found = spellings(of, rule).filter(
    ({ request }) => isSendable(request) && of.evaluate(request).action === 'ALLOW',
  );
  const [best] = found
    .filter(({ assumes }) => !isFarFetched(assumes))
    .sort((a, b) => Number(b.usual) - Number(a.usual));
  const shown =
    best &&
    refusedAndPassing(
      of,
      rule,
      { says: `a request is refused by "${rule.shown}"`, request: reach.request },
      { says: `the same with ${best.how} is let through`, request: best.request },
    );
  if (!shown) return [];
  const [text] = leaves(rule.statement).flatMap(({ leaf }) => (isTextLeaf(leaf) ? [leaf] : []));
  return [
    {
      ...at(rule, text?.path),
      level: best.usual ? 'error' : 'warning',
      detail: `What "${rule.shown}" blocks is let through when it is spelt differently, since no transformation undoes the spelling.${also(found, best)}`,
      assumes: best.assumes,
      shown,
    },
  ];
}

/** Under what else it is let through. */
function also(found: readonly Equivalent[], best: Equivalent): string {
  const others = [...new Set(found.map(({ assumes }) => assumes))].filter((assumes) => assumes !== best.assumes);
  return others.length > 0 ? ` Also if ${others.join(', or ')}.` : '';
}

/** What few origins do is told beside what many do, and is no finding by itself. */
const isFarFetched = (assumes: string): boolean => /twice|%u/.test(assumes);

/** The request in the spellings of what the rule looks at. */
function spellings(of: LintCase, rule: Rule): readonly Equivalent[] {
  const reach = of.reach(rule);
  if (reach.is !== 'reached' || !rule.statement) return [];
  const fields = fieldsOf(of, rule);
  const has = (...names: readonly string[]): boolean => names.some((name) => fields.includes(name));
  return [
    ...(has('UriPath') ? pathEquivalents(reach.request) : []),
    ...(has('QueryString', 'SingleQueryArgument', 'AllQueryArguments') ? queryEquivalents(reach.request) : []),
    ...(has('Body', 'JsonBody') ? bodyEquivalents(reach.request) : []),
    ...(has('host') ? hostEquivalents(reach.request) : []),
  ];
}

/** The fields whose texts decide: those of the statement, and of earlier rules that add the labels it asks for. */
function fieldsOf(of: LintCase, rule: Rule): readonly string[] {
  const asked = rule.statement ? leaves(rule.statement).map(({ leaf }) => leaf) : [];
  const before = of.read.rules.slice(0, of.positionOf(rule));
  return asked.flatMap((leaf): readonly string[] => {
    if (leaf.kind === 'label') return emitters(leaf, before).flatMap((emitter) => fieldsOf(of, emitter));
    if (!isTextLeaf(leaf) || leaf.kind === 'size') return [];
    return [leaf.field.of === 'host' ? 'host' : leaf.field.name];
  });
}
