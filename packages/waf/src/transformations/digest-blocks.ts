/** MD5 and SHA-256 take a text in blocks of 64 bytes: sixteen words. */
const BLOCK_BYTES = 64;
const BLOCK_WORDS = 16;
/** What follows the text at least: 0x80, and its length in bits in eight bytes. */
const END_BYTES = 9;

export const blocksOf = (text: string): number => Math.ceil((text.length + END_BYTES) / BLOCK_BYTES);

const byteAt = (text: string, at: number): number => text.charCodeAt(at) & 0xff;

/** The bytes that are left for one word, and 0x80 after them. */
function lastWord(text: string, at: number): number {
  let word = 0x80;
  for (let from = text.length - 1; from >= at; from--) word = (word << 8) | byteAt(text, from);
  return word;
}

/**
 * Fills the words with a block of the text: its bytes, the first of each word lowest; after them 0x80 and zeros. The length, whose place differs, is left to the
 * digest.
 */
export function fillBlock(words: Int32Array, text: string, block: number): void {
  let at = block * BLOCK_BYTES;
  let word = 0;
  for (; word < BLOCK_WORDS && at + 4 <= text.length; word++, at += 4)
    words[word] =
      byteAt(text, at) | (byteAt(text, at + 1) << 8) | (byteAt(text, at + 2) << 16) | (byteAt(text, at + 3) << 24);
  if (word < BLOCK_WORDS && at <= text.length) words[word++] = lastWord(text, at);
  while (word < BLOCK_WORDS) words[word++] = 0;
}

/** The length of a text in bits, in two words. */
export const lowBits = (text: string): number => text.length << 3;
export const highBits = (text: string): number => Math.floor(text.length / 0x20000000);

/** Sixteen bytes, the first of each word lowest. In one call, since texts that are put together of pieces are copied once more when they are read. */
export const textOfWords = (a: number, b: number, c: number, d: number): string =>
  String.fromCharCode(
    a & 0xff,
    (a >>> 8) & 0xff,
    (a >>> 16) & 0xff,
    a >>> 24,
    b & 0xff,
    (b >>> 8) & 0xff,
    (b >>> 16) & 0xff,
    b >>> 24,
    c & 0xff,
    (c >>> 8) & 0xff,
    (c >>> 16) & 0xff,
    c >>> 24,
    d & 0xff,
    (d >>> 8) & 0xff,
    (d >>> 16) & 0xff,
    d >>> 24,
  );
