/**
 * The byte string (Latin-1) of these bytes. 32 at once: quicker than one by one and than a list of arguments; and joined,
 * since a text added up piece by piece stays in pieces, which every later look at a character pays for.
 */
export function latin1(bytes: Uint8Array): string {
  const pieces: string[] = [];
  let at = 0;
  for (const last = bytes.length - 31; at < last; at += 32) pieces.push(thirtyTwo(bytes, at));
  let rest = '';
  for (; at < bytes.length; at++) rest += String.fromCharCode(bytes[at] ?? 0);
  if (pieces.length === 0) return rest;
  pieces.push(rest);
  return pieces.join('');
}

function thirtyTwo(b: Uint8Array, at: number): string {
  // biome-ignore format: four lines read better than 32
  return String.fromCharCode(
    b[at] ?? 0, b[at + 1] ?? 0, b[at + 2] ?? 0, b[at + 3] ?? 0, b[at + 4] ?? 0, b[at + 5] ?? 0, b[at + 6] ?? 0, b[at + 7] ?? 0,
    b[at + 8] ?? 0, b[at + 9] ?? 0, b[at + 10] ?? 0, b[at + 11] ?? 0, b[at + 12] ?? 0, b[at + 13] ?? 0, b[at + 14] ?? 0, b[at + 15] ?? 0,
    b[at + 16] ?? 0, b[at + 17] ?? 0, b[at + 18] ?? 0, b[at + 19] ?? 0, b[at + 20] ?? 0, b[at + 21] ?? 0, b[at + 22] ?? 0, b[at + 23] ?? 0,
    b[at + 24] ?? 0, b[at + 25] ?? 0, b[at + 26] ?? 0, b[at + 27] ?? 0, b[at + 28] ?? 0, b[at + 29] ?? 0, b[at + 30] ?? 0, b[at + 31] ?? 0,
  );
}

/** The bytes of a byte string; characters above 0xFF are cut to their low byte. */
export function bytesOfLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** The UTF-8 bytes of a text, as a byte string. */
export function utf8(text: string): string {
  return unescapeBytes(encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')));
}

/** The UTF-8 bytes of a text. */
export function utf8Bytes(text: string): Uint8Array {
  return bytesOfLatin1(utf8(text));
}

const unescapeBytes = (text: string): string =>
  text.replace(/%([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const HEXADECIMAL: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The eight hexadecimal digits of a number's low 32 bits; many times as quick as `toString(16)`. */
export const hexadecimal = (bits: number): string =>
  `${HEXADECIMAL[(bits >>> 24) & 255]}${HEXADECIMAL[(bits >>> 16) & 255]}${HEXADECIMAL[(bits >>> 8) & 255]}${HEXADECIMAL[bits & 255]}`;
