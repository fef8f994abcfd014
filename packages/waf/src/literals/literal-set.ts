import { type Automaton, buildAutomaton } from './aho-corasick.ts';
import { addNumber, emptyNumbers, type NumbersFound } from './numbers-found.ts';

/** A few texts are found sooner one by one. */
const FEW = 4;

/** Finds which of many texts occur in byte strings, in one pass over each. */
export class LiteralSet {
  readonly #folds: boolean;
  readonly #literals: string[] = [];
  readonly #numbers = new Map<string, number>();
  #automaton: Automaton | undefined;
  /** Which states were met in the pass under way, by its number: what ends there is found already. */
  #met = new Uint32Array(0);
  #pass = 0;

  /** `folds`: the texts are in small letters, and the case of ASCII letters does not count. */
  constructor(folds: boolean) {
    this.#folds = folds;
  }

  get size(): number {
    return this.#literals.length;
  }

  /** The number under which `find` reports this text, which must not be empty. */
  add(literal: string): number {
    const known = this.#numbers.get(literal);
    if (known !== undefined) return known;
    const number = this.#literals.push(literal) - 1;
    this.#numbers.set(literal, number);
    this.#automaton = undefined;
    return number;
  }

  /** The numbers of all texts that occur in some of these; undefined where none does. */
  find(texts: readonly string[]): NumbersFound | undefined {
    if (!this.#folds && this.#literals.length <= FEW) return this.#findFew(texts);
    this.#automaton ??= this.#built();
    this.#pass++;
    let found: NumbersFound | undefined;
    for (const text of texts) found = this.#scan(this.#automaton, text, found);
    return found;
  }

  /** Tells of every place where one of the texts ends: `end` is the place after its last byte. */
  eachPlace(text: string, call: (number: number, end: number) => void): void {
    this.#automaton ??= this.#built();
    const { classes, classCount, next, endings } = this.#automaton;
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      state = next[state + (classes[text.charCodeAt(at) & 0xff] ?? 0)] ?? 0;
      if (state >= 0) continue;
      state = ~state;
      for (const number of endings[state / classCount] ?? []) call(number, at + 1);
    }
  }

  #findFew(texts: readonly string[]): NumbersFound | undefined {
    let found: NumbersFound | undefined;
    for (let number = 0; number < this.#literals.length; number++) {
      const literal = this.#literals[number] ?? '';
      if (!texts.some((text) => text.includes(literal))) continue;
      found ??= emptyNumbers(this.#literals.length);
      addNumber(found, number);
    }
    return found;
  }

  #built(): Automaton {
    const automaton = buildAutomaton(this.#literals, this.#folds);
    this.#met = new Uint32Array(automaton.endings.length);
    this.#pass = 0;
    return automaton;
  }

  #scan(
    { classes, classCount, next, endings }: Automaton,
    text: string,
    before: NumbersFound | undefined,
  ): NumbersFound | undefined {
    let found = before;
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      state = next[state + (classes[text.charCodeAt(at) & 0xff] ?? 0)] ?? 0;
      if (state >= 0) continue;
      state = ~state;
      const place = state / classCount;
      if (this.#met[place] === this.#pass) continue;
      this.#met[place] = this.#pass;
      found ??= emptyNumbers(this.#literals.length);
      for (const number of endings[place] ?? []) addNumber(found, number);
    }
    return found;
  }
}
