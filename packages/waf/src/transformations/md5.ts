import { blocksOf, fillBlock, highBits, lowBits, textOfWords } from './digest-blocks.ts';

/** RFC 1321, section 3.4: the integer part of 2^32 · |sin(i + 1)|. */
const SINES = Int32Array.from({ length: 64 }, (_none, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 0x100000000) | 0);

/** The words of the block under way, and the state: written anew for each text, so that no digest makes an array. */
const words = new Int32Array(16);
const state = new Int32Array(4);

const turn = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
/** Four steps a turn, so that the four words stay where they are: to pass them on would cost as much as the steps. */
function digestBlock(): void {
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  for (let step = 0; step < 16; step += 4) {
    a = (b + turn((a + (d ^ (b & (c ^ d))) + (SINES[step] ?? 0) + (words[step] ?? 0)) | 0, 7)) | 0;
    d = (a + turn((d + (c ^ (a & (b ^ c))) + (SINES[step + 1] ?? 0) + (words[step + 1] ?? 0)) | 0, 12)) | 0;
    c = (d + turn((c + (b ^ (d & (a ^ b))) + (SINES[step + 2] ?? 0) + (words[step + 2] ?? 0)) | 0, 17)) | 0;
    b = (c + turn((b + (a ^ (c & (d ^ a))) + (SINES[step + 3] ?? 0) + (words[step + 3] ?? 0)) | 0, 22)) | 0;
  }
  for (let step = 16, word = 1; step < 32; step += 4, word += 20) {
    a = (b + turn((a + (c ^ (d & (b ^ c))) + (SINES[step] ?? 0) + (words[word & 15] ?? 0)) | 0, 5)) | 0;
    d = (a + turn((d + (b ^ (c & (a ^ b))) + (SINES[step + 1] ?? 0) + (words[(word + 5) & 15] ?? 0)) | 0, 9)) | 0;
    c = (d + turn((c + (a ^ (b & (d ^ a))) + (SINES[step + 2] ?? 0) + (words[(word + 10) & 15] ?? 0)) | 0, 14)) | 0;
    b = (c + turn((b + (d ^ (a & (c ^ d))) + (SINES[step + 3] ?? 0) + (words[(word + 15) & 15] ?? 0)) | 0, 20)) | 0;
  }
  for (let step = 32, word = 5; step < 48; step += 4, word += 12) {
    a = (b + turn((a + (b ^ c ^ d) + (SINES[step] ?? 0) + (words[word & 15] ?? 0)) | 0, 4)) | 0;
    d = (a + turn((d + (a ^ b ^ c) + (SINES[step + 1] ?? 0) + (words[(word + 3) & 15] ?? 0)) | 0, 11)) | 0;
    c = (d + turn((c + (d ^ a ^ b) + (SINES[step + 2] ?? 0) + (words[(word + 6) & 15] ?? 0)) | 0, 16)) | 0;
    b = (c + turn((b + (c ^ d ^ a) + (SINES[step + 3] ?? 0) + (words[(word + 9) & 15] ?? 0)) | 0, 23)) | 0;
  }
  for (let step = 48, word = 0; step < 64; step += 4, word += 28) {
    a = (b + turn((a + (c ^ (b | ~d)) + (SINES[step] ?? 0) + (words[word & 15] ?? 0)) | 0, 6)) | 0;
    d = (a + turn((d + (b ^ (a | ~c)) + (SINES[step + 1] ?? 0) + (words[(word + 7) & 15] ?? 0)) | 0, 10)) | 0;
    c = (d + turn((c + (a ^ (d | ~b)) + (SINES[step + 2] ?? 0) + (words[(word + 14) & 15] ?? 0)) | 0, 15)) | 0;
    b = (c + turn((b + (d ^ (c | ~a)) + (SINES[step + 3] ?? 0) + (words[(word + 21) & 15] ?? 0)) | 0, 21)) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
}

/** The binary MD5 digest, 16 bytes (RFC 1321). */
export function md5(text: string): string {
  state[0] = 0x67452301;
  state[1] = 0xefcdab89;
  state[2] = 0x98badcfe;
  state[3] = 0x10325476;
  const count = blocksOf(text);
  for (let block = 0; block < count; block++) {
    fillBlock(words, text, block);
    if (block === count - 1) {
      words[14] = lowBits(text);
      words[15] = highBits(text);
    }
    digestBlock();
  }
  return textOfWords(state[0], state[1], state[2], state[3]);
}
