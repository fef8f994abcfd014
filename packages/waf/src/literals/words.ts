const isWordByte = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);

const WORD_BYTES = Uint8Array.from({ length: 256 }, (_none, code) => (isWordByte(code) ? 1 : 0));

/** Finds which of many words stand in a byte string with no letter, digit or underscore right before or after them. */
export class Words {
  readonly #numbers: ReadonlyMap<string, number>;
  /** Which first bytes the words of a length have: most words of a text are ruled out by it. */
  readonly #starts: Uint8Array;
  readonly #longest: number;

  /** Of letters, digits and underscores: such a word is one where it fills a whole run of these. */
  constructor(numbered: readonly (readonly [word: string, number: number])[]) {
    this.#numbers = new Map(numbered);
    this.#longest = numbered.reduce((most, [{ length }]) => Math.max(most, length), 0);
    this.#starts = new Uint8Array((this.#longest + 1) << 8);
    for (const [word] of numbered) this.#starts[(word.length << 8) | word.charCodeAt(0)] = 1;
  }

  /** Calls `found` with the number of each word that occurs, perhaps more than once. */
  find(text: string, found: (number: number) => void): void {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (WORD_BYTES[code] !== 1) continue;
      const start = at;
      while (at < text.length && WORD_BYTES[text.charCodeAt(at)] === 1) at++;
      const length = at - start;
      if (length > this.#longest || this.#starts[(length << 8) | code] !== 1) continue;
      const number = this.#numbers.get(text.slice(start, at));
      if (number !== undefined) found(number);
    }
  }
}
