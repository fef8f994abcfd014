import type { AddressSet, Attribute, Gate, GateGraph, GateId, Step } from '@sallyport/gates';
import {
  AS_SENT,
  type Atom,
  type Environment,
  type Formula,
  inspected,
  isAtom,
  type Pullback,
  rewritten,
} from '../environment/index.ts';
import { canBlock, ruleEffects } from './inspection.ts';
import type { ProofLimits } from './limits.ts';
import { isReadOn } from './onward.ts';

type TextAtom = Extract<Atom, { atom: 'text' }>;

/** The tests that some requests of an attacker meet on the way from one entrance, in terms of the request as sent. */
export class Collection {
  /** The attributes tested, in order of first use. */
  readonly texts = new Map<Attribute, Set<TextAtom>>();
  readonly addresses = new Map<string, AddressSet>();
  /** Reasons by identity, in order of first use. */
  readonly undecided = new Map<string, string>();
  readonly granted = new Set<string>();
  /** Shares by identity. */
  readonly drawn = new Map<string, number>();
  readonly #noted = new Set<Formula>();

  note(formula: Formula): void {
    if (typeof formula === 'boolean' || this.#noted.has(formula)) return;
    this.#noted.add(formula);
    if (isAtom(formula)) this.#noteAtom(formula);
    else if (formula.op === 'not') this.note(formula.of);
    else for (const part of formula.of) this.note(part);
  }

  #noteAtom(atom: Atom): void {
    switch (atom.atom) {
      case 'text':
        this.#textsOf(atom.on).add(atom);
        break;
      case 'present':
        this.#textsOf(atom.on);
        break;
      case 'address':
        this.addresses.set(atom.in.id, atom.in);
        break;
      case 'undecided':
        this.undecided.set(atom.identity, this.undecided.get(atom.identity) ?? atom.reason);
        break;
      case 'drawn':
        this.drawn.set(atom.identity, atom.share);
        break;
      case 'granted':
        this.granted.add(atom.identity);
        break;
    }
  }

  #textsOf(attribute: Attribute): Set<TextAtom> {
    const known = this.texts.get(attribute) ?? new Set();
    this.texts.set(attribute, known);
    return known;
  }
}

/** A name for a place where facts are drawn: the same gate, reached over another number of gates, draws again. */
export const placeName = (gate: GateId, hop: number): string => `${gate} at ${hop}`;

export const tooManyWays = (visits: number): string => `more than ${visits} ways through the gates`;

export const exceededIdentity = (gate: GateId, hop: number, meter: string): string =>
  `meter ${meter} exceeded at ${placeName(gate, hop)}`;

/** Notes every test on the way from an entrance, and tells why the way could not be followed to its end. */
export function collect(
  graph: GateGraph,
  entrance: GateId,
  pullback: Pullback,
  limits: ProofLimits,
): { readonly collection: Collection; readonly unknown: readonly string[] } {
  const walk = new CollectingWalk(graph, pullback);
  walk.run(entrance, limits);
  return { collection: walk.collection, unknown: [...walk.unknown] };
}

interface Visit {
  readonly gate: Gate;
  readonly hop: number;
}

/** Walks gates level by level, each once in each environment. */
class CollectingWalk {
  readonly collection = new Collection();
  readonly unknown = new Set<string>();
  readonly #graph: GateGraph;
  readonly #pullback: Pullback;
  #next = new Map<string, { gate: GateId; env: Environment }>();

  constructor(graph: GateGraph, pullback: Pullback) {
    this.#graph = graph;
    this.#pullback = pullback;
  }

  run(entrance: GateId, { hops, visits }: ProofLimits): void {
    let count = 0;
    this.#next.set('', { gate: entrance, env: AS_SENT });
    for (let hop = 0; hop < hops && this.#next.size > 0; hop++) {
      const level = this.#next;
      this.#next = new Map();
      for (const { gate: id, env } of level.values()) {
        const gate = this.#graph.gates.get(id);
        count++;
        if (count > visits) this.unknown.add(tooManyWays(visits));
        else if (!gate) this.unknown.add(`the gate "${id}" is not part of the graph`);
        else this.#step(gate.start, env, { gate, hop });
      }
    }
    if (this.#next.size > 0) this.unknown.add(`requests that pass more than ${hops} gates`);
  }

  #step(step: Step, env: Environment, visit: Visit): void {
    switch (step.do) {
      case 'choose':
        this.#choose(step, env, visit);
        break;
      case 'rewrite': {
        const where = placeName(visit.gate.id, visit.hop);
        const next = isReadOn(step.next) ? step.by.reduce((now, by) => rewritten(now, by, where), env) : env;
        this.#step(step.next, next, visit);
        break;
      }
      case 'inspect':
        for (const { decides } of ruleEffects(step.webAcl, env, this.#pullback)) this.collection.note(decides);
        this.collection.note(canBlock(step.webAcl, this.#pullback));
        this.#step(step.allowed, inspected(env, step.webAcl.id), visit);
        break;
      case 'meter':
        this.#meter(step, env, visit);
        break;
      case 'consult':
        this.collection.note(this.#pullback.grant(step.identity, step.label));
        this.#step(step.granted, env, visit);
        this.#step(step.denied, env, visit);
        break;
      case 'call':
        if ('gate' in step.to) this.#next.set(`${step.to.gate}\n${env.name}`, { gate: step.to.gate, env });
        break;
      case 'answer':
        break;
    }
  }

  #choose(step: Extract<Step, { do: 'choose' }>, env: Environment, visit: Visit): void {
    for (const rule of step.rules) {
      const formula = this.#pullback.condition(rule.when, env);
      this.collection.note(formula);
      if (formula !== false) this.#step(rule.then, env, visit);
      if (formula === true) return;
    }
    this.#step(step.otherwise, env, visit);
  }

  #meter(step: Extract<Step, { do: 'meter' }>, env: Environment, visit: Visit): void {
    this.#step(step.within, env, visit);
    if (step.exceeded.do === 'answer') return;
    const identity = exceededIdentity(visit.gate.id, visit.hop, step.meter.id);
    this.collection.note(this.#pullback.undecided(identity, `${step.label} is exceeded`));
    this.#step(step.exceeded, env, visit);
  }
}
