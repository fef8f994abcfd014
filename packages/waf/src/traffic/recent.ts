/** What bounds a memory. */
export interface Bounds<Kept> {
  readonly keys: number;
  /** What all keys may weigh together; without a limit where nothing is said. */
  readonly weight?: { readonly most: number; readonly of: (kept: Kept) => number };
}

/** What is kept under keys. Beyond its bounds the key that was used least recently goes first. */
export class Recent<Kept> {
  readonly #kept = new Map<string, Kept>();
  readonly #bounds: Bounds<Kept>;
  #weight = 0;

  constructor(bounds: Bounds<Kept>) {
    this.#bounds = bounds;
  }

  get(key: string): Kept | undefined {
    return this.#kept.get(key);
  }

  /** What is kept under a key, made where there is nothing; it is now the one used last. */
  use(key: string, make: () => Kept): Kept {
    const kept = this.#kept.get(key) ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (this.#kept.size > this.#bounds.keys) this.#forgetOldest();
    return kept;
  }

  /** Notes by how much the one that was used last has grown. */
  grew(by: number): void {
    const { most = Number.POSITIVE_INFINITY } = this.#bounds.weight ?? {};
    this.#weight += by;
    while (this.#weight > most && this.#kept.size > 1) this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const [key, kept] of this.#kept) {
      this.#weight -= this.#bounds.weight?.of(kept) ?? 0;
      this.#kept.delete(key);
      return;
    }
  }
}
