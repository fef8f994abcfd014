import type { Condition } from '@sallyport/gates';
import { headerValue, type Request } from '@sallyport/http';
import type { Evaluation } from '@sallyport/waf';
import type { LintCase } from './lint-case.ts';
import { fieldTitle, impossibility, nameOfArn } from './proof/impossible.ts';
import { emitters, mayComeFromElsewhere } from './proof/labels.ts';
import { type Member, members } from './proof/request-sets.ts';
import { type Rule, terminates } from './reading/rule.ts';
import { isTextLeaf, type Leaf, leaves } from './reading/statement.ts';
import { built } from './requests/build.ts';
import { isSendable, PLAIN, withHeaderValue } from './requests/draft.ts';
import { satisfying } from './requests/satisfy.ts';

/** Whether any request ever makes a rule act. */
export type Reach =
  /** This one does (of a rate-based rule: this one is counted). */
  | { readonly is: 'reached'; readonly request: Request; readonly evaluation: Evaluation }
  /** None matches, for these reasons. */
  | { readonly is: 'never-matches'; readonly reasons: readonly Reason[] }
  /** Whatever it matches, these earlier rules have decided before, such as this request. */
  | { readonly is: 'never-reached'; readonly by: readonly Rule[]; readonly request: Request }
  | { readonly is: 'unknown'; readonly reason: string };

/** Why a test holds for no request. */
export interface Reason {
  readonly leaf: Leaf | undefined;
  readonly text: string;
  /** Whether it refers to something that is not there, rather than asking what cannot be. */
  readonly isDead: boolean;
}

const MOST_ROUNDS = 6;

export function reachOf(of: LintCase, rule: Rule): Reach {
  if (!rule.statement) return { is: 'unknown', reason: 'its statement is not told' };
  const wanted = of.conditions.ofRule(rule);
  const blockers = new Set<Rule>();
  let last: Request | undefined;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = members(wanted, [...blockers].map(conditionIn(of)));
    if ('unsure' in found) return { is: 'unknown', reason: found.unsure };
    if ('none' in found)
      return last
        ? { is: 'never-reached', by: [...blockers], request: last }
        : { is: 'never-matches', reasons: reasonsOf(of, rule) };
    const before = blockers.size;
    for (const request of requests(of, rule, found.some)) {
      const evaluation = of.evaluate(request);
      const step = evaluation.trace.find(({ rule: name }) => name === rule.shown);
      if (step && (step.matched || rule.statement.kind === 'rate')) return { is: 'reached', request, evaluation };
      const blocker = step ? undefined : blockerOf(of, rule, evaluation);
      if (!blocker) continue;
      blockers.add(blocker);
      last = request;
    }
    if (blockers.size === before) break;
  }
  return { is: 'unknown', reason: untold(rule) ?? 'no request could be made that it matches' };
}

/** What the sources do not tell of a rule. */
function untold({ statement }: Rule): string | undefined {
  const reasons = (statement ? leaves(statement) : []).flatMap(({ leaf }) => {
    if (leaf.kind === 'ip-set' && !leaf.addresses) return [`the IP set "${leaf.arn}" is not in the sources`];
    if (leaf.kind === 'regex-set' && leaf.patterns === undefined)
      return [`the regex pattern set "${leaf.arn}" is not in the sources`];
    return leaf.kind === 'unknown' ? ['a part of its statement is not told'] : [];
  });
  return reasons.length > 0 ? [...new Set(reasons)].join('; ') : undefined;
}

const conditionIn =
  (of: LintCase) =>
  (rule: Rule): Condition =>
    of.conditions.ofRule(rule);

/** An earlier rule with a told statement that ends the evaluation whoever asks. */
function blockerOf(of: LintCase, rule: Rule, evaluation: Evaluation): Rule | undefined {
  const blocker = of.ruleOf(evaluation);
  if (!blocker?.statement || !terminates(blocker)) return undefined;
  if (blocker.action === 'CAPTCHA' || blocker.action === 'CHALLENGE') return undefined;
  return of.positionOf(blocker) < of.positionOf(rule) ? blocker : undefined;
}

/** Members of a set as requests, completed with what the prover could not look into; and the plainest one, changed to match. */
function* requests(of: LintCase, rule: Rule, some: readonly Member[]): Generator<Request> {
  const { statement } = rule;
  const building = of.building(rule);
  const scoped = rule.group?.scope ? built(rule.group.scope, PLAIN, building) : [PLAIN];
  if (statement) for (const base of scoped) yield* built(statement, base, building).filter(isSendable);
  for (const member of some) yield* completed(of, member);
}

function* completed(of: LintCase, { request, holding }: Member): Generator<Request> {
  let open: readonly Request[] =
    headerValue(request.headers, 'user-agent') === undefined
      ? [withHeaderValue(request, 'User-Agent', 'Mozilla/5.0'), request]
      : [request];
  const addressIn = (country: string) => of.addresses.addressIn(country);
  for (const identity of holding) {
    const leaf = of.conditions.leaves.get(identity);
    const probe = leaf && of.probes.of(leaf);
    if (leaf && probe) open = open.flatMap((each) => satisfying(leaf, probe, each, addressIn).slice(0, 2)).slice(0, 8);
  }
  yield* open.filter(isSendable);
}

/** What of a rule's statement can never hold. */
function reasonsOf(of: LintCase, rule: Rule): readonly Reason[] {
  const statement = rule.statement;
  if (!statement) return [];
  const before = of.read.rules.slice(0, of.positionOf(rule));
  const found = leaves(statement).flatMap(({ leaf, negated }): readonly Reason[] => {
    if (negated) return [];
    const text =
      leaf.kind === 'label'
        ? deadLabel(of, leaf, before)
        : impossibility(leaf, of.probes.of(leaf), { bodyBytes: of.webAcl.bodyBytes });
    if (text === undefined) return [];
    return [
      {
        leaf,
        text,
        isDead: leaf.kind === 'label' || leaf.kind === 'ip-set' || (leaf.kind === 'regex-set' && leaf.patterns === 0),
      },
    ];
  });
  return found.length > 0 ? found : [{ leaf: undefined, text: contradiction(rule), isDead: false }];
}

function deadLabel(of: LintCase, leaf: Extract<Leaf, { kind: 'label' }>, before: readonly Rule[]): string | undefined {
  if (emitters(leaf, before).length > 0 || mayComeFromElsewhere(leaf, before, of.read.groups)) return undefined;
  const [later] = emitters(leaf, of.read.rules);
  const key = `"${leaf.key}"`;
  return later
    ? `the label ${key} is added by "${later.shown}", which is evaluated later`
    : `no rule of this web ACL adds the label ${key}`;
}

function contradiction({ statement }: Rule): string {
  const asked = statement
    ? leaves(statement).map(({ leaf, negated }) => `${negated ? 'not ' : ''}${titleOf(leaf)}`)
    : [];
  return `its parts contradict each other (${[...new Set(asked)].join(', ')})`;
}

export function titleOf(leaf: Leaf): string {
  if (isTextLeaf(leaf)) return fieldTitle(leaf);
  if (leaf.kind === 'ip-set') return `IP set "${nameOfArn(leaf.arn)}"`;
  if (leaf.kind === 'geo') return `countries ${leaf.countries.join(', ')}`;
  if (leaf.kind === 'label') return `label "${leaf.key}"`;
  return leaf.kind === 'asn' ? 'autonomous systems' : 'a part that is not told';
}
