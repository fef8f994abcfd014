import { Derivatives, type Language, type Languages } from '../language/index.ts';
import { type Part, type PartMove, Parts } from './parts.ts';
import { ascending, TestLists } from './test-lists.ts';

/** The texts on which exactly these tests hold. */
export interface TextClass {
  /** Numbers of tests, ascending. */
  readonly holds: readonly number[];
  /** A shortest of them, readable. */
  readonly witness: string;
}

export interface ClassLimits {
  readonly states: number;
  readonly classes: number;
}

/** About a second each; far above what architectures need (reference measurements: 1,000 patterns, 26,744 states). */
export const GENEROUS_LIMITS: ClassLimits = { states: 150_000, classes: 16_000 };
/** Where even those did not do, the tests that are kept must fit under these. */
export const STRICT_LIMITS: ClassLimits = { states: 20_000, classes: 8_000 };

export interface TextClasses {
  readonly classes: readonly TextClass[];
  readonly states: number;
  /** False: a limit was reached, there are texts in none of the classes. */
  readonly complete: boolean;
  /** The tests that hold on a text. */
  readonly holding: (text: string) => readonly number[];
}

/**
 * The classes into which some tests cut the texts of a universe: all tests run at once, breadth first, over what is left
 * of each. The tests that accept at a state are its class, the way there a shortest witness.
 */
export function textClasses(
  languages: Languages,
  tests: readonly Language[],
  universe: Language,
  limits: ClassLimits = GENEROUS_LIMITS,
): TextClasses {
  const search = new ClassSearch(languages, tests, universe, limits);
  search.run();
  const { derivatives, classes, states, complete } = search;
  return {
    classes: [...classes.values()],
    states,
    complete,
    holding: (text) => tests.flatMap((test, index) => (derivatives.accepts(test, text) ? [index] : [])),
  };
}

/** Keys of states are numbers made of three interned ids; these are their bounds. */
const MOST_PARTS = 0x10000;
const MOST_LISTS = 0x100000;

/** One breadth-first search. A state is what is left of the tests, in three parts: anchored, floating, settled. */
class ClassSearch {
  readonly derivatives: Derivatives;
  readonly classes = new Map<string, TextClass>();
  complete = true;
  readonly #lists = new TestLists();
  readonly #anchored: Parts;
  readonly #floating: Parts;
  readonly #limits: ClassLimits;
  readonly #universe: Language;
  readonly #tests: readonly Language[];
  readonly #languages: Languages;
  readonly #states: { anchored: Part; floating: Part; settled: number; from: number; byte: number }[] = [];
  readonly #seen = new Set<number>();
  readonly #vectors = new Set<number>();

  constructor(languages: Languages, tests: readonly Language[], universe: Language, limits: ClassLimits) {
    this.derivatives = new Derivatives(languages, [universe, ...tests]);
    this.#anchored = new Parts(languages, this.derivatives, this.#lists, false);
    this.#floating = new Parts(languages, this.derivatives, this.#lists, true);
    this.#languages = languages;
    this.#limits = limits;
    this.#universe = universe;
    this.#tests = tests;
  }

  get states(): number {
    return this.#states.length;
  }

  run(): void {
    const start = this.#anchored.sorted(this.#universe, {
      count: this.#tests.length,
      tests: this.#tests.map((_test, index) => index),
      languages: this.#tests,
    });
    if (!start) return;
    const floating = this.#floating.part(this.#languages.all, start.moved);
    this.#reach(start.part, floating, this.#lists.idOf(start.settled), -1, 0);
    for (let at = 0; at < this.#states.length && this.complete; at++) this.#leave(at);
  }

  #leave(at: number): void {
    const state = this.#states[at];
    if (!state) return;
    const anchored = this.#anchored.moves(state.anchored);
    const floating = this.#floating.moves(state.floating);
    const { order, byteOf } = this.derivatives.alphabet;
    let ordinary = false;
    for (const column of order) {
      const a = anchored[column];
      const f = floating[column];
      // All columns that deviate nowhere lead to the same state.
      if (a === anchored[0] && f === floating[0]) {
        if (ordinary) continue;
        ordinary = true;
      }
      if (a && f) this.#step(a, f, state.settled, at, byteOf[column] ?? 0);
    }
  }

  #step(a: NonNullable<PartMove>, f: NonNullable<PartMove>, settled: number, from: number, byte: number): void {
    this.#reach(
      this.#anchored.with(a.part, f.moved),
      this.#floating.with(f.part, a.moved),
      this.#lists.with(this.#lists.with(settled, a.settled), f.settled),
      from,
      byte,
    );
  }

  #reach(anchored: Part, floating: Part, settled: number, from: number, byte: number): void {
    if (anchored.id >= MOST_PARTS || floating.id >= MOST_PARTS || settled >= MOST_LISTS) {
      this.complete = false;
      return;
    }
    const key = (anchored.id * MOST_PARTS + floating.id) * MOST_LISTS + settled;
    if (this.#seen.has(key)) return;
    if (this.#states.length >= this.#limits.states) {
      this.complete = false;
      return;
    }
    this.#seen.add(key);
    this.#states.push({ anchored, floating, settled, from, byte });
    if (anchored.universe.nullable) this.#accept(anchored.accepted, floating.accepted, settled);
  }

  #accept(anchored: number, floating: number, settled: number): void {
    const small = anchored < MOST_PARTS && floating < MOST_PARTS;
    const vector = (anchored * MOST_PARTS + floating) * MOST_LISTS + settled;
    if (small && this.#vectors.has(vector)) return;
    if (small) this.#vectors.add(vector);
    const lists = this.#lists;
    const holds = ascending([...lists.tests(settled), ...lists.tests(anchored), ...lists.tests(floating)]);
    const key = holds.join();
    if (this.classes.has(key)) return;
    if (this.classes.size >= this.#limits.classes) this.complete = false;
    else this.classes.set(key, { holds, witness: this.#wayToLast() });
  }

  #wayToLast(): string {
    const bytes: number[] = [];
    for (let state = this.#states.at(-1); state && state.from >= 0; state = this.#states[state.from])
      bytes.push(state.byte);
    return String.fromCharCode(...bytes.reverse());
  }
}
