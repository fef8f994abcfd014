import { type Condition, NEVER, statementCondition } from '@sallyport/gates';
import type { Request } from '@sallyport/http';
import type { DescribedStatement } from '@sallyport/waf';
import type { ReadWebAcl } from '../reading/read-web-acl.ts';
import { type Rule, terminates } from '../reading/rule.ts';
import type { Leaf, Statement } from '../reading/statement.ts';
import { impossibility, type Limits } from './impossible.ts';
import { countryOf, emitters, type LabelLeaf, mayComeFromElsewhere } from './labels.ts';
import { isUnderstood } from './leaf-language.ts';
import type { Probes } from './probe.ts';

/** The rules of one web ACL as conditions on a request, with the single tests that the prover cannot look into by identity. */
export class Conditions {
  /** By the identity of the undecided test that stands for it. */
  readonly leaves = new Map<string, Leaf>();
  readonly #webAcl: ReadWebAcl;
  readonly #probes: Probes;
  readonly #limits: Limits;
  readonly #made = new Map<Rule, Condition>();

  constructor(webAcl: ReadWebAcl, probes: Probes, limits: Limits) {
    this.#webAcl = webAcl;
    this.#probes = probes;
    this.#limits = limits;
  }

  /** When a rule matches a request that comes to it. */
  ofRule(rule: Rule): Condition {
    const known = this.#made.get(rule);
    if (known) return known;
    const own = rule.statement ? this.#of(rule.statement, rule) : undecided(`rule ${rule.shown}`);
    const scope = rule.group?.scope;
    const made: Condition = scope ? { all: [this.#of(scope, rule), own] } : own;
    this.#made.set(rule, made);
    return made;
  }

  #of(statement: Statement, rule: Rule): Condition {
    switch (statement.kind) {
      case 'and':
        return { all: statement.of.map((inside) => this.#of(inside, rule)) };
      case 'or':
        return { any: statement.of.map((inside) => this.#of(inside, rule)) };
      case 'not':
        return { not: this.#of(statement.of, rule) };
      case 'rate': {
        const rate = undecided(`rate ${rule.shown}`);
        return statement.scope ? { all: [this.#of(statement.scope, rule), rate] } : rate;
      }
      case 'label':
        return this.#ofLabel(statement, rule);
      default:
        return this.#ofLeaf(statement);
    }
  }

  #ofLeaf(leaf: Leaf): Condition {
    const probe = this.#probes.of(leaf);
    if (impossibility(leaf, probe, this.#limits) !== undefined) return NEVER;
    if (probe && isExact(probe.described)) return statementCondition(probe.described);
    const identity = `statement ${leaf.kind === 'unknown' ? leaf.path : JSON.stringify(leaf.written)}`;
    this.leaves.set(identity, leaf);
    return undecided(identity, probe?.holds);
  }

  /** A label is there where an earlier rule that adds it has matched and not ended the evaluation. */
  #ofLabel(leaf: LabelLeaf, rule: Rule): Condition {
    const before = this.#webAcl.rules.slice(0, this.#webAcl.rules.indexOf(rule));
    const groups = this.#webAcl.groups;
    const any: Condition[] = emitters(leaf, before).map((emitter) => this.#whereAdds(emitter));
    if (mayComeFromElsewhere(leaf, before, groups)) any.push(elsewhere(leaf, before));
    return { any };
  }

  #whereAdds(emitter: Rule): Condition {
    const matches = this.ofRule(emitter);
    // Of a challenge only a client with a valid token is left; a group that counts may have stopped before this rule.
    const isSure = !terminates(emitter) && emitter.group?.counts !== true;
    if (!isSure && (emitter.action === 'BLOCK' || emitter.action === 'ALLOW') && emitter.group?.counts !== true)
      return NEVER;
    return isSure ? matches : { all: [matches, undecided(`goes on after ${emitter.shown}`)] };
  }
}

/** A country's label is on every request of that country, once a rule that asks for nothing else has been evaluated. */
function elsewhere(leaf: LabelLeaf, before: readonly Rule[]): Condition {
  const country = countryOf(leaf);
  const open = undecided(`label ${leaf.prefix} ${leaf.key}`);
  if (country === undefined) return open;
  const is: Condition = { test: 'text', on: 'country', matches: { is: 'one-of', of: [country] } };
  const isSure = before.some(({ statement, group }) => !group && statement?.kind === 'geo' && !statement.forwarded);
  return isSure ? is : { all: [is, open] };
}

const undecided = (identity: string, decide: (request: Request) => boolean = () => false): Condition => ({
  test: 'undecided',
  identity,
  reason: identity,
  decide,
});

/** Whether the prover sees all that a statement asks. */
function isExact(described: DescribedStatement): boolean {
  const condition = statementCondition(described);
  const seen = (one: Condition): boolean => {
    if ('any' in one) return one.any.every(seen);
    if ('all' in one) return one.all.every(seen);
    if ('not' in one) return seen(one.not);
    if (one.test !== 'text') return one.test === 'address';
    return (one.through ?? []).every(({ rewrite }) => rewrite !== 'opaque');
  };
  return seen(condition) && isUnderstood(described);
}
