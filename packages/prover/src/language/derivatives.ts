import { type Alphabet, alphabetOf } from './alphabet.ts';
import { derivedBefore, spell } from './derivative.ts';
import type { Before, Language } from './language.ts';
import type { Languages } from './languages.ts';
import type { Transducer } from './transducer.ts';

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

/** The bytes that a transducer in some state writes as they are: all but the columns `others`. */
interface Echo {
  /** What it writes before them. */
  readonly held: string;
  readonly next: number;
  readonly others: readonly number[];
}

/** undefined where it writes something else for the most ordinary byte. */
function echoOf(by: Transducer, state: number, { byteOf }: Alphabet): Echo | undefined {
  const steps = byteOf.map((byte) => {
    const [next, written] = by.step(state, byte);
    return written.endsWith(String.fromCharCode(byte)) ? { next, held: written.slice(0, -1) } : undefined;
  });
  const [ordinary] = steps;
  if (!ordinary) return undefined;
  const isOther = (step: typeof ordinary | undefined): boolean =>
    step?.next !== ordinary.next || step.held !== ordinary.held;
  return { ...ordinary, others: steps.flatMap((step, column) => (isOther(step) ? [column] : [])) };
}

/** Derivatives of some languages, by column of their alphabet, each computed once. */
export class Derivatives {
  readonly alphabet: Alphabet;
  readonly #languages: Languages;
  /** By the number of the language. */
  readonly #moves: (Move | undefined)[];
  /** By transducer and state. */
  readonly #echoes = new Map<Transducer, { readonly echo: Echo | undefined }[]>();

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
        return this.#computeBefore(language);
    }
  }

  #computeThen(first: Language, rest: Language): Move {
    const languages = this.#languages;
    const continued = mapped(this.move(first), (part) => languages.then(part, rest));
    if (!first.nullable) return continued;
    return combined([continued, this.move(rest)], (parts) => languages.either(parts));
  }

  /** Most bytes are written as they are read, behind what was held back: for them one step of the rest serves for all. */
  #computeBefore(language: Before): Move {
    const languages = this.#languages;
    const { by, state, of } = language;
    const echo = this.#echo(by, state);
    const target = (byte: number): Language => derivedBefore(languages, language, byte, this.#derive);
    if (!echo) return this.#byColumn(target);
    const rest = this.move(spell(of, echo.held, this.#derive));
    const echoed = mapped(rest, (part) => languages.beforeState(by, echo.next, part, this.#derive));
    return echo.others.reduce((move, column) => {
      const to = target(this.alphabet.byteOf[column] ?? 0);
      return withTarget(move, column, to);
    }, echoed);
  }

  #echo(by: Transducer, state: number): Echo | undefined {
    const known = this.#echoes.get(by) ?? [];
    this.#echoes.set(by, known);
    known[state] ??= { echo: echoOf(by, state, this.alphabet) };
    return known[state]?.echo;
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

/** A move with another target for a column that is not the most ordinary one. */
function withTarget({ other, columns, to }: Move, column: number, target: Language): Move {
  const before = columns.filter((one) => one < column).length;
  const after = columns[before] === column ? before + 1 : before;
  const own = target === other ? [] : [column];
  return {
    other,
    columns: [...columns.slice(0, before), ...own, ...columns.slice(after)],
    to: [...to.slice(0, before), ...own.map(() => target), ...to.slice(after)],
  };
}
