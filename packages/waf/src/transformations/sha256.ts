import { paddedWords } from './digest-blocks.ts';

const PRIMES = Array.from({ length: 400 }, (_none, n) => n).filter(
  (n) => n > 1 && !Array.from({ length: n }, (_n, d) => d).some((d) => d > 1 && n % d === 0),
);
const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * 0x100000000) >>> 0;
/** FIPS 180-4, section 4.2.2: the first 32 bits of the fractions of the cube roots of the first 64 primes. */
const CUBES = Uint32Array.from(PRIMES.slice(0, 64), (prime) => fraction(Math.cbrt(prime)));
/** Section 5.3.3: the same of the square roots of the first eight. */
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

const CUBE = Int32Array.from(CUBES);
/** The words of one block and what is made of them; written anew for each. */
const spread = new Int32Array(64);

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function schedule(words: Int32Array, from: number): void {
  for (let t = 0; t < 16; t++) spread[t] = words[from + t] ?? 0;
  for (let t = 16; t < 64; t++) {
    const a = spread[t - 15] ?? 0;
    const b = spread[t - 2] ?? 0;
    const small = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const large = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    spread[t] = (spread[t - 16] ?? 0) + small + (spread[t - 7] ?? 0) + large;
  }
}

/** The eight words are passed on by hand: an array for each of 64 rounds would cost five times as much. */
function digestBlock(state: Int32Array): void {
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g);
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + (CUBE[t] ?? 0) + (spread[t] ?? 0)) | 0;
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  const worked = [a, b, c, d, e, f, g, h];
  for (let at = 0; at < 8; at++) state[at] = (state[at] ?? 0) + (worked[at] ?? 0);
}

/** The binary SHA-256 digest, 32 bytes (FIPS 180-4). */
export function sha256(text: string): string {
  const words = paddedWords(text, 'big');
  const state = Int32Array.from(START);
  for (let from = 0; from < words.length; from += 16) {
    schedule(words, from);
    digestBlock(state);
  }
  let digest = '';
  for (const word of state)
    digest += String.fromCharCode(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff);
  return digest;
}
