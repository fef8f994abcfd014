/** Finds which of many texts a byte string begins with. */
export class PrefixIndex {
  /** In order, each once. */
  readonly #texts: readonly string[];
  readonly #numbers: readonly number[];
  /** By place: the place of the longest other text that this one begins with; -1 where there is none. */
  readonly #outer: readonly number[];

  constructor(numbered: readonly (readonly [text: string, number: number])[]) {
    const sorted = [...numbered].sort(([a], [b]) => (a < b ? -1 : 1));
    this.#texts = sorted.map(([text]) => text);
    this.#numbers = sorted.map(([, number]) => number);
    const outer: number[] = [];
    for (const [place, text] of this.#texts.entries()) outer.push(this.#beginning(text, place - 1, outer));
    this.#outer = outer;
  }

  /** Calls `found` with the number of each text that this one begins with. */
  find(text: string, found: (number: number) => void): void {
    let place = this.#beginning(text, this.#lastUpTo(text), this.#outer);
    for (; place >= 0; place = this.#outer[place] ?? -1) found(this.#numbers[place] ?? 0);
  }

  /**
   * The place of the longest text that `text` begins with. It is the one that comes last before it, or one that this begins with:
   * whatever lies between a text and its beginning in the order begins with that too.
   */
  #beginning(text: string, from: number, outer: readonly number[]): number {
    const shared = sharedStart(text, this.#texts[from] ?? '');
    let place = from;
    while (place >= 0 && (this.#texts[place]?.length ?? 0) > shared) place = outer[place] ?? -1;
    return place;
  }

  /** The place of the last text that does not come after this one. */
  #lastUpTo(text: string): number {
    let low = 0;
    let high = this.#texts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#texts[middle] ?? '') <= text) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** How many characters two texts have in common at their beginnings. */
function sharedStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
