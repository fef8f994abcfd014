import { padded, wordsBigEndian } from './digest-blocks.ts';

const PRIMES = Array.from({ length: 400 }, (_none, n) => n).filter(
  (n) => n > 1 && !Array.from({ length: n }, (_n, d) => d).some((d) => d > 1 && n % d === 0),
);
const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * 0x100000000) >>> 0;
/** FIPS 180-4, section 4.2.2: the first 32 bits of the fractions of the cube roots of the first 64 primes. */
const CUBES = Uint32Array.from(PRIMES.slice(0, 64), (prime) => fraction(Math.cbrt(prime)));
/** Section 5.3.3: the same of the square roots of the first eight. */
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function schedule(words: Uint32Array, from: number): Uint32Array {
  const out = new Uint32Array(64);
  out.set(words.subarray(from, from + 16));
  for (let t = 16; t < 64; t++) {
    const a = out[t - 15] ?? 0;
    const b = out[t - 2] ?? 0;
    const small = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const large = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    out[t] = (out[t - 16] ?? 0) + small + (out[t - 7] ?? 0) + large;
  }
  return out;
}

function round(state: readonly number[], words: Uint32Array): number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g);
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + (CUBES[t] ?? 0) + (words[t] ?? 0)) | 0;
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, at) => (word + (state[at] ?? 0)) | 0);
}

/** The binary SHA-256 digest, 32 bytes (FIPS 180-4). */
export function sha256(text: string): string {
  const words = wordsBigEndian(padded(text, 'big'));
  let state: readonly number[] = START;
  for (let from = 0; from < words.length; from += 16) state = round(state, schedule(words, from));
  return state.map((word) => String.fromCharCode(...[24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff))).join('');
}
