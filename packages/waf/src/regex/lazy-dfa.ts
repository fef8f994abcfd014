import type { Automaton, AutomatonNode } from './automaton.ts';
import { type Before, boundaryHolds, kindOf } from './boundary.ts';
import { membership, type Symbols, symbolsOf } from './symbols.ts';

/** A set of nodes that the automaton may be in, before the next byte is known. */
interface State {
  readonly before: Before;
  /** Sets, and boundaries that wait for the next byte. */
  readonly nodes: readonly number[];
  /** By symbol; filled when it is first needed. */
  readonly next: (State | undefined)[];
}

const sentinel = (): State => ({ before: 'other', nodes: [], next: [] });
const MATCHED = sentinel();
const FAILED = sentinel();

/**
 * Nodes that may be put into new states for one text; a text that needs more is one for another engine. Texts as they come need
 * few states, most of them known from earlier ones.
 */
const MOST_NEW_NODES = 8_000;

/** Beyond so many states they are forgotten and made anew: memory stays bounded, and so does the time for each byte. */
const MOST_STATES = 1000;

/**
 * Runs an automaton as a deterministic one whose states are made when a text first leads to them: time linear in the text
 * whatever the pattern. https://swtch.com/~rsc/regexp/regexp1.html
 */
export class LazyDfa {
  readonly #nodes: readonly AutomatonNode[];
  readonly #start: number;
  readonly #symbols: Symbols;
  readonly #asksBoundaries: boolean;
  readonly #members: readonly (readonly boolean[] | undefined)[];
  /** When a node was last seen, by the number of the walk. */
  readonly #seen: Uint32Array;
  #walk = 0;
  #newNodes = 0;
  readonly #states = new Map<string, State>();
  /** Where a text begins, by what stands before it. */
  readonly #initial = new Map<Before, State>();

  constructor({ nodes, start }: Automaton) {
    this.#nodes = nodes;
    this.#start = start;
    this.#symbols = symbolsOf(nodes);
    this.#asksBoundaries = nodes.some(({ is }) => is === 'boundary');
    const known = new Map<string, readonly boolean[]>();
    this.#members = nodes.map((node) => {
      if (node.is !== 'set') return undefined;
      const key = JSON.stringify(node.of);
      const members = known.get(key) ?? membership(node.of, this.#symbols);
      known.set(key, members);
      return members;
    });
    this.#seen = new Uint32Array(nodes.length);
  }

  /**
   * Whether it contains one between two places. What stands before the first is known; a boundary right at the last is decided by the byte
   * after it, so that whoever asks for one asks for that byte too. Undefined where the text needs too many states.
   */
  testBetween(text: string, from: number, to: number): boolean | undefined {
    this.#newNodes = 0;
    const { ofByte, lastNewline, end } = this.#symbols;
    const last = text.length - 1;
    let state = this.#begin(from === 0 || !this.#asksBoundaries ? 'start' : kindOf(text.charCodeAt(from - 1) & 0xff));
    for (let at = from; at < to; at++) {
      if (state === MATCHED) return true;
      if (this.#newNodes > MOST_NEW_NODES) return undefined;
      const byte = text.charCodeAt(at) & 0xff;
      const symbol = byte === 0x0a && at === last ? lastNewline : (ofByte[byte] ?? 0);
      state = state.next[symbol] ?? this.#step(state, symbol);
    }
    if (state === MATCHED || to <= last) return state === MATCHED;
    return (state.next[end] ?? this.#step(state, end)) === MATCHED;
  }

  #begin(before: Before): State {
    const known = this.#initial.get(before);
    if (known) return known;
    this.#walk++;
    const nodes: number[] = [];
    const state = this.#enter(this.#start, nodes) ? MATCHED : this.#state(before, nodes);
    this.#initial.set(before, state);
    return state;
  }

  /** Follows splits from a node on and collects where they lead; whether that is a match. */
  #enter(from: number, into: number[]): boolean {
    const waiting = [from];
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      if (this.#seen[number] === this.#walk) continue;
      this.#seen[number] = this.#walk;
      const node = this.#nodes[number];
      if (node?.is === 'match') return true;
      if (node?.is === 'split') waiting.push(...node.next);
      else into.push(number);
    }
    return false;
  }

  #step(state: State, symbol: number): State {
    const reached = this.#reached(state, symbol);
    const next = reached === undefined ? MATCHED : this.#after(reached, symbol);
    state.next[symbol] = next;
    return next;
  }

  /** The sets of the state once the next symbol has decided its boundaries; undefined where that is a match. */
  #reached({ nodes, before }: State, symbol: number): readonly number[] | undefined {
    if (!this.#asksBoundaries) return nodes;
    this.#walk++;
    const all = [...nodes];
    for (const number of nodes) this.#seen[number] = this.#walk;
    for (let at = 0; at < all.length; at++) {
      const node = this.#nodes[all[at] ?? 0];
      if (node?.is !== 'boundary' || !boundaryHolds(node.at, before, symbol, this.#symbols)) continue;
      if (this.#enter(node.next, all)) return undefined;
    }
    return all;
  }

  #after(reached: readonly number[], symbol: number): State {
    const { end, byteOf } = this.#symbols;
    if (symbol === end) return FAILED;
    this.#walk++;
    const nodes: number[] = [];
    for (const number of reached) {
      const node = this.#nodes[number];
      if (node?.is === 'set' && this.#members[number]?.[symbol] && this.#enter(node.next, nodes)) return MATCHED;
    }
    // A match may begin at every place.
    if (this.#enter(this.#start, nodes)) return MATCHED;
    return this.#state(this.#asksBoundaries ? kindOf(byteOf[symbol] ?? -1) : 'start', nodes);
  }

  #state(before: Before, nodes: number[]): State {
    this.#newNodes += nodes.length;
    nodes.sort((a, b) => a - b);
    const key = `${before} ${nodes.join(' ')}`;
    const known = this.#states.get(key);
    if (known) return known;
    if (this.#states.size >= MOST_STATES) {
      this.#states.clear();
      this.#initial.clear();
    }
    const state = { before, nodes, next: new Array<State | undefined>(this.#symbols.end + 1).fill(undefined) };
    this.#states.set(key, state);
    return state;
  }
}
