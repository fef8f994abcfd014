import { blocksOf, fillBlock, highBits, lowBits, textOfWords } from './digest-blocks.ts';

const PRIMES = Array.from({ length: 400 }, (_none, n) => n).filter(
  (n) => n > 1 && !Array.from({ length: n }, (_n, d) => d).some((d) => d > 1 && n % d === 0),
);
const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * 0x100000000) | 0;
/** FIPS 180-4, section 4.2.2: the first 32 bits of the fractions of the cube roots of the first 64 primes. */
const CUBES = Int32Array.from(PRIMES.slice(0, 64), (prime) => fraction(Math.cbrt(prime)));
/** Section 5.3.3: the same of the square roots of the first eight. */
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

/** The words of the block under way and what is made of them, and the state: written anew for each text, so that no digest makes an array. */
const words = new Int32Array(64);
const state = new Int32Array(8);

/** The other order of a word's bytes: SHA-256 has the first one highest. */
const swapped = (word: number): number =>
  (word << 24) | ((word << 8) & 0xff0000) | ((word >>> 8) & 0xff00) | (word >>> 24);

/** Section 6.2.2, step 1. Here and below rotations are written out: bundlers make variables of functions, which V8 then looks up each time. */
function schedule(): void {
  const w = words;
  for (let t = 16; t < 64; t++) {
    const a = w[t - 15] ?? 0;
    const b = w[t - 2] ?? 0;
    const small = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
    const large = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
    w[t] = (w[t - 16] ?? 0) + small + (w[t - 7] ?? 0) + large;
  }
}

/** The eight words are passed on by hand: an array for each of 64 rounds would cost five times as much. */
function digestBlock(): void {
  const w = words;
  const cubes = CUBES;
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let t = 0; t < 64; t++) {
    const turnedE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const turnedA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const first = (h + turnedE + (g ^ (e & (f ^ g))) + (cubes[t] ?? 0) + (w[t] ?? 0)) | 0;
    const second = (turnedA + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
  state[4] = (state[4] ?? 0) + e;
  state[5] = (state[5] ?? 0) + f;
  state[6] = (state[6] ?? 0) + g;
  state[7] = (state[7] ?? 0) + h;
}

const fourWords = (from: number): string =>
  textOfWords(
    swapped(state[from] ?? 0),
    swapped(state[from + 1] ?? 0),
    swapped(state[from + 2] ?? 0),
    swapped(state[from + 3] ?? 0),
  );

/** The binary SHA-256 digest, 32 bytes (FIPS 180-4). */
export function sha256(text: string): string {
  state.set(START);
  const count = blocksOf(text);
  for (let block = 0; block < count; block++) {
    fillBlock(words, text, block);
    for (let t = 0; t < 16; t++) words[t] = swapped(words[t] ?? 0);
    if (block === count - 1) {
      words[14] = highBits(text);
      words[15] = lowBits(text);
    }
    schedule();
    digestBlock();
  }
  return fourWords(0) + fourWords(4);
}
