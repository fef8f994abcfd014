import type { Language } from '../language/index.ts';

/** What is left of some tests: the numbers of the first `count`, ascending, and a language for each. */
export interface Remainders {
  readonly count: number;
  readonly tests: readonly number[];
  readonly languages: readonly Language[];
}

export const NOTHING_LEFT: Remainders = { count: 0, tests: [], languages: [] };

/** Remainders while they are put together. It is used again and again, since a search makes far more than it keeps. */
export class Draft implements Remainders {
  count = 0;
  readonly tests: number[] = [];
  readonly languages: Language[] = [];

  add(test: number, language: Language | undefined): void {
    if (!language) return;
    this.tests[this.count] = test;
    this.languages[this.count] = language;
    this.count++;
  }

  empty(): this {
    this.count = 0;
    return this;
  }

  /** Both lists in one. A test that is in both is in `a` for good. */
  merge(a: Remainders, b: Remainders): this {
    this.count = 0;
    let left = 0;
    for (let at = 0; at < b.count; at++) {
      const test = b.tests[at] ?? 0;
      for (; left < a.count && (a.tests[left] ?? 0) < test; left++) this.add(a.tests[left] ?? 0, a.languages[left]);
      if (left >= a.count || a.tests[left] !== test) this.add(test, b.languages[at]);
    }
    for (; left < a.count; left++) this.add(a.tests[left] ?? 0, a.languages[left]);
    return this;
  }

  /** A copy to keep. */
  kept(): Remainders {
    if (this.count === 0) return NOTHING_LEFT;
    const { count } = this;
    return { count, tests: this.tests.slice(0, count), languages: this.languages.slice(0, count) };
  }

  /** A number that equal remainders share and different ones seldom do (FNV-1a). */
  hash(seed: number): number {
    let hash = Math.imul(0x811c9dc5 ^ seed, 0x01000193);
    for (let at = 0; at < this.count; at++) {
      hash = Math.imul(hash ^ (this.tests[at] ?? 0), 0x01000193);
      hash = Math.imul(hash ^ (this.languages[at]?.id ?? 0), 0x01000193);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  equals({ count, tests, languages }: Remainders): boolean {
    if (count !== this.count) return false;
    for (let at = 0; at < this.count; at++)
      if (tests[at] !== this.tests[at] || languages[at] !== this.languages[at]) return false;
    return true;
  }
}
