import { type Automaton, buildAutomaton } from './aho-corasick.ts';
import { addNumber, emptyNumbers, type NumbersFound } from './numbers-found.ts';

/** A few texts are found sooner one by one. */
const FEW = 4;

/** In texts as long as this, both halves are read at once. */
const LONG = 512;

/** Finds which of many texts occur in byte strings, in one pass over each. */
export class LiteralSet {
  readonly #folds: boolean;
  readonly #literals: string[] = [];
  readonly #numbers = new Map<string, number>();
  #automaton: Automaton | undefined;
  #longest = 0;
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
    this.#longest = Math.max(this.#longest, literal.length);
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

  #scan(automaton: Automaton, text: string, before: NumbersFound | undefined): NumbersFound | undefined {
    if (text.length >= LONG) return this.#scanHalves(automaton, text, before);
    const { classes, next } = automaton;
    let found = before;
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      state = next[state + (classes[text.charCodeAt(at) & 0xff] ?? 0)] ?? 0;
      if (state >= 0) continue;
      state = ~state;
      found = this.#ended(automaton, state, found);
    }
    return found;
  }

  /**
   * The two halves of a long text at once: while the next state in one is on its way from memory, the other goes on. They overlap, so that
   * every place of a text that is looked for lies in one of them.
   */
  #scanHalves(automaton: Automaton, text: string, before: NumbersFound | undefined): NumbersFound | undefined {
    const { classes, next } = automaton;
    const length = Math.min(text.length, (text.length + this.#longest) >> 1);
    const second = text.length - length;
    let found = before;
    let state = 0;
    let other = 0;
    for (let at = 0; at < length; at++) {
      state = next[state + (classes[text.charCodeAt(at) & 0xff] ?? 0)] ?? 0;
      other = next[other + (classes[text.charCodeAt(second + at) & 0xff] ?? 0)] ?? 0;
      if ((state | other) >= 0) continue;
      if (state < 0) {
        state = ~state;
        found = this.#ended(automaton, state, found);
      }
      if (other >= 0) continue;
      other = ~other;
      found = this.#ended(automaton, other, found);
    }
    return found;
  }

  /** With what ends in a state, unless the pass has met it before. */
  #ended({ classCount, endings }: Automaton, state: number, found: NumbersFound | undefined): NumbersFound | undefined {
    const place = state / classCount;
    if (this.#met[place] === this.#pass) return found;
    this.#met[place] = this.#pass;
    const numbers = found ?? emptyNumbers(this.#literals.length);
    for (const number of endings[place] ?? []) addNumber(numbers, number);
    return numbers;
  }
}
