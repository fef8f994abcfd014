import { latin1 } from '@sallyport/http';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NO_LETTER = 64;
/** By the code of the letter. */
const VALUES = new Uint8Array(128).fill(NO_LETTER);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** The byte string of a strictly written base64 text, or undefined where it is none. */
export function decodeBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  return decodeSextets(text);
}

/** The bytes of every base64 letter in the text; all other characters are passed over. */
export function decodeSextets(text: string): string {
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let size = 0;
  let bits = 0;
  let held = 0;
  for (let at = 0; at < text.length; at++) {
    const value = VALUES[text.charCodeAt(at)] ?? NO_LETTER;
    if (value === NO_LETTER) continue;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[size++] = held >> bits;
  }
  return latin1(bytes, 0, size);
}

/** The base64 text of a byte string. */
export function encodeBase64(bytes: string): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const held =
      (bytes.charCodeAt(at) << 16) | ((bytes.charCodeAt(at + 1) || 0) << 8) | (bytes.charCodeAt(at + 2) || 0);
    const letters = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((held >> shift) & 63)).join('');
    const kept = Math.min(3, bytes.length - at) + 1;
    out += letters.slice(0, kept) + '='.repeat(4 - kept);
  }
  return out;
}
