/** The byte string (Latin-1) of these bytes. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
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
