const LOWER_ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyz0123456789';
const HEXADECIMAL = '0123456789abcdef';
const DIGITS = '0123456789';

/** Characters that look drawn at random and depend on the seed alone. */
export function derivedId(seed: string, length: number, alphabet = LOWER_ALPHANUMERIC): string {
  let state = seedState(seed);
  let id = '';
  while (id.length < length) {
    // xorshift32
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    id += alphabet.charAt((state >>> 8) % alphabet.length);
  }
  return id;
}

export const derivedHex = (seed: string, length: number): string => derivedId(seed, length, HEXADECIMAL);
export const derivedDigits = (seed: string, length: number): string => derivedId(seed, length, DIGITS);
export const derivedUpper = (seed: string, length: number): string => derivedId(seed, length).toUpperCase();

/** In the shape of a UUID, version 4. */
export function derivedUuid(seed: string): string {
  const hex = derivedHex(seed, 30);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}

/** FNV-1a over the UTF-16 units, then mixed so that seeds which differ in one letter part at once; never 0. */
function seedState(seed: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < seed.length; at++) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) | 1;
}
