import type { ApplicationId, Gate, GateGraph, GateId, Step } from '@sallyport/gates';
import { AS_SENT, type Environment, inspected, type Pullback, rewritten } from '../environment/index.ts';
import { andBounds, type Bounds, type Diagrams, NOTHING, orBounds, withoutBounds } from '../sets/index.ts';
import { exceededIdentity, placeName, tooManyWays } from './collection.ts';
import type { Evaluation } from './evaluation.ts';
import { canBlock, ruleEffects } from './inspection.ts';
import type { ProofLimits } from './limits.ts';
import { isReadOn } from './onward.ts';

/** The requests that arrive at one application in one way. */
export interface Carried {
  readonly application: ApplicationId;
  readonly inspectedBy: readonly string[];
  readonly passed: readonly GateId[];
  readonly set: Bounds;
}

/** What one rule of a web ACL, or its default action, does to the requests that come to it. */
export interface Decided {
  readonly webAcl: string;
  /** undefined: the default action. */
  readonly rule: string | undefined;
  readonly passes: boolean;
  readonly set: Bounds;
}

export interface CarryResult {
  readonly carried: readonly Carried[];
  readonly decided: readonly Decided[];
  /** Why not all ways were followed to their ends; empty if they were. */
  readonly unknown: readonly string[];
}

/** Requests on their way into a gate. */
interface Coming {
  readonly gate: GateId;
  readonly env: Environment;
  readonly inspectedBy: readonly string[];
  readonly passed: readonly GateId[];
  readonly set: Bounds;
}

type Here = Pick<Coming, 'env' | 'inspectedBy' | 'passed'>;

/**
 * Carries all requests of an entrance through the gates, level by level, so that ways which meet again are joined. Sets
 * stay sets of requests as they were sent; what is done to requests on the way changes the environment.
 */
export class Carry {
  readonly #graph: GateGraph;
  readonly #pullback: Pullback;
  readonly #evaluation: Evaluation;
  readonly #diagrams: Diagrams;
  readonly #carried = new Map<string, Carried>();
  readonly #decided = new Map<string, Decided>();
  #next = new Map<string, Coming>();

  constructor(graph: GateGraph, pullback: Pullback, evaluation: Evaluation, diagrams: Diagrams) {
    this.#graph = graph;
    this.#pullback = pullback;
    this.#evaluation = evaluation;
    this.#diagrams = diagrams;
  }

  run(entrance: GateId, set: Bounds, { hops, visits }: ProofLimits): CarryResult {
    this.#come({ gate: entrance, env: AS_SENT, inspectedBy: [], passed: [], set });
    let count = 0;
    for (let hop = 0; hop < hops && count <= visits; hop++) {
      const level = this.#next;
      this.#next = new Map();
      for (const coming of level.values()) {
        const gate = this.#graph.gates.get(coming.gate);
        count++;
        if (gate && count <= visits) this.#enter(gate, coming);
      }
    }
    // Ways that meet again stay apart here, where collecting has joined them: there may be more.
    const unknown = count > visits ? [tooManyWays(visits)] : [];
    return { carried: [...this.#carried.values()], decided: [...this.#decided.values()], unknown };
  }

  #enter(gate: Gate, { env, inspectedBy, passed, set }: Coming): void {
    this.#step(gate.start, set, { env, inspectedBy, passed: [...passed, gate.id] });
  }

  #come(coming: Coming): void {
    const key = JSON.stringify([coming.gate, coming.env.name, coming.inspectedBy, coming.passed]);
    const before = this.#next.get(key);
    this.#next.set(key, before ? { ...coming, set: orBounds(this.#diagrams, before.set, coming.set) } : coming);
  }

  #step(step: Step, set: Bounds, here: Here): void {
    if (set.may === NOTHING) return;
    switch (step.do) {
      case 'choose':
        this.#choose(step, set, here);
        break;
      case 'rewrite': {
        const read = isReadOn(step.next);
        const env = read ? step.by.reduce((now, by) => rewritten(now, by, whereIs(here)), here.env) : here.env;
        this.#step(step.next, set, { ...here, env });
        break;
      }
      case 'inspect':
        this.#inspect(step, set, here);
        break;
      case 'meter':
        this.#meter(step, set, here);
        break;
      case 'consult':
        this.#consult(step, set, here);
        break;
      case 'call':
        this.#call(step, set, here);
        break;
      case 'answer':
        break;
    }
  }

  #choose(step: Extract<Step, { do: 'choose' }>, set: Bounds, here: Here): void {
    let rest = set;
    for (const rule of step.rules) {
      const holds = this.#evaluation.set(this.#pullback.condition(rule.when, here.env));
      this.#step(rule.then, andBounds(this.#diagrams, rest, holds), here);
      rest = withoutBounds(this.#diagrams, rest, holds);
      if (rest.may === NOTHING) return;
    }
    this.#step(step.otherwise, rest, here);
  }

  #inspect(step: Extract<Step, { do: 'inspect' }>, set: Bounds, here: Here): void {
    const { webAcl } = step;
    let rest = set;
    let passing: Bounds | undefined;
    const decide = (taken: Bounds, rule: string | undefined, passes: boolean): void => {
      this.#decide({ webAcl: webAcl.id, rule, passes, set: taken });
      if (passes) passing = passing ? orBounds(this.#diagrams, passing, taken) : taken;
    };
    for (const { rule, decides } of ruleEffects(webAcl, here.env, this.#pullback)) {
      const holds = this.#evaluation.set(decides);
      decide(andBounds(this.#diagrams, rest, holds), rule.name, rule.action === 'allow');
      rest = withoutBounds(this.#diagrams, rest, holds);
    }
    decide(rest, undefined, webAcl.defaultAction === 'allow');
    if (passing) this.#pass(step, passing, { ...here, env: inspected(here.env, webAcl.id) });
  }

  /** What a web ACL lets pass was inspected by it if it can block at all. Where that is not known, both are followed. */
  #pass({ webAcl, allowed }: Extract<Step, { do: 'inspect' }>, set: Bounds, here: Here): void {
    const guarded = this.#evaluation.set(canBlock(webAcl, this.#pullback));
    const inspectedBy = [...here.inspectedBy, webAcl.id];
    this.#step(allowed, andBounds(this.#diagrams, set, guarded), { ...here, inspectedBy });
    this.#step(allowed, withoutBounds(this.#diagrams, set, guarded), here);
  }

  #decide(decided: Decided): void {
    if (decided.set.may === NOTHING) return;
    const key = JSON.stringify([decided.webAcl, decided.rule, decided.passes]);
    const before = this.#decided.get(key);
    this.#decided.set(key, before ? { ...decided, set: orBounds(this.#diagrams, before.set, decided.set) } : decided);
  }

  /** The first request finds its counters fresh, so "within" is certain, and "exceeded" possible for a later one. */
  #meter(step: Extract<Step, { do: 'meter' }>, set: Bounds, here: Here): void {
    this.#step(step.within, set, here);
    if (step.exceeded.do === 'answer') return;
    const gate = here.passed.at(-1) ?? '';
    const identity = exceededIdentity(gate, here.passed.length - 1, step.meter.id);
    const exceeded = this.#evaluation.set(this.#pullback.undecided(identity, `${step.label} is exceeded`));
    this.#step(step.exceeded, andBounds(this.#diagrams, set, exceeded), here);
  }

  #consult(step: Extract<Step, { do: 'consult' }>, set: Bounds, here: Here): void {
    const grants = this.#evaluation.set(this.#pullback.grant(step.identity, step.label));
    this.#step(step.granted, andBounds(this.#diagrams, set, grants), here);
    this.#step(step.denied, withoutBounds(this.#diagrams, set, grants), here);
  }

  #call({ to }: Extract<Step, { do: 'call' }>, set: Bounds, here: Here): void {
    if ('gate' in to) {
      this.#come({ ...here, gate: to.gate, set });
      return;
    }
    const { inspectedBy, passed } = here;
    const key = JSON.stringify([to.application, inspectedBy, passed]);
    const before = this.#carried.get(key);
    const all = before ? orBounds(this.#diagrams, before.set, set) : set;
    this.#carried.set(key, { application: to.application, inspectedBy, passed, set: all });
  }
}

const whereIs = ({ passed }: Here): string => placeName(passed.at(-1) ?? '', passed.length - 1);
