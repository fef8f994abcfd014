import type { Derivatives, Language, Languages } from '../language/index.ts';

/** What is left of one test: its number and a language. */
export type Remainder = readonly [test: number, language: Language];

/** A list of test numbers, ascending, interned: equal lists have equal ids. */
export class TestLists {
  readonly #ids = new Map<string, number>();
  readonly #lists: (readonly number[])[] = [];
  readonly #unions = new Map<string, number>();

  idOf(tests: readonly number[]): number {
    const key = tests.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#lists.length);
    this.#lists.push(tests);
    return this.#lists.length - 1;
  }

  tests(id: number): readonly number[] {
    return this.#lists[id] ?? [];
  }

  with(id: number, more: readonly number[]): number {
    if (more.length === 0) return id;
    const key = `${id}+${more.join()}`;
    const known = this.#unions.get(key) ?? this.idOf(ascending([...this.tests(id), ...more]));
    this.#unions.set(key, known);
    return known;
  }
}

export const ascending = (tests: readonly number[]): readonly number[] => [...new Set(tests)].sort((a, b) => a - b);

/** Some tests on their way through a text, with the universe that the text must stay in. */
export interface Part {
  readonly id: number;
  readonly universe: Language;
  readonly tests: readonly number[];
  readonly languages: readonly Language[];
  /** The list of those that hold if the text ends here. */
  readonly accepted: number;
  /** By column of the alphabet; computed when first asked for. */
  moves?: readonly PartMove[];
}

/** Where one byte leads: the part, what now belongs to the other part, and the tests that hold whatever follows. */
export type PartMove =
  | { readonly part: Part; readonly moved: readonly Remainder[]; readonly settled: readonly number[] }
  | undefined;

/** Whether what is left of a test looks for something that may come anywhere later. */
export function isFloating(language: Language, all: Language): boolean {
  switch (language.kind) {
    case 'then':
      return language.first === all;
    case 'either':
      return language.of.some((part) => isFloating(part, all));
    case 'both':
      return language.of.every((part) => isFloating(part, all));
    case 'not':
    case 'before':
      return isFloating(language.of, all);
    default:
      return false;
  }
}

/** A number that equal parts share and different ones seldom do (FNV-1a). */
function hashOf(universe: Language, remainders: readonly Remainder[]): number {
  let hash = Math.imul(0x811c9dc5 ^ universe.id, 0x01000193);
  for (const [test, language] of remainders) {
    hash = Math.imul(hash ^ test, 0x01000193);
    hash = Math.imul(hash ^ language.id, 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}

const isMadeOf = (part: Part, universe: Language, remainders: readonly Remainder[]): boolean =>
  part.universe === universe &&
  part.tests.length === remainders.length &&
  remainders.every(([test, language], at) => part.tests[at] === test && part.languages[at] === language);

/** The parts of one kind, interned, with their moves: so that a step of the search costs a few look-ups. */
export class Parts {
  /** By a hash of what they are made of. */
  readonly #parts = new Map<number, Part[]>();
  #made = 0;
  readonly #languages: Languages;
  readonly #derivatives: Derivatives;
  readonly #lists: TestLists;
  readonly #floating: boolean;

  constructor(languages: Languages, derivatives: Derivatives, lists: TestLists, floating: boolean) {
    this.#languages = languages;
    this.#derivatives = derivatives;
    this.#lists = lists;
    this.#floating = floating;
  }

  part(universe: Language, remainders: readonly Remainder[]): Part {
    const hash = hashOf(universe, remainders);
    const alike = this.#parts.get(hash);
    const known = alike?.find((one) => isMadeOf(one, universe, remainders));
    if (known) return known;
    const holding = remainders.flatMap(([test, language]) => (language.nullable ? [test] : []));
    const made: Part = {
      id: this.#made++,
      universe,
      tests: remainders.map(([test]) => test),
      languages: remainders.map(([, language]) => language),
      accepted: this.#lists.idOf(holding),
    };
    if (alike) alike.push(made);
    else this.#parts.set(hash, [made]);
    return made;
  }

  with(part: Part, more: readonly Remainder[]): Part {
    if (more.length === 0) return part;
    const own = part.tests.map((test, at): Remainder => [test, part.languages[at] ?? this.#languages.none]);
    return this.part(
      part.universe,
      [...own, ...more].sort((a, b) => a[0] - b[0]),
    );
  }

  /** Sorts what is left of the tests: ours, the other part's, settled; tests that can no longer hold are dropped. */
  sorted(universe: Language, remainders: readonly Remainder[]): PartMove {
    const { none, all } = this.#languages;
    if (universe === none) return undefined;
    const own: Remainder[] = [];
    const moved: Remainder[] = [];
    const settled: number[] = [];
    for (const remainder of remainders) {
      const [test, language] = remainder;
      if (language === all) settled.push(test);
      else if (language !== none) (isFloating(language, all) === this.#floating ? own : moved).push(remainder);
    }
    return { part: this.part(universe, own), moved, settled };
  }

  moves(part: Part): readonly PartMove[] {
    part.moves ??= this.#movesOf(part);
    return part.moves;
  }

  #movesOf(part: Part): readonly PartMove[] {
    const universe = this.#derivatives.move(part.universe);
    const deviating = new Map<number, number[]>([...universe.deviations.keys()].map((column) => [column, []]));
    const others: Remainder[] = [];
    for (const [at, language] of part.languages.entries()) {
      const move = this.#derivatives.move(language);
      others.push([part.tests[at] ?? 0, move.other]);
      for (const column of move.deviations.keys()) {
        const list = deviating.get(column);
        if (list) list.push(at);
        else deviating.set(column, [at]);
      }
    }
    const alive = others.filter(([, language]) => language !== this.#languages.none);
    const moves = new Array<PartMove>(this.#derivatives.alphabet.columns).fill(this.sorted(universe.other, alive));
    for (const [column, changed] of deviating)
      moves[column] = this.sorted(
        universe.deviations.get(column) ?? universe.other,
        this.#deviated(part, alive, changed, column),
      );
    return moves;
  }

  #deviated(part: Part, alive: readonly Remainder[], changed: readonly number[], column: number): readonly Remainder[] {
    if (changed.length === 0) return alive;
    const next = new Map<number, Language>();
    for (const at of changed)
      next.set(part.tests[at] ?? 0, this.#derivatives.next(part.languages[at] ?? this.#languages.none, column));
    return [...alive.filter(([test]) => !next.has(test)), ...next].sort((a, b) => a[0] - b[0]);
  }
}
