import { type Derivatives, type Language, type Languages, targetOf } from '../language/index.ts';
import { Draft, NOTHING_LEFT, type Remainders } from './remainders.ts';
import type { TestLists } from './test-lists.ts';

/** Some tests on their way through a text, with the universe that the text must stay in. */
export interface Part extends Remainders {
  readonly id: number;
  readonly universe: Language;
  /** The list of those that hold if the text ends here. */
  readonly accepted: number;
  /** By column of the alphabet; computed when first asked for. */
  moves?: readonly PartMove[];
}

/** Where one byte leads: the part, what now belongs to the other part, and the tests that hold whatever follows. */
export type PartMove =
  | { readonly part: Part; readonly moved: Remainders; readonly settled: readonly number[] }
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

/** The parts of one kind, interned, with their moves: so that a step of the search costs a few look-ups. */
export class Parts {
  /** By a hash of what they are made of. */
  readonly #parts = new Map<number, Part[]>();
  #made = 0;
  readonly #languages: Languages;
  readonly #derivatives: Derivatives;
  readonly #lists: TestLists;
  readonly #floating: boolean;
  // What is put together, one at a time.
  readonly #whole = new Draft();
  readonly #own = new Draft();
  readonly #moved = new Draft();
  readonly #alive = new Draft();
  /** By column. */
  readonly #changed: Draft[];

  constructor(languages: Languages, derivatives: Derivatives, lists: TestLists, floating: boolean) {
    this.#languages = languages;
    this.#derivatives = derivatives;
    this.#lists = lists;
    this.#floating = floating;
    this.#changed = Array.from({ length: derivatives.alphabet.columns }, () => new Draft());
  }

  part(universe: Language, remainders: Remainders): Part {
    return this.#part(universe, this.#whole.merge(remainders, NOTHING_LEFT));
  }

  with(part: Part, more: Remainders): Part {
    return more.count === 0 ? part : this.#part(part.universe, this.#whole.merge(part, more));
  }

  #part(universe: Language, remainders: Draft): Part {
    const hash = remainders.hash(universe.id);
    const alike = this.#parts.get(hash);
    const known = alike?.find((one) => one.universe === universe && remainders.equals(one));
    if (known) return known;
    const { count, tests, languages } = remainders.kept();
    const accepted = this.#lists.idOf(tests.filter((_test, at) => languages[at]?.nullable));
    const made: Part = { id: this.#made++, universe, count, tests, languages, accepted };
    if (alike) alike.push(made);
    else this.#parts.set(hash, [made]);
    return made;
  }

  /** Sorts what is left of the tests: ours, the other part's, settled; tests that can no longer hold are dropped. */
  sorted(universe: Language, { count, tests, languages }: Remainders): PartMove {
    const { none, all } = this.#languages;
    if (universe === none) return undefined;
    const own = this.#own.empty();
    const moved = this.#moved.empty();
    const settled: number[] = [];
    for (let at = 0; at < count; at++) {
      const test = tests[at] ?? 0;
      const language = languages[at] ?? none;
      if (language === all) settled.push(test);
      else if (language !== none) (isFloating(language, all) === this.#floating ? own : moved).add(test, language);
    }
    return { part: this.#part(universe, own), moved: moved.kept(), settled };
  }

  moves(part: Part): readonly PartMove[] {
    part.moves ??= this.#movesOf(part);
    return part.moves;
  }

  #movesOf(part: Part): readonly PartMove[] {
    const universe = this.#derivatives.move(part.universe);
    const deviating = this.#derive(part, new Set(universe.columns));
    const ordinary = this.sorted(universe.other, this.#alive);
    const moves = new Array<PartMove>(this.#changed.length).fill(ordinary);
    for (const column of deviating) {
      const changed = this.#changed[column] ?? NOTHING_LEFT;
      moves[column] = this.sorted(targetOf(universe, column), this.#whole.merge(changed, this.#alive));
    }
    return moves;
  }

  /** What most bytes leave of the tests goes to `alive`, what the others leave to `changed`; the columns of those are added. */
  #derive({ count, tests, languages }: Part, deviating: Set<number>): ReadonlySet<number> {
    const { none } = this.#languages;
    this.#alive.empty();
    for (const draft of this.#changed) draft.empty();
    for (let at = 0; at < count; at++) {
      const test = tests[at] ?? 0;
      const { other, columns, to } = this.#derivatives.move(languages[at] ?? none);
      if (other !== none) this.#alive.add(test, other);
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index] ?? 0;
        this.#changed[column]?.add(test, to[index]);
        deviating.add(column);
      }
    }
    return deviating;
  }
}
