import type { ClassSet } from './class-set.ts';

/** A set of classes of one variable: its number in the pool. Equal sets, equal numbers. */
export type Classes = number;
export const NO_CLASS: Classes = 0;
export const EVERY_CLASS: Classes = 1;

/** How many sets there is room for at first; it doubles. */
const ROOM = 16;

/**
 * The sets of classes of one variable, each once, in one array of words: the algebra makes them by the ten thousand, and
 * most of what it makes is there already or empty.
 */
export class ClassPool {
  readonly #words: number;
  #bits: Int32Array;
  #count = 0;
  /** The set that was made last with this hash, and before each set the one with the same hash; -1 for none. */
  readonly #latest = new Map<number, Classes>();
  readonly #before: Classes[] = [];

  /** `size`: how many classes the variable has. */
  constructor(size: number) {
    this.#words = (size + 31) >>> 5;
    this.#bits = new Int32Array(this.#words * ROOM);
    this.#kept();
    for (let index = 0; index < size; index++) this.#add(index);
    this.#kept();
  }

  of(set: ClassSet): Classes {
    for (let at = 0, to = this.#next(); at < this.#words; at++) this.#bits[to + at] = set[at] ?? 0;
    return this.#kept();
  }

  only(index: number): Classes {
    this.#bits.fill(0, this.#next(), this.#next() + this.#words);
    this.#add(index);
    return this.#kept();
  }

  meet(a: Classes, b: Classes): Classes {
    if (a === b || b === EVERY_CLASS) return a;
    if (a === EVERY_CLASS) return b;
    const bits = this.#bits;
    const [x, y, to] = [a * this.#words, b * this.#words, this.#next()];
    let some = 0;
    for (let at = 0; at < this.#words; at++) {
      const word = (bits[x + at] ?? 0) & (bits[y + at] ?? 0);
      bits[to + at] = word;
      some |= word;
    }
    return some === 0 ? NO_CLASS : this.#kept();
  }

  join(a: Classes, b: Classes): Classes {
    if (a === b || b === NO_CLASS) return a;
    if (a === NO_CLASS) return b;
    const bits = this.#bits;
    const [x, y, to] = [a * this.#words, b * this.#words, this.#next()];
    for (let at = 0; at < this.#words; at++) bits[to + at] = (bits[x + at] ?? 0) | (bits[y + at] ?? 0);
    return this.#kept();
  }

  minus(a: Classes, b: Classes): Classes {
    if (a === b) return NO_CLASS;
    if (b === NO_CLASS) return a;
    const bits = this.#bits;
    const [x, y, to] = [a * this.#words, b * this.#words, this.#next()];
    for (let at = 0; at < this.#words; at++) bits[to + at] = (bits[x + at] ?? 0) & ~(bits[y + at] ?? 0);
    return this.#kept();
  }

  has(a: Classes, index: number): boolean {
    if (index < 0 || index >>> 5 >= this.#words) return false;
    return (((this.#bits[a * this.#words + (index >>> 5)] ?? 0) >>> (index & 31)) & 1) === 1;
  }

  /** The lowest class; -1 where there is none. */
  first(a: Classes): number {
    for (let at = 0; at < this.#words; at++) {
      const bits = this.#bits[a * this.#words + at] ?? 0;
      if (bits !== 0) return at * 32 + 31 - Math.clz32(bits & -bits);
    }
    return -1;
  }

  /** Where the words of the next set go. */
  #next(): number {
    return this.#count * this.#words;
  }

  #add(index: number): void {
    const word = this.#next() + (index >>> 5);
    this.#bits[word] = (this.#bits[word] ?? 0) | (1 << (index & 31));
  }

  /** The number of the set whose words were put down at `next`: an old one, or its own from now on. */
  #kept(): Classes {
    const hash = this.#hash();
    const latest = this.#latest.get(hash) ?? -1;
    for (let known = latest; known >= 0; known = this.#before[known] ?? -1) if (this.#isNext(known)) return known;
    const made = this.#count++;
    this.#latest.set(hash, made);
    this.#before.push(latest);
    if (this.#next() + this.#words > this.#bits.length) this.#grow();
    return made;
  }

  #grow(): void {
    const bits = new Int32Array(this.#bits.length * 2);
    bits.set(this.#bits);
    this.#bits = bits;
  }

  #isNext(known: Classes): boolean {
    const [x, y] = [known * this.#words, this.#next()];
    for (let at = 0; at < this.#words; at++) if (this.#bits[x + at] !== this.#bits[y + at]) return false;
    return true;
  }

  /** A number that equal sets share and different ones seldom do (FNV-1a over the words). */
  #hash(): number {
    let hash = 0x811c9dc5;
    for (let at = 0, from = this.#next(); at < this.#words; at++) {
      hash = Math.imul(hash ^ (this.#bits[from + at] ?? 0), 0x01000193);
      hash ^= hash >>> 15;
    }
    return hash;
  }
}
