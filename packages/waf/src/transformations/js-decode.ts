import { latin1 } from '@sallyport/http';
import { octalDigits } from './escape-seq-decode.ts';
import { byteOfFourDigits } from './full-width.ts';
import { hexByte, scratch } from './scratch.ts';

const BACKSLASH = 0x5c;

/** By the letter after the backslash. */
const PLAIN = new Int16Array(256).fill(-1);
for (const [letter = '', byte = ''] of ['a\x07', 'b\b', 'f\f', 'n\n', 'r\r', 't\t', 'v\v'])
  PLAIN[letter.charCodeAt(0)] = byte.charCodeAt(0);

/** Characters that JavaScript escapes to have them as they are. */
const QUOTED = new Uint8Array(256);
for (const letter of '\\"\'/`') QUOTED[letter.charCodeAt(0)] = 1;

function decode(text: string, keepsUnknown: boolean): string {
  const bytes = scratch(text.length);
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== BACKSLASH || at + 1 === text.length) {
      bytes[size++] = code;
      continue;
    }
    const length = numericLength(text, at + 1);
    if (length > 0) {
      bytes[size++] = numericByte(text, at + 1, length);
      at += length;
      continue;
    }
    const next = text.charCodeAt(at + 1);
    const plain = PLAIN[next] ?? -1;
    if (plain < 0 && keepsUnknown && QUOTED[next] === 0) bytes[size++] = code;
    bytes[size++] = plain < 0 ? next : plain;
    at++;
  }
  return latin1(bytes, 0, size);
}

/** How many characters after a backslash write a byte by its number; 0 where none do. */
function numericLength(text: string, at: number): number {
  const letter = text.charAt(at);
  if (letter === 'u') return byteOfFourDigits(text, at + 1) >= 0 ? 5 : 0;
  if (letter === 'x') return hexByte(text, at + 1) >= 0 ? 3 : 0;
  // Three digits up to 377.
  return octalDigits(text, at, letter >= '0' && letter <= '3' ? 3 : 2);
}

function numericByte(text: string, at: number, length: number): number {
  const letter = text.charAt(at);
  if (letter === 'u') return byteOfFourDigits(text, at + 1);
  return letter === 'x' ? hexByte(text, at + 1) : Number.parseInt(text.slice(at, at + length), 8);
}

/** JavaScript's escapes become their bytes; before any other character the backslash goes. */
export const jsDecode = (text: string): string => decode(text, false);

/** The same, but a backslash before a character that no escape knows stays, so that Windows paths survive. */
export const jsDecodeExt = (text: string): string => decode(text, true);
