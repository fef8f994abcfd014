import type { Text } from '@sallyport/architecture';
import type {
  Condition,
  Gate,
  GateGraph,
  InspectingWebAcl,
  Matcher,
  Rewrite,
  Selection,
  Step,
  TextRewrite,
} from '@sallyport/gates';
import {
  ATTRIBUTES,
  answer,
  CALL_ONE,
  CALL_TWO,
  CIDRS,
  COMPILED,
  NAMES,
  PARAMETER,
  PATTERNS,
  REFERENCE,
  REGEXES,
  SECRET,
  TEMPLATES,
  TEXTS,
  UNDECIDED,
} from './graph-parts.ts';
import type { Random } from './random.ts';
import { randomChain } from './random-chain.ts';

/** Makes random graphs of gates: small, but with every kind of step, test and rewrite. */
export class GraphMaker {
  readonly #random: Random;
  #gates = 1;

  constructor(random: Random) {
    this.#random = random;
  }

  graph(): GateGraph {
    this.#gates = 1 + this.#random.below(4);
    const gates = Array.from({ length: this.#gates }, (_, at): Gate => {
      return { id: `g${at}`, component: 'test', title: `g${at}`, start: this.#start(at) };
    });
    return {
      gates: new Map(gates.map((gate) => [gate.id, gate])),
      entrances: [
        {
          id: 'e',
          gate: 'g0',
          kind: 'stage',
          resource: 'e',
          hosts: ['a', 'a.b'],
          schemes: this.#random.pick([['https'], ['http', 'https'], ['http']]),
          basePath: '',
          title: 'e',
        },
      ],
      applications: new Map(),
      origins: [],
      assumptions: [],
      diagnostics: [],
    };
  }

  #start(gate: number): Step {
    if (this.#random.chance(0.7)) return this.#step(gate, 3);
    const { by, when } = randomChain(this.#random, [SECRET, REFERENCE]);
    const [one, two] = this.#random.pick([
      [CALL_ONE, this.#step(gate, 2)],
      [this.#step(gate, 1), CALL_ONE],
      [CALL_ONE, CALL_TWO],
    ] as const);
    return { do: 'rewrite', by, next: { do: 'choose', rules: [{ when, then: one, label: '' }], otherwise: two } };
  }

  #step(gate: number, depth: number): Step {
    const { below, chance, pick } = this.#random;
    const next = (): Step => this.#step(gate, depth - 1);
    const kind = depth > 0 ? below(22) : 99;
    if (kind < 9) return this.#choose(next);
    if (kind < 13)
      return { do: 'rewrite', by: [this.#rewrite(), ...this.#random.list(2, () => this.#rewrite())], next: next() };
    if (kind < 15) return { do: 'inspect', webAcl: this.#webAcl(), allowed: next(), refused: () => answer };
    if (kind === 15) return this.#consult(next);
    if (kind === 16) return this.#meter(next);
    if (gate + 1 < this.#gates && chance(0.7))
      return { do: 'call', to: { gate: `g${gate + 1 + below(this.#gates - gate - 1)}` }, label: '', after: [] };
    if (chance(0.15)) return { do: 'answer', answer };
    return { do: 'call', to: { application: pick(['one', 'two']) }, label: '', after: [] };
  }

  #choose(next: () => Step): Step {
    const rules = [0, ...this.#random.list(2, () => 0)].map(() => ({
      when: this.condition(2),
      then: next(),
      label: '',
    }));
    return { do: 'choose', rules, otherwise: next() };
  }

  #consult(next: () => Step): Step {
    return {
      do: 'consult',
      identity: this.#random.pick(['c1', 'c2']),
      label: 'authorizer',
      application: 'authorizer',
      invocation: { event: () => undefined, granted: () => true },
      granted: next(),
      denied: next(),
    };
  }

  #meter(next: () => Step): Step {
    const meter = { kind: 'bucket' as const, id: 'm', ratePerSecond: 1, burst: 1 };
    const exceeded: Step = this.#random.chance(0.8) ? { do: 'answer', answer } : next();
    return { do: 'meter', meter, label: 'throttle', within: next(), exceeded };
  }

  #webAcl(): InspectingWebAcl {
    const { pick, list, chance } = this.#random;
    const id = pick(['w1', 'w2']);
    const rules = list(3, () => ({ when: this.condition(1), action: pick(['allow', 'block', 'challenge'] as const) }));
    return {
      id,
      name: id,
      compiled: COMPILED,
      rules: rules.map((rule, at) => ({ ...rule, name: `r${at}` })),
      defaultAction: pick(['allow', 'allow', 'block']),
      canBlock: chance(0.2) ? { unknown: 'not proved' } : chance(0.75),
    };
  }

  condition(depth: number): Condition {
    const kind = depth > 0 ? this.#random.below(20) : 99;
    const part = (): Condition => this.condition(depth - 1);
    if (kind < 4) return { all: [part(), part(), ...this.#random.list(1, part)] };
    if (kind < 8) return { any: [part(), part(), ...this.#random.list(1, part)] };
    return kind < 10 ? { not: part() } : this.#test();
  }

  #test(): Condition {
    const { below, pick, chance } = this.#random;
    const kind = below(20);
    if (kind === 0) return pick(UNDECIDED);
    if (kind === 1)
      return { test: 'undecided', identity: 'held', reason: 'token', decide: () => false, heldBy: 'credential' };
    if (kind === 2) return { test: 'present', on: pick(ATTRIBUTES) };
    if (kind < 5) return this.#addressTest();
    if (kind === 5) return { test: 'limit', label: 'length', exceeded: () => false };
    const through = chance(0.25)
      ? { through: [this.#textRewrite(), ...this.#random.list(1, () => this.#textRewrite())] }
      : {};
    return { test: 'text', on: pick(ATTRIBUTES), matches: this.#matcher(), ...through };
  }

  #addressTest(): Condition {
    const { pick, list, chance } = this.#random;
    const cidrs = [pick(CIDRS), ...list(1, () => pick(CIDRS))];
    const cloudFront = chance(0.2);
    const set = { id: `${cidrs.join()} ${cloudFront}`, cidrs };
    return { test: 'address', in: cloudFront ? { ...set, includes: 'cloudfront' } : set };
  }

  #text(): Text {
    const { pick, chance } = this.#random;
    return chance(0.3) ? pick([SECRET, REFERENCE, PARAMETER]) : pick(TEXTS);
  }

  #matcher(): Matcher {
    const { below, chance, pick } = this.#random;
    const fold = chance(0.3) ? { fold: true } : {};
    const secret = chance(0.15) ? { secret: true as const } : {};
    switch (below(9)) {
      case 0:
      case 1:
        return { is: 'equal', to: this.#text(), ...fold, ...secret };
      case 2:
        return { is: 'one-of', of: this.#random.list(3, () => this.#text()), ...fold, ...secret };
      case 3:
        return { is: pick(['starting-with', 'ending-with', 'containing'] as const), text: pick(TEXTS), ...fold };
      case 4:
      case 5:
        return { is: 'glob', pattern: pick(PATTERNS), ...fold, ...(chance(0.3) ? { escapes: true } : {}) };
      case 6:
        return { is: 'resource-path', template: pick(TEMPLATES) };
      default:
        return { is: 'regex', source: pick(REGEXES), dialect: 'waf', ...fold };
    }
  }

  #textRewrite(): TextRewrite {
    const { below, pick } = this.#random;
    switch (below(10)) {
      case 0:
        return { rewrite: 'prefix', text: pick(['/a', '/b/', '/%2', '/', 'a']) };
      case 1:
        return { rewrite: 'suffix', text: pick(['b', '/', '/a', '2f']) };
      case 2:
      case 3:
        return {
          rewrite: 'replace-prefix',
          text: pick(['/a', '/', '/ab', '', '/aa']),
          by: pick(['', '/b', '/', '/ab/']),
        };
      case 4:
        return { rewrite: 'lower-case' };
      case 5:
        return { rewrite: 'upper-case' };
      case 6:
        return { rewrite: 'percent-decode', ...(this.#random.chance(0.3) ? { plus: true } : {}) };
      case 7:
        return { rewrite: 'merge-slashes' };
      case 8:
        return { rewrite: 'drop-port' };
      default:
        return { rewrite: 'opaque', name: 'reverse', apply: (text) => [...text].reverse().join('') };
    }
  }

  #selection(names: readonly [string, ...string[]]): Selection {
    const { below, pick, list } = this.#random;
    const some = [pick(names), ...list(1, () => pick(names))];
    return [{ keep: 'all' }, { keep: 'none' }, { keep: 'only', names: some }, { keep: 'all-except', names: some }][
      below(4)
    ] as Selection;
  }

  #rewrite(): Rewrite {
    const { below, pick, chance } = this.#random;
    switch (below(14)) {
      case 0:
      case 1:
      case 2:
        return this.#pathRewrite();
      case 3:
        return { do: 'map', on: pick(['method', 'host', 'query']), by: this.#textRewrite() };
      case 4:
      case 5:
        return {
          do: 'set-header',
          name: pick(['H', 'K', 'Host', 'Cookie', 'X-Amzn-Waf-H']),
          text: chance(0.2) ? undefined : this.#text(),
        };
      case 6:
        return {
          do: 'set-fact',
          name: pick(['H', 'K']),
          fact: pick(['client-address', 'country', 'via']),
          append: chance(0.5),
        };
      case 7:
        return { do: 'select-headers', select: this.#selection(NAMES) };
      case 8:
        return { do: 'select-query', select: this.#selection(['a', 'b']) };
      case 9:
        return { do: 'select-cookies', select: this.#selection(['c', 'd']) };
      case 10:
        return { do: 'set', on: pick(['method', 'path', 'query']), text: pick(['/a', '/a/b', 'a=b&b', 'c=a', '/']) };
      case 11:
        return { do: 'copy', to: pick(['method', 'host']), from: pick(ATTRIBUTES) };
      case 12:
        return this.#connect();
      default:
        return { do: 'sign', principal: chance(0.3) ? undefined : pick(['a', 'ab']) };
    }
  }

  /** Decoding could bring a `?` into the path, which no gate does; then the contract says nothing. */
  #pathRewrite(): Rewrite {
    const by = this.#textRewrite();
    return { do: 'map', on: 'path', by: by.rewrite === 'percent-decode' ? { rewrite: 'merge-slashes' } : by };
  }

  #connect(): Rewrite {
    const { pick, chance } = this.#random;
    return {
      do: 'connect',
      from: chance(0.6) ? { set: 'cloudfront' } : { address: pick(['203.0.113.200', '10.0.0.1']) },
      scheme: pick(['http', 'https', 'unchanged']),
      serverName: chance(0.5) ? 'a' : undefined,
      port: pick([80, 443]),
      clientCertificate: chance(0.3) ? 'a' : undefined,
    };
  }
}
