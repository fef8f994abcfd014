import { type Alphabet, alphabetOf } from './alphabet.ts';
import { derivedBefore, spell } from './derivative.ts';
import type { Language } from './language.ts';
import type { Languages } from './languages.ts';

/** What is left after one byte: `other` for most columns of the alphabet; `to` says what for those that deviate, ascending. */
export interface Move {
  readonly other: Language;
  readonly columns: readonly number[];
  readonly to: readonly Language[];
}

const NO_COLUMNS: readonly number[] = [];
const NO_LANGUAGES: readonly Language[] = [];

/** Where a column leads. Few columns deviate, mostly one or two. */
export function targetOf({ other, columns, to }: Move, column: number): Language {
  for (let at = 0; at < columns.length; at++) if (columns[at] === column) return to[at] ?? other;
  return other;
}

/** Derivatives of some languages, by column of their alphabet, each computed once. */
export class Derivatives {
  readonly alphabet: Alphabet;
  readonly #languages: Languages;
  /** By the number of the language. */
  readonly #moves: (Move | undefined)[];

  constructor(languages: Languages, roots: readonly Language[]) {
    this.#languages = languages;
    this.#moves = new Array<Move | undefined>(languages.size);
    this.alphabet = alphabetOf(roots);
  }

  move(language: Language): Move {
    const known = this.#moves[language.id];
    if (known) return known;
    const made = this.#compute(language);
    this.#moves[language.id] = made;
    return made;
  }

  next(language: Language, column: number): Language {
    return targetOf(this.move(language), column);
  }

  accepts(language: Language, text: string): boolean {
    return spell(language, text, this.#derive).nullable;
  }

  readonly #derive = (language: Language, byte: number): Language =>
    this.next(language, this.alphabet.columnOf[byte & 0xff] ?? 0);

  #compute(language: Language): Move {
    const languages = this.#languages;
    switch (language.kind) {
      case 'none':
      case 'empty':
        return { other: languages.none, columns: NO_COLUMNS, to: NO_LANGUAGES };
      case 'bytes':
        return this.#byColumn((byte) => (language.set.has[byte] === 1 ? languages.empty : languages.none));
      case 'then':
        return this.#computeThen(language.first, language.rest);
      case 'either':
        return combined(
          language.of.map((part) => this.move(part)),
          (parts) => languages.either(parts),
        );
      case 'both':
        return combined(
          language.of.map((part) => this.move(part)),
          (parts) => languages.both(parts),
        );
      case 'not':
        return mapped(this.move(language.of), (part) => languages.not(part));
      case 'repeat':
        return mapped(this.move(language.of), (part) => languages.then(part, language));
      case 'before':
        return this.#byColumn((byte) => derivedBefore(languages, language, byte, this.#derive));
    }
  }

  #computeThen(first: Language, rest: Language): Move {
    const languages = this.#languages;
    const continued = mapped(this.move(first), (part) => languages.then(part, rest));
    if (!first.nullable) return continued;
    return combined([continued, this.move(rest)], (parts) => languages.either(parts));
  }

  #byColumn(target: (byte: number) => Language): Move {
    const [other, ...to] = this.alphabet.byteOf.map(target);
    const columns = to.map((_next, at) => at + 1);
    return mapped({ other: other ?? this.#languages.none, columns, to }, (next) => next);
  }
}

/** What every target becomes. Mostly no two become one, and then the columns stay as they are. */
function mapped(move: Move, make: (part: Language) => Language): Move {
  const other = make(move.other);
  const to = move.to.map(make);
  if (!to.includes(other)) return { other, columns: move.columns, to };
  return {
    other,
    columns: move.columns.filter((_column, at) => to[at] !== other),
    to: to.filter((next) => next !== other),
  };
}

function combined(moves: readonly Move[], make: (parts: readonly Language[]) => Language): Move {
  const columns = deviatingColumns(moves);
  const to = columns.map((column) => make(moves.map((move) => targetOf(move, column))));
  return mapped({ other: make(moves.map((move) => move.other)), columns, to }, (next) => next);
}

const deviatingColumns = (moves: readonly Move[]): readonly number[] =>
  [...new Set(moves.flatMap(({ columns }) => columns))].sort((a, b) => a - b);
