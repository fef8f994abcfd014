import { paddedWords } from './digest-blocks.ts';

/** RFC 1321, section 3.4: the integer part of 2^32 · |sin(i + 1)|. */
const SINES = Int32Array.from({ length: 64 }, (_none, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 0x100000000) | 0);
/** By how much each of four steps turns, round by round. */
const SHIFTS = Int32Array.of(7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21);
/** Which word of the block each step takes. */
const WORDS = Int32Array.from({ length: 64 }, (_none, step) => {
  if (step < 16) return step;
  if (step < 32) return (5 * step + 1) % 16;
  return step < 48 ? (3 * step + 5) % 16 : (7 * step) % 16;
});

function mixed(step: number, b: number, c: number, d: number): number {
  if (step < 16) return (b & c) | (~b & d);
  if (step < 32) return (d & b) | (~d & c);
  return step < 48 ? b ^ c ^ d : c ^ (b | ~d);
}

/** The four words are passed on by hand, as in SHA-256. */
function digestBlock(state: Int32Array, words: Int32Array, from: number): void {
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  for (let step = 0; step < 64; step++) {
    const sum = (a + mixed(step, b, c, d) + (SINES[step] ?? 0) + (words[from + (WORDS[step] ?? 0)] ?? 0)) | 0;
    const shift = SHIFTS[((step >> 4) << 2) | (step & 3)] ?? 0;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
}

/** The binary MD5 digest, 16 bytes (RFC 1321). */
export function md5(text: string): string {
  const words = paddedWords(text, 'little');
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let from = 0; from < words.length; from += 16) digestBlock(state, words, from);
  let digest = '';
  for (const word of state)
    digest += String.fromCharCode(word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24);
  return digest;
}
