import {
  addClass,
  type ClassSet,
  classSet,
  firstClass,
  hasClass,
  hashOf,
  isEmptyClassSet,
  join,
  meet,
  minus,
  sameClasses,
} from './class-set.ts';

/** A set of requests: the number of a node. 0 is no request, 1 every request. */
export type Diagram = number;
export const NOTHING: Diagram = 0;
export const EVERYTHING: Diagram = 1;

/** One class of each variable; -1 where it does not matter. */
export type Point = Int32Array;

interface Edge {
  readonly on: ClassSet;
  readonly to: Diagram;
}
interface Node {
  readonly variable: number;
  /** Labels are disjoint; classes in none of them lead to 0. */
  readonly edges: readonly Edge[];
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
  readonly #full: readonly ClassSet[];
  readonly #nodes: Node[];
  readonly #unique = new Map<string, Diagram>();
  readonly #caches: Readonly<Record<Operation, Map<number, Diagram>>> = {
    and: new Map(),
    or: new Map(),
    without: new Map(),
  };
  readonly #labelled = new Map<number, readonly { readonly set: ClassSet; readonly label: number }[]>();
  #labels = 0;
  readonly #labelOf = new WeakMap<ClassSet, number>();
  #mostSteps: number;
  #steps = 0;

  /** `sizes`: how many classes each variable has. `mostSteps` bounds time and memory: the caches are far bigger than the nodes. */
  constructor(sizes: readonly number[], mostSteps = 300_000) {
    this.#sizes = sizes;
    this.#mostSteps = mostSteps;
    this.#full = sizes.map((size) => classSet(size, () => true));
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

  #all(variable: number): ClassSet {
    return this.#full[variable] ?? new Uint32Array(0);
  }

  /** The number of a set of classes: equal sets, equal numbers. */
  #label(on: ClassSet): number {
    const cached = this.#labelOf.get(on);
    if (cached !== undefined) return cached;
    const hash = hashOf(on);
    const alike = this.#labelled.get(hash) ?? [];
    const known = alike.find(({ set }) => sameClasses(set, on));
    const label = known?.label ?? this.#labels++;
    if (!known) this.#labelled.set(hash, [...alike, { set: on, label }]);
    this.#labelOf.set(on, label);
    return label;
  }

  /** The node with these edges; they may repeat targets and name 0. */
  #make(variable: number, edges: readonly Edge[]): Diagram {
    const merged = new Map<Diagram, ClassSet>();
    for (const { on, to } of edges) {
      const known = merged.get(to);
      if (to !== NOTHING) merged.set(to, known ? join(known, on) : on);
    }
    const list = [...merged].map(([to, on]) => ({ on, to })).sort((a, b) => a.to - b.to);
    const [only] = list;
    if (!only) return NOTHING;
    if (list.length === 1 && isEmptyClassSet(minus(this.#all(variable), only.on))) return only.to;
    const key = `${variable}|${list.map(({ on, to }) => `${this.#label(on)}>${to}`).join()}`;
    const known = this.#unique.get(key);
    if (known !== undefined) return known;
    if (this.#nodes.length >= MOST_NODES) throw new StepLimitReached();
    this.#unique.set(key, this.#nodes.length);
    this.#nodes.push({ variable, edges: list });
    return this.#nodes.length - 1;
  }

  /** The requests whose variable is in one of these classes. */
  value(variable: number, classes: ClassSet): Diagram {
    return isEmptyClassSet(classes) ? NOTHING : this.#make(variable, [{ on: classes, to: EVERYTHING }]);
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
    // What leads to 0 on the left stays 0 under `and` and `without`; only there may those edges be left out.
    const left = this.#edges(a, variable, operation === 'or');
    const right = this.#edges(b, variable, operation !== 'and');
    const edges: Edge[] = [];
    for (const x of left)
      for (const y of right) {
        const on = x.on === y.on ? x.on : meet(x.on, y.on);
        if (!isEmptyClassSet(on)) edges.push({ on, to: this.#apply(operation, x.to, y.to) });
      }
    return this.#make(variable, edges);
  }

  /** The edges of a diagram at a variable, with the one to 0 if asked for. */
  #edges(diagram: Diagram, variable: number, withGap: boolean): readonly Edge[] {
    const node = this.#node(diagram);
    if (node.variable !== variable) return [{ on: this.#all(variable), to: diagram }];
    if (!withGap) return node.edges;
    const gap = node.edges.reduce((rest, { on }) => minus(rest, on), this.#all(variable));
    return isEmptyClassSet(gap) ? node.edges : [...node.edges, { on: gap, to: NOTHING }];
  }

  /** The diagram with every node at `variable` or below it replaced by `to`: EVERYTHING for "may", NOTHING for "must". */
  cut(diagram: Diagram, variable: number, to: Diagram): Diagram {
    return this.#rebuild(diagram, (node) => (node.variable >= variable ? to : undefined));
  }

  /** What the set says of the other variables where `variable` has this class. */
  restrict(diagram: Diagram, variable: number, index: number): Diagram {
    return this.#rebuild(diagram, (node) => {
      if (node.variable < variable) return undefined;
      return node.variable === variable ? (node.edges.find(({ on }) => hasClass(on, index))?.to ?? NOTHING) : 'same';
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
      const [first, ...others] = node.edges;
      if (!first) return undefined;
      const edge = others.reduce((best, next) => (firstClass(next.on) < firstClass(best.on) ? next : best), first);
      point[node.variable] = firstClass(edge.on);
      at = edge.to;
    }
    return point;
  }

  /** The requests that agree with a point wherever it matters. */
  cube(point: Point): Diagram {
    let cube = EVERYTHING;
    for (let variable = point.length - 1; variable >= 0; variable--) {
      const index = point[variable] ?? -1;
      if (index < 0) continue;
      const on = new Uint32Array(this.#all(variable).length);
      addClass(on, index);
      cube = this.#make(variable, [{ on, to: cube }]);
    }
    return cube;
  }

  has(diagram: Diagram, point: ArrayLike<number>): boolean {
    let at = diagram;
    while (at !== NOTHING && at !== EVERYTHING) {
      const node = this.#node(at);
      const index = point[node.variable] ?? 0;
      at = node.edges.find(({ on }) => hasClass(on, index))?.to ?? NOTHING;
    }
    return at === EVERYTHING;
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
