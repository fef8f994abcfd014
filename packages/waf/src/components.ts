import type { Component, Inspection } from './inspection.ts';

/** Fetches a component of the request under evaluation; the second time from memory. */
export type Fetch = (inspection: Inspection) => Component;

/** The components that a web ACL looks at, each under one number, so that none is fetched or transformed twice. */
export class Components {
  readonly #byKey = new Map<string, Fetch>();
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
}
