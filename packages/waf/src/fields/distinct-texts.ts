/** Room for the slots of the document under way: it is used up before the next one comes. */
const room = new Int32Array(4096);
const LEAST_SLOTS = 64;
/** Whoever picks texts that meet in few slots makes no lookup longer: the others are told apart by a map, whose ways nobody outside knows. */
const MOST_PROBES = 8;

/** The hash of no byte. */
export const NO_HASH = 0x811c9dc5 | 0;

/** The hash with one more byte (FNV-1a): http://www.isthe.com/chongo/tech/comp/fnv/ */
export const hashWith = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);

/** A document: the same bytes as a text and as an array, which is read many times as quickly. The array may go on behind the text's end. */
export interface Source {
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** The place of a text that does not stand in the document. */
const NOWHERE = -1;

/** Numbers the texts of a document, equal ones alike, in the order in which they come: one that is there already is found without being made. */
export class DistinctTexts {
  readonly texts: string[] = [];
  private readonly source: Source;
  private readonly bytes: Uint8Array;
  /** By number: where the text stands first. */
  private readonly starts: number[] = [];
  private readonly mask: number;
  private crowded: Map<string, number> | undefined;

  constructor(source: Source) {
    this.source = source;
    this.bytes = source.bytes;
    let slots = LEAST_SLOTS;
    while (slots < room.length && slots * 8 < source.text.length) slots *= 2;
    room.fill(0, 0, slots);
    this.mask = slots - 1;
  }

  /** The number of the text that stands between two places, and has that hash. */
  between(start: number, end: number, hash: number): number {
    return this.found(hash, start, end, undefined);
  }

  /** The number of a text that may stand nowhere in the document. */
  numberOf(text: string): number {
    let hash = NO_HASH;
    for (let at = 0; at < text.length; at++) hash = hashWith(hash, text.charCodeAt(at));
    return this.found(hash, NOWHERE, NOWHERE, text);
  }

  private found(hash: number, start: number, end: number, text: string | undefined): number {
    const first = hash ^ (hash >>> 15);
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const slot = (first + probe) & this.mask;
      // A slot holds one more than a number, nothing where it is free.
      const number = (room[slot] ?? 0) - 1;
      if (number < 0) {
        room[slot] = this.texts.length + 1;
        return this.added(text ?? this.source.text.slice(start, end), start);
      }
      if (this.is(number, start, end, text)) return number;
    }
    return this.inCrowd(text ?? this.source.text.slice(start, end), start);
  }

  private is(number: number, start: number, end: number, text: string | undefined): boolean {
    const known = this.texts[number] ?? '';
    let first = this.starts[number] ?? NOWHERE;
    if (text !== undefined || first === NOWHERE) return known === (text ?? this.source.text.slice(start, end));
    if (known.length !== end - start) return false;
    const { bytes } = this;
    for (let at = start; at < end; at++) if (bytes[at] !== bytes[first++]) return false;
    return true;
  }

  private added(text: string, start: number): number {
    this.starts.push(start);
    return this.texts.push(text) - 1;
  }

  private inCrowd(text: string, start: number): number {
    this.crowded ??= new Map();
    const known = this.crowded.get(text) ?? this.added(text, start);
    this.crowded.set(text, known);
    return known;
  }
}
