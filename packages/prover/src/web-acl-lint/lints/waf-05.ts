import type { Request } from '@sallyport/http';
import { DEVELOPER_GUIDE, type Found, type Lint } from '../lint.ts';
import type { LintCase, Refused } from '../lint-case.ts';
import { type Group, type Rule, refuses } from '../reading/rule.ts';
import { isTextLeaf, leaves, type Statement } from '../reading/statement.ts';
import { ATTACKS } from '../requests/attack.ts';
import { built } from '../requests/build.ts';
import { isSendable, pathOf, withPath } from '../requests/draft.ts';
import { hostEquivalents, pathEquivalents } from '../requests/equivalent.ts';
import { difference, isFree } from './attacker-chosen.ts';

export const WAF05: Lint = {
  id: 'WAF-05',
  title: 'A scope-down statement can be left by spelling the request differently',
  remedy:
    'Take the scope-down statement away, or apply URL_DECODE, NORMALIZE_PATH and LOWERCASE in it; do not scope on what the client writes freely.',
  source: `${DEVELOPER_GUIDE}/waf-rule-scope-down-statements.html`,
  find: (of) => of.read.groups.flatMap((group) => hole(of, group)),
};

function hole(of: LintCase, group: Group): readonly Found[] {
  const rule = of.read.rules.find((each) => each.group === group && refuses(each));
  const { scope } = group;
  if (!scope || !rule) return [];
  for (const refused of insideScope(of, group, scope, rule)) {
    const way = wayOut(of, scope, rule, refused);
    if (!way) continue;
    return [
      {
        rule: { shown: group.rule },
        path: scope.path,
        level: way.usual ? 'error' : 'warning',
        detail: `The rule "${group.rule}" looks only at requests in its scope, and the same request can be sent so that it lies outside.`,
        ...(way.assumes === undefined ? {} : { assumes: way.assumes }),
        shown: [
          {
            says: `${refused.title} is refused by "${group.rule}"`,
            request: refused.request,
            expected: { action: 'refused' },
          },
          {
            says: `the same ${difference(refused.request, way.request)} is let through`,
            request: way.request,
            expected: { action: 'ALLOW' },
          },
        ],
      },
    ];
  }
  return [];
}

/** Attacks on a path in the scope that the group refuses. */
function insideScope(of: LintCase, group: Group, scope: Statement, rule: Rule): readonly Refused[] {
  const building = of.building(rule);
  const found: Refused[] = [];
  for (const { title, request } of ATTACKS) {
    if (pathOf(request) !== '/') continue;
    for (const base of built(scope, request, building).slice(0, 3)) {
      // A longer path has letters to spell otherwise.
      for (const inside of [base, withPath(base, `${pathOf(base).replace(/\/$/, '')}/users`)]) {
        const evaluation = of.evaluate(inside);
        if (isSendable(inside) && of.isRefused(evaluation) && evaluation.terminatingRule === group.rule)
          found.push({ title, request: inside, evaluation, rule: of.ruleOf(evaluation) });
      }
    }
    if (found.length >= 4) break;
  }
  return found;
}

interface WayOut {
  readonly request: Request;
  readonly assumes?: string;
  readonly usual: boolean;
}

function wayOut(of: LintCase, scope: Statement, rule: Rule, { request }: Refused): WayOut | undefined {
  const passes = (candidate: Request): boolean => isSendable(candidate) && of.evaluate(candidate).action === 'ALLOW';
  const fields = new Set(
    leaves(scope).flatMap(({ leaf }) => (isTextLeaf(leaf) ? [leaf.field.of ?? leaf.field.name] : [])),
  );
  const building = of.building(rule, isFree(of));
  const chosen = built(scope, request, building, false).find((each) => each !== request && passes(each));
  if (chosen) return { request: chosen, usual: true };
  const spelt = [
    ...(fields.has('UriPath') ? [...pathEquivalents(request), ...detours(scope, request, of)] : []),
    ...(fields.has('host') ? hostEquivalents(request) : []),
  ];
  return spelt.filter(({ assumes }) => !/twice/.test(assumes)).find((each) => passes(each.request));
}

/** Through a folder that the scope leaves out, and back: `/static/../users`. */
function detours(scope: Statement, request: Request, of: LintCase): readonly Required<WayOut>[] {
  const folders = leaves(scope).flatMap(({ leaf }) => {
    const described = of.probes.of(leaf)?.described;
    if (!isTextLeaf(leaf) || leaf.field.name !== 'UriPath' || described?.kind !== 'text') return [];
    return 'text' in described.matches ? [described.matches.text] : [];
  });
  // CloudFront answers paths with dot segments by itself, with 400.
  if (of.resourceType === 'CLOUDFRONT' || of.resourceType === 'AMPLIFY') return [];
  return folders.flatMap((folder) => {
    const clean = folder.replace(/^\/|\/$/g, '');
    if (clean === '' || /[^\w/-]/.test(clean)) return [];
    const back = clean
      .split('/')
      .map(() => '..')
      .join('/');
    const changed = withPath(request, `/${clean}/${back}${pathOf(request)}`);
    return [{ request: changed, assumes: 'the origin takes dot segments out of paths', usual: false }];
  });
}
