import { type Classes, ClassPool, EVERY_CLASS, NO_CLASS } from './class-pool.ts';
import type { ClassSet } from './class-set.ts';

/** A set of requests: the number of a node. 0 is no request, 1 every request. */
export type Diagram = number;
export const NOTHING: Diagram = 0;
export const EVERYTHING: Diagram = 1;

/** One class of each variable; -1 where it does not matter. */
export type Point = Int32Array;

interface Edge {
  readonly on: Classes;
  readonly to: Diagram;
}
interface Node {
  readonly variable: number;
  /** In the order of their targets. Their classes are disjoint; those in none of them lead to 0. */
  readonly edges: readonly Edge[];
  /** The classes that lead to 0, once somebody has asked. */
  gap?: Classes;
}
type Operation = 'and' | 'or' | 'without';

/** Thrown when the algebra has used up its steps. Caught where the proof begins, which then is unsure. */
export class StepLimitReached extends Error {
  override readonly name = 'StepLimitReached';
}

/** Nodes are numbered below this, so that two of them make one key. */
const MOST_NODES = 0x4000000;

/**
 * Sets of requests over finite variables as multi-valued decision diagrams: nodes in the order of the variables, one object
 * for each, an edge carries a set of classes. Equal sets are equal numbers.
 */
export class Diagrams {
  readonly #sizes: readonly number[];
  /** By variable. */
  readonly #pools: readonly ClassPool[];
  readonly #nodes: Node[];
  /** The node that was made last with this hash, and before each node the one with the same hash; 0 for none. */
  readonly #latest = new Map<number, Diagram>();
  readonly #before: Diagram[] = [NOTHING, NOTHING];
  readonly #caches: Readonly<Record<Operation, Map<number, Diagram>>> = {
    and: new Map(),
    or: new Map(),
    without: new Map(),
  };
  #mostSteps: number;
  #steps = 0;

  /** `sizes`: how many classes each variable has. `mostSteps` bounds time and memory: the caches are far bigger than the nodes. */
  constructor(sizes: readonly number[], mostSteps = 300_000) {
    this.#sizes = sizes;
    this.#mostSteps = mostSteps;
    this.#pools = sizes.map((size) => new ClassPool(size));
    const leaf = { variable: sizes.length, edges: [] };
    this.#nodes = [leaf, leaf];
  }

  get nodes(): number {
    return this.#nodes.length;
  }

  get steps(): number {
    return this.#steps;
  }

  /** What is asked of the sets once they are made is small, and must not fail. */
  liftLimit(): void {
    this.#mostSteps = Number.POSITIVE_INFINITY;
  }

  #node(diagram: Diagram): Node {
    const node = this.#nodes[diagram];
    if (!node) throw new RangeError(`diagram ${diagram} belongs to another proof`);
    return node;
  }

  #pool(variable: number): ClassPool {
    const pool = this.#pools[variable];
    if (!pool) throw new RangeError(`variable ${variable} belongs to another proof`);
    return pool;
  }

  /** The node with these edges; they may repeat targets and name 0. */
  #make(variable: number, edges: Edge[]): Diagram {
    const list = merged(this.#pool(variable), edges);
    const [only] = list;
    if (!only) return NOTHING;
    if (list.length === 1 && only.on === EVERY_CLASS) return only.to;
    const hash = hashOf(variable, list);
    const latest = this.#latest.get(hash) ?? NOTHING;
    for (let known = latest; known !== NOTHING; known = this.#before[known] ?? NOTHING)
      if (isMadeOf(this.#node(known), variable, list)) return known;
    const made = this.#nodes.length;
    if (made >= MOST_NODES) throw new StepLimitReached();
    this.#nodes.push({ variable, edges: list });
    this.#before.push(latest);
    this.#latest.set(hash, made);
    return made;
  }

  /** The requests whose variable is in one of these classes. */
  value(variable: number, classes: ClassSet): Diagram {
    const on = this.#pool(variable).of(classes);
    return on === NO_CLASS ? NOTHING : this.#make(variable, [{ on, to: EVERYTHING }]);
  }

  and(a: Diagram, b: Diagram): Diagram {
    return this.#apply('and', a, b);
  }

  or(a: Diagram, b: Diagram): Diagram {
    return this.#apply('or', a, b);
  }

  without(a: Diagram, b: Diagram): Diagram {
    return this.#apply('without', a, b);
  }

  not(a: Diagram): Diagram {
    return this.without(EVERYTHING, a);
  }

  #apply(operation: Operation, a: Diagram, b: Diagram): Diagram {
    const known = trivial(operation, a, b);
    if (known !== undefined) return known;
    const [low, high] = operation !== 'without' && a > b ? [b, a] : [a, b];
    const key = low * MOST_NODES + high;
    const cache = this.#caches[operation];
    const hit = cache.get(key);
    if (hit !== undefined) return hit;
    this.#steps++;
    if (this.#steps > this.#mostSteps) throw new StepLimitReached();
    const result = this.#combine(operation, low, high);
    cache.set(key, result);
    return result;
  }

  #combine(operation: Operation, a: Diagram, b: Diagram): Diagram {
    const variable = Math.min(this.#node(a).variable, this.#node(b).variable);
    const pool = this.#pool(variable);
    // What leads to 0 on the left stays 0 under `and` and `without`; only there may those edges be left out.
    const left = this.#edges(a, variable, operation === 'or');
    const right = this.#edges(b, variable, operation !== 'and');
    const edges: Edge[] = [];
    for (const x of left)
      for (const y of right) {
        const on = pool.meet(x.on, y.on);
        if (on !== NO_CLASS) edges.push({ on, to: this.#apply(operation, x.to, y.to) });
      }
    return this.#make(variable, edges);
  }

  /** The edges of a diagram at a variable, with the one to 0 if asked for. */
  #edges(diagram: Diagram, variable: number, withGap: boolean): readonly Edge[] {
    const node = this.#node(diagram);
    if (node.variable !== variable) return [{ on: EVERY_CLASS, to: diagram }];
    if (!withGap) return node.edges;
    const pool = this.#pool(variable);
    node.gap ??= node.edges.reduce((rest, { on }) => pool.minus(rest, on), EVERY_CLASS);
    return node.gap === NO_CLASS ? node.edges : [...node.edges, { on: node.gap, to: NOTHING }];
  }

  /** The diagram with every node at `variable` or below it replaced by `to`: EVERYTHING for "may", NOTHING for "must". */
  cut(diagram: Diagram, variable: number, to: Diagram): Diagram {
    return this.#rebuild(diagram, (node) => (node.variable >= variable ? to : undefined));
  }

  /** What the set says of the other variables where `variable` has this class. */
  restrict(diagram: Diagram, variable: number, index: number): Diagram {
    return this.#rebuild(diagram, (node) => {
      if (node.variable < variable) return undefined;
      return node.variable === variable ? this.#target(node, index) : 'same';
    });
  }

  #rebuild(diagram: Diagram, replace: (node: Node) => Diagram | 'same' | undefined): Diagram {
    const done = new Map<Diagram, Diagram>();
    const go = (at: Diagram): Diagram => {
      if (at === NOTHING || at === EVERYTHING) return at;
      const known = done.get(at);
      if (known !== undefined) return known;
      const node = this.#node(at);
      const replaced = replace(node);
      const made =
        replaced === undefined
          ? this.#make(
              node.variable,
              node.edges.map(({ on, to }) => ({ on, to: go(to) })),
            )
          : replaced === 'same'
            ? at
            : replaced;
      done.set(at, made);
      return made;
    };
    return go(diagram);
  }

  /** A member, lowest classes first; undefined of the empty set. */
  member(diagram: Diagram): Point | undefined {
    if (diagram === NOTHING) return undefined;
    const point = new Int32Array(this.#sizes.length).fill(-1);
    for (let at = diagram; at !== EVERYTHING; ) {
      const node = this.#node(at);
      const pool = this.#pool(node.variable);
      const lowest = Math.min(...node.edges.map(({ on }) => pool.first(on)));
      point[node.variable] = lowest;
      at = this.#target(node, lowest);
    }
    return point;
  }

  /** The requests that agree with a point wherever it matters. */
  cube(point: Point): Diagram {
    let cube = EVERYTHING;
    for (let variable = point.length - 1; variable >= 0; variable--) {
      const index = point[variable] ?? -1;
      if (index < 0) continue;
      cube = this.#make(variable, [{ on: this.#pool(variable).only(index), to: cube }]);
    }
    return cube;
  }

  has(diagram: Diagram, point: ArrayLike<number>): boolean {
    let at = diagram;
    while (at !== NOTHING && at !== EVERYTHING) {
      const node = this.#node(at);
      at = this.#target(node, point[node.variable] ?? 0);
    }
    return at === EVERYTHING;
  }

  /** Where a class leads. */
  #target({ variable, edges }: Node, index: number): Diagram {
    const pool = this.#pool(variable);
    return edges.find(({ on }) => pool.has(on, index))?.to ?? NOTHING;
  }

  /** The variables that the set depends on. */
  support(diagram: Diagram): ReadonlySet<number> {
    const variables = new Set<number>();
    const seen = new Set<Diagram>();
    const visit = (at: Diagram): void => {
      if (at === NOTHING || at === EVERYTHING || seen.has(at)) return;
      seen.add(at);
      const node = this.#node(at);
      variables.add(node.variable);
      for (const { to } of node.edges) visit(to);
    };
    visit(diagram);
    return variables;
  }
}

/** The result where one side decides it. */
function trivial(operation: Operation, a: Diagram, b: Diagram): Diagram | undefined {
  if (operation === 'and') {
    if (a === NOTHING || b === EVERYTHING || a === b) return a;
    return b === NOTHING || a === EVERYTHING ? b : undefined;
  }
  if (operation === 'or') {
    if (a === EVERYTHING || b === NOTHING || a === b) return a;
    return b === EVERYTHING || a === NOTHING ? b : undefined;
  }
  if (a === NOTHING || b === EVERYTHING || a === b) return NOTHING;
  return b === NOTHING ? a : undefined;
}

/** Edges in the order of their targets, one for each; none to 0. */
function merged(pool: ClassPool, edges: Edge[]): readonly Edge[] {
  const list: Edge[] = [];
  for (const edge of edges.sort((a, b) => a.to - b.to)) {
    const last = list.at(-1);
    if (last?.to === edge.to) list[list.length - 1] = { on: pool.join(last.on, edge.on), to: edge.to };
    else if (edge.to !== NOTHING) list.push(edge);
  }
  return list;
}

/** A number that equal nodes share and different ones seldom do (FNV-1a). */
function hashOf(variable: number, edges: readonly Edge[]): number {
  let hash = Math.imul(0x811c9dc5 ^ variable, 0x01000193);
  for (const { on, to } of edges) {
    hash = Math.imul(hash ^ on, 0x01000193);
    hash = Math.imul(hash ^ to, 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}

function isMadeOf(node: Node, variable: number, edges: readonly Edge[]): boolean {
  if (node.variable !== variable || node.edges.length !== edges.length) return false;
  for (let at = 0; at < edges.length; at++)
    if (node.edges[at]?.on !== edges[at]?.on || node.edges[at]?.to !== edges[at]?.to) return false;
  return true;
}
