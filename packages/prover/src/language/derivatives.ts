import { type Alphabet, alphabetOf } from './alphabet.ts';
import { derivedBefore, spell } from './derivative.ts';
import type { Language } from './language.ts';
import type { Languages } from './languages.ts';

/** What is left after one byte: `other` for most columns of the alphabet, `deviations` for the rest. */
export interface Move {
  readonly other: Language;
  readonly deviations: ReadonlyMap<number, Language>;
}

const NO_DEVIATIONS: ReadonlyMap<number, Language> = new Map();
const at = (move: Move, column: number): Language => move.deviations.get(column) ?? move.other;

/** Derivatives of some languages, by column of their alphabet, each computed once. */
export class Derivatives {
  readonly alphabet: Alphabet;
  readonly #languages: Languages;
  readonly #moves = new Map<Language, Move>();

  constructor(languages: Languages, roots: readonly Language[]) {
    this.#languages = languages;
    this.alphabet = alphabetOf(roots);
  }

  move(language: Language): Move {
    const known = this.#moves.get(language);
    if (known) return known;
    const made = this.#compute(language);
    this.#moves.set(language, made);
    return made;
  }

  next(language: Language, column: number): Language {
    return at(this.move(language), column);
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
        return { other: languages.none, deviations: NO_DEVIATIONS };
      case 'bytes':
        return this.#byColumn((byte) => (language.set.has[byte] === 1 ? languages.empty : languages.none));
      case 'then':
        return this.#computeThen(language.first, language.rest);
      case 'either':
        return combine(
          language.of.map((part) => this.move(part)),
          (parts) => languages.either(parts),
        );
      case 'both':
        return combine(
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
    return combine([continued, this.move(rest)], (parts) => languages.either(parts));
  }

  #byColumn(target: (byte: number) => Language): Move {
    const [first = 0, ...others] = this.alphabet.byteOf;
    const other = target(first);
    const deviations = new Map<number, Language>();
    for (const [index, byte] of others.entries()) {
      const to = target(byte);
      if (to !== other) deviations.set(index + 1, to);
    }
    return { other, deviations };
  }
}

const mapped = (move: Move, make: (part: Language) => Language): Move =>
  combine([move], ([part]) => (part ? make(part) : move.other));

function combine(moves: readonly Move[], make: (parts: readonly Language[]) => Language): Move {
  const other = make(moves.map((move) => move.other));
  const columns = new Set(moves.flatMap((move) => [...move.deviations.keys()]));
  if (columns.size === 0) return { other, deviations: NO_DEVIATIONS };
  const deviations = new Map<number, Language>();
  for (const column of columns) {
    const to = make(moves.map((move) => at(move, column)));
    if (to !== other) deviations.set(column, to);
  }
  return { other, deviations };
}
