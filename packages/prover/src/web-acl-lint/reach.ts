import { headerValue, type Request } from '@sallyport/http';
import type { Evaluation } from '@sallyport/waf';
import type { LintCase } from './lint-case.ts';
import { type Member, members } from './proof/request-sets.ts';
import { type Rule, terminates } from './reading/rule.ts';
import { leaves } from './reading/statement.ts';
import { type Reason, reasonsOf } from './reasons.ts';
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

const MOST_ROUNDS = 6;

/** What is learnt on the way to a request that makes a rule act. */
class Search {
  /** Earlier rules that have decided what was tried. */
  readonly blockers = new Set<Rule>();
  /** The last request that one of them decided. */
  decided: Request | undefined;
  readonly #of: LintCase;
  readonly #rule: Rule;

  constructor(of: LintCase, rule: Rule) {
    this.#of = of;
    this.#rule = rule;
  }

  /** The first of the requests that makes the rule act. */
  among(requests: Iterable<Request>): Reach | undefined {
    const { shown, statement } = this.#rule;
    for (const request of requests) {
      const evaluation = this.#of.evaluate(request);
      const step = evaluation.trace.find(({ rule: name }) => name === shown);
      if (step && (step.matched || statement?.kind === 'rate')) return { is: 'reached', request, evaluation };
      const blocker = step ? undefined : blockerOf(this.#of, this.#rule, evaluation);
      if (!blocker) continue;
      this.blockers.add(blocker);
      this.decided = request;
    }
    return undefined;
  }
}

/**
 * Looks for a request that makes a rule act: first among plain ones, then among those that the proof gives, less what the rules
 * met on the way decide, until one does or none is left.
 */
export function reachOf(of: LintCase, rule: Rule): Reach {
  if (!rule.statement) return { is: 'unknown', reason: 'its statement is not told' };
  const search = new Search(of, rule);
  const plain = search.among(plainRequests(of, rule));
  if (plain) return plain;
  const wanted = of.conditions.ofRule(rule);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = search.blockers.size;
    const found = members(
      wanted,
      [...search.blockers].map((blocker) => of.conditions.ofRule(blocker)),
    );
    if ('unsure' in found) return { is: 'unknown', reason: found.unsure };
    if ('none' in found) return never(of, rule, search);
    const reached = search.among(found.some.flatMap((member) => [...completed(of, member)]));
    if (reached) return reached;
    if (search.blockers.size === before) break;
  }
  return { is: 'unknown', reason: untold(rule) ?? 'no request could be made that it matches' };
}

/** Nothing is left: because of the rule itself, or of those before it. */
function never(of: LintCase, rule: Rule, { blockers, decided }: Search): Reach {
  // What was tried matched the rule, but for labels: those were taken for given.
  const asksLabels = rule.statement !== undefined && leaves(rule.statement).some(({ leaf }) => leaf.kind === 'label');
  const isItself = blockers.size === 0 || (asksLabels && 'none' in members(of.conditions.ofRule(rule)));
  return isItself || !decided
    ? { is: 'never-matches', reasons: reasonsOf(of, rule) }
    : { is: 'never-reached', by: [...blockers], request: decided };
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

/** An earlier rule with a told statement that ends the evaluation whoever asks. */
function blockerOf(of: LintCase, rule: Rule, evaluation: Evaluation): Rule | undefined {
  const blocker = of.ruleOf(evaluation);
  if (!blocker?.statement || !terminates(blocker)) return undefined;
  if (blocker.action === 'CAPTCHA' || blocker.action === 'CHALLENGE') return undefined;
  return of.positionOf(blocker) < of.positionOf(rule) ? blocker : undefined;
}

/** Plain requests changed so that the rule matches them. */
function plainRequests(of: LintCase, rule: Rule): readonly Request[] {
  const { statement, group } = rule;
  if (!statement) return [];
  const building = of.building(rule);
  const scoped = group?.scope ? built(group.scope, PLAIN, building) : [PLAIN];
  return scoped.flatMap((base) => built(statement, base, building)).filter(isSendable);
}

/** A member of a set, completed with what the prover could not look into. */
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
