import type { Component } from './component.ts';
import type { Inspection } from './inspection.ts';
import { LiteralSet } from './literals/literal-set.ts';
import { Needles } from './literals/needles.ts';

/** Fetches a component of the request under evaluation; the second time from memory. */
export type Fetch = (inspection: Inspection) => Component;

/** Finds texts in components, under the number by which these remember what it found. */
export interface Numbered<Finder> {
  readonly number: number;
  readonly finder: Finder;
}

/** What all web ACLs share finds under the first number. */
export const SHARED_FINDER = 0;

/** The components that a web ACL looks at, each under one number, so that none is fetched or transformed twice. */
export class Components {
  readonly #byKey = new Map<string, Fetch>();
  readonly #needles = new Map<string, Numbered<Needles>>();
  readonly #telltales = new Map<string, Numbered<LiteralSet>>();
  /** Whether some rule looks at bodies. */
  inspectsBody = false;

  get size(): number {
    return this.#byKey.size;
  }

  /** The fetch of that key; equal keys must fetch the same. */
  share(key: string, compute: Fetch): Fetch {
    const known = this.#byKey.get(key);
    if (known) return known;
    const number = this.#byKey.size;
    const fetch: Fetch = (inspection) => {
      const before = inspection.memory[number];
      if (before) return before;
      const found = compute(inspection);
      inspection.memory[number] = found;
      return found;
    };
    this.#byKey.set(key, fetch);
    return fetch;
  }

  /** The texts that statements look for in a field, after whatever transformations. */
  needles(fieldKey: string): Numbered<Needles> {
    return this.#finder(this.#needles, fieldKey, () => new Needles());
  }

  /** Texts without which no regular expression of a field can match, in small letters. */
  telltales(fieldKey: string): Numbered<LiteralSet> {
    return this.#finder(this.#telltales, fieldKey, () => new LiteralSet(true));
  }

  #finder<Finder>(among: Map<string, Numbered<Finder>>, key: string, make: () => Finder): Numbered<Finder> {
    const number = SHARED_FINDER + 1 + this.#needles.size + this.#telltales.size;
    const known = among.get(key) ?? { number, finder: make() };
    among.set(key, known);
    return known;
  }
}
