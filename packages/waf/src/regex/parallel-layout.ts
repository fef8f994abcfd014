import type { Automaton } from './automaton.ts';
import type { Boundary } from './pattern.ts';
import { membership, type Symbols } from './symbols.ts';

/** Bits, as words of 32 that hold one at least. */
export interface SparseBits {
  readonly places: readonly number[];
  readonly bits: readonly number[];
}

/** Bits that lead to the same others. */
export interface Jump {
  readonly sources: SparseBits;
  readonly targets: SparseBits;
}

/** An automaton as bits: one for each node that waits for a byte or a boundary, and the last for a match. */
export interface ParallelLayout {
  readonly words: number;
  /** Symbol × words: the bits that take it. */
  readonly takes: Int32Array;
  /** Bits that lead to the one after them. */
  readonly shifts: Int32Array;
  /** Where else bits lead. */
  readonly jumps: readonly Jump[];
  /** Where a match may begin. */
  readonly first: Int32Array;
  readonly boundaries: readonly { readonly at: Boundary; readonly of: SparseBits }[];
  readonly match: number;
}

/** Places that follow others, all in all: beyond so many it would take long to lay them out. */
const MOST_FOLLOWERS = 100_000;

/** Lays out an automaton; undefined where its nodes follow one another in too many ways. */
export function parallelLayout({ nodes, start }: Automaton, symbols: Symbols): ParallelLayout | undefined {
  // Nodes are made from a pattern's end to its beginning: turned round, most are followed by the next.
  const waiting = [...nodes.keys()].filter((number) => nodes[number]?.is === 'set' || nodes[number]?.is === 'boundary');
  const numbers = waiting.reverse();
  const bitOf = new Map(numbers.map((number, bit) => [number, bit]));
  const match = numbers.length;
  const reached = closures(nodes, bitOf, match);
  const followers: (readonly number[])[] = [];
  let sum = 0;
  for (const number of numbers) {
    const node = nodes[number];
    const after = node && 'next' in node && typeof node.next === 'number' ? reached(node.next) : [];
    sum += after.length;
    if (sum > MOST_FOLLOWERS) return undefined;
    followers.push(after);
  }
  const words = (match + 32) >>> 5;
  return {
    words,
    takes: taking({ nodes, start }, numbers, symbols, words),
    shifts: denseBits(
      followers.flatMap((after, bit) => (after.includes(bit + 1) ? [bit] : [])),
      words,
    ),
    jumps: jumpsOf(followers),
    first: denseBits(reached(start), words),
    boundaries: boundariesOf(nodes, numbers),
    match,
  };
}

/** Gives the bits that a node leads to without a byte or a boundary between. */
function closures(
  nodes: Automaton['nodes'],
  bitOf: ReadonlyMap<number, number>,
  match: number,
): (from: number) => readonly number[] {
  return (from) => {
    const seen = new Set([from]);
    const bits: number[] = [];
    for (const number of seen) {
      const node = nodes[number];
      if (node?.is === 'split') for (const next of node.next) seen.add(next);
      else bits.push(bitOf.get(number) ?? match);
    }
    return bits.sort((a, b) => a - b);
  };
}

function taking({ nodes }: Automaton, numbers: readonly number[], symbols: Symbols, words: number): Int32Array {
  const takes = new Int32Array((symbols.end + 1) * words);
  for (const [bit, number] of numbers.entries()) {
    const node = nodes[number];
    if (node?.is !== 'set') continue;
    for (const [symbol, isIn] of membership(node.of, symbols).entries())
      if (isIn) setBit(takes.subarray(symbol * words, (symbol + 1) * words), bit);
  }
  return takes;
}

function jumpsOf(followers: readonly (readonly number[])[]): readonly Jump[] {
  const groups = new Map<string, { targets: readonly number[]; sources: number[] }>();
  for (const [bit, after] of followers.entries()) {
    const targets = after.filter((target) => target !== bit + 1);
    if (targets.length === 0) continue;
    const key = targets.join(' ');
    const group = groups.get(key) ?? { targets, sources: [] };
    group.sources.push(bit);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ sources, targets }) => ({
    sources: sparseBits(sources),
    targets: sparseBits(targets),
  }));
}

function boundariesOf(nodes: Automaton['nodes'], numbers: readonly number[]): ParallelLayout['boundaries'] {
  const asking = new Map<Boundary, number[]>();
  for (const [bit, number] of numbers.entries()) {
    const node = nodes[number];
    if (node?.is === 'boundary') asking.set(node.at, [...(asking.get(node.at) ?? []), bit]);
  }
  return [...asking].map(([at, bits]) => ({ at, of: sparseBits(bits) }));
}

function setBit(words: Int32Array, bit: number): void {
  words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
}

function denseBits(bits: readonly number[], words: number): Int32Array {
  const dense = new Int32Array(words);
  for (const bit of bits) setBit(dense, bit);
  return dense;
}

function sparseBits(bits: readonly number[]): SparseBits {
  const words = new Map<number, number>();
  for (const bit of bits) words.set(bit >>> 5, (words.get(bit >>> 5) ?? 0) | (1 << (bit & 31)));
  return { places: [...words.keys()], bits: [...words.values()] };
}
