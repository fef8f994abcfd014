import type { Automaton } from './automaton.ts';
import { type Before, boundaryHolds, kindOf } from './boundary.ts';
import { type Jump, type ParallelLayout, parallelLayout, type SparseBits } from './parallel-layout.ts';
import { type Symbols, symbolsOf } from './symbols.ts';

/** What a byte may cost, in operations on words: 64 KB take some milliseconds then. */
const MOST_OPERATIONS = 250;

/**
 * Runs an automaton with a bit for each of its nodes: all ways at once, 32 of them in one operation, and no state is ever made.
 * What a byte costs is known beforehand, whatever the text. https://doi.org/10.1145/135239.135244 describes the idea.
 */
export class ParallelAutomaton {
  readonly #layout: ParallelLayout;
  readonly #symbols: Symbols;
  #state: Int32Array;
  #next: Int32Array;
  readonly #taken: Int32Array;

  private constructor(layout: ParallelLayout, symbols: Symbols) {
    this.#layout = layout;
    this.#symbols = symbols;
    this.#state = new Int32Array(layout.words);
    this.#next = new Int32Array(layout.words);
    this.#taken = new Int32Array(layout.words);
  }

  /** Undefined where a byte would cost too much. */
  static of(automaton: Automaton): ParallelAutomaton | undefined {
    const symbols = symbolsOf(automaton.nodes);
    const layout = parallelLayout(automaton, symbols);
    return layout && operations(layout) <= MOST_OPERATIONS ? new ParallelAutomaton(layout, symbols) : undefined;
  }

  /** As LazyDfa has it, but never without an answer. */
  testBetween(text: string, from: number, to: number): boolean {
    const { first } = this.#layout;
    const { ofByte, lastNewline, end } = this.#symbols;
    const last = text.length - 1;
    this.#state.set(first);
    let before: Before = from === 0 ? 'start' : kindOf(text.charCodeAt(from - 1) & 0xff);
    if (this.#isMatched(this.#state)) return true;
    for (let at = from; at < to; at++) {
      const byte = text.charCodeAt(at) & 0xff;
      const symbol = byte === 0x0a && at === last ? lastNewline : (ofByte[byte] ?? 0);
      if (this.#passBoundaries(before, symbol)) return true;
      this.#step(symbol);
      if (this.#isMatched(this.#state)) return true;
      before = kindOf(byte);
    }
    return to > last && this.#passBoundaries(before, end);
  }

  #isMatched(bits: Int32Array): boolean {
    const { match } = this.#layout;
    return (((bits[match >>> 5] ?? 0) >>> (match & 31)) & 1) === 1;
  }

  #step(symbol: number): void {
    const { words, takes, shifts, first, jumps } = this.#layout;
    const [state, next, taken] = [this.#state, this.#next, this.#taken];
    let carry = 0;
    for (let word = 0, row = symbol * words; word < words; word++, row++) {
      const took = (state[word] ?? 0) & (takes[row] ?? 0);
      const moving = took & (shifts[word] ?? 0);
      taken[word] = took;
      next[word] = (first[word] ?? 0) | (moving << 1) | carry;
      carry = moving >>> 31;
    }
    for (const jump of jumps) leap(jump, taken, next);
    this.#state = next;
    this.#next = state;
  }

  /** Goes on from the boundaries that are between what stands before and the next symbol; whether that is a match. */
  #passBoundaries(before: Before, symbol: number): boolean {
    const { boundaries, jumps, words, shifts } = this.#layout;
    if (boundaries.length === 0) return false;
    const state = this.#state;
    const taken = this.#taken;
    for (let isNew = true; isNew; ) {
      isNew = false;
      taken.fill(0);
      for (const { at, of } of boundaries)
        if (boundaryHolds(at, before, symbol, this.#symbols)) copyBits(of, state, taken);
      for (let word = 0, carry = 0; word < words; word++) {
        const moving = (taken[word] ?? 0) & (shifts[word] ?? 0);
        const reached = (state[word] ?? 0) | (moving << 1) | carry;
        carry = moving >>> 31;
        if (reached !== state[word]) isNew = true;
        state[word] = reached;
      }
      for (const jump of jumps) if (leap(jump, taken, state)) isNew = true;
    }
    return this.#isMatched(state);
  }
}

const operations = ({ words, jumps, boundaries }: ParallelLayout): number =>
  jumps.reduce((sum, { sources, targets }) => sum + 2 + sources.places.length + targets.places.length, 1.5 * words) *
  (boundaries.length > 0 ? 2 : 1);

/** Sets the targets of a jump where one of its sources was taken; whether that changed anything. */
function leap({ sources, targets }: Jump, taken: Int32Array, into: Int32Array): boolean {
  let hits = 0;
  for (let at = 0; at < sources.places.length; at++)
    hits |= (taken[sources.places[at] ?? 0] ?? 0) & (sources.bits[at] ?? 0);
  if (hits === 0) return false;
  let isNew = false;
  for (let at = 0; at < targets.places.length; at++) {
    const place = targets.places[at] ?? 0;
    const before = into[place] ?? 0;
    into[place] = before | (targets.bits[at] ?? 0);
    if (into[place] !== before) isNew = true;
  }
  return isNew;
}

function copyBits({ places, bits }: SparseBits, from: Int32Array, to: Int32Array): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0;
    to[place] = (to[place] ?? 0) | ((from[place] ?? 0) & (bits[at] ?? 0));
  }
}
