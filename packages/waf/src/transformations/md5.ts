import { padded, wordsLittleEndian } from './digest-blocks.ts';

/** RFC 1321, section 3.4: the integer part of 2^32 · |sin(i + 1)|. */
const SINES = Array.from({ length: 64 }, (_none, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 0x100000000) >>> 0);
const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

type State = readonly [number, number, number, number];

/** What one step mixes, and which word of the block it takes. */
function mixed(step: number, b: number, c: number, d: number): readonly [number, number] {
  if (step < 16) return [(b & c) | (~b & d), step];
  if (step < 32) return [(d & b) | (~d & c), (5 * step + 1) % 16];
  if (step < 48) return [b ^ c ^ d, (3 * step + 5) % 16];
  return [c ^ (b | ~d), (7 * step) % 16];
}

function round(state: State, words: Uint32Array, from: number): State {
  let [a, b, c, d] = state;
  for (let step = 0; step < 64; step++) {
    const [mix, word] = mixed(step, b, c, d);
    const sum = (a + mix + (SINES[step] ?? 0) + (words[from + word] ?? 0)) | 0;
    const shift = SHIFTS[step >> 4]?.[step & 3] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  return [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0];
}

/** The binary MD5 digest, 16 bytes (RFC 1321). */
export function md5(text: string): string {
  const words = wordsLittleEndian(padded(text, 'little'));
  let state: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let from = 0; from < words.length; from += 16) state = round(state, words, from);
  return state.map((word) => String.fromCharCode(...[0, 8, 16, 24].map((shift) => (word >>> shift) & 0xff))).join('');
}
