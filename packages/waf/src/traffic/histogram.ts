/** Below this, every count has a bin of its own; above, four bins for each doubling. */
const EXACT = 16;
const BINS = 128;

/** How many members had how many requests: small counts exactly, greater ones within a fifth. */
export class Histogram {
  readonly #bins = new Float64Array(BINS);

  /** One member's count has grown by one, to `count`. */
  grow(count: number): void {
    if (count > 1) this.#add(count - 1, -1);
    this.#add(count, 1);
  }

  /** Takes in another, and empties it; what was here before counts for a little less. */
  absorb(other: Histogram, kept: number): void {
    for (let bin = 0; bin < BINS; bin++) this.#bins[bin] = (this.#bins[bin] ?? 0) * kept + (other.#bins[bin] ?? 0);
    other.clear();
  }

  clear(): void {
    this.#bins.fill(0);
  }

  /** The count that this share of all members stays within; 0 where there are none. */
  within(share: number): number {
    const total = this.#bins.reduce((sum, members) => sum + members, 0);
    let members = 0;
    for (let bin = 0; bin < BINS && total > 0; bin++) {
      members += this.#bins[bin] ?? 0;
      if (members >= total * share) return greatest(bin);
    }
    return 0;
  }

  #add(count: number, members: number): void {
    const bin = binOf(count);
    this.#bins[bin] = (this.#bins[bin] ?? 0) + members;
  }
}

const binOf = (count: number): number =>
  count < EXACT ? count : Math.min(BINS - 1, EXACT + Math.floor(4 * Math.log2(count / EXACT)));

/** The greatest count of a bin. */
const greatest = (bin: number): number => (bin < EXACT ? bin : Math.ceil(EXACT * 2 ** ((bin - EXACT + 1) / 4)) - 1);
