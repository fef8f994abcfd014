import { latin1 } from '@sallyport/http';
import { scratch } from './scratch.ts';

/** Two bytes become six, four bytes eight at most. */
const GROWTH = 3;

/** UTF-8 sequences of two to four bytes become `%uHHHH`, as in ModSecurity's utf8toUnicode; ASCII and broken ones stay. */
export function utf8ToUnicode(text: string): string {
  const bytes = scratch(text.length * GROWTH);
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const length = code < 0x80 ? 1 : sequenceLength(text, at, code);
    if (length === 1) bytes[size++] = code;
    else size = writeCodePoint(codePoint(text, at, length), bytes, size);
    at += length - 1;
  }
  return latin1(bytes, 0, size);
}

/** How long a well-formed sequence is that starts here; 1 where none does. https://www.rfc-editor.org/rfc/rfc3629#section-4 */
function sequenceLength(text: string, at: number, first: number): number {
  const second = text.charCodeAt(at + 1);
  const isTail = (place: number): boolean => (text.charCodeAt(place) & 0xc0) === 0x80;
  if (!isTail(at + 1) || first < 0xc2 || first > 0xf4) return 1;
  if (first < 0xe0) return 2;
  if ((first === 0xe0 && second < 0xa0) || !isTail(at + 2)) return 1;
  if (first < 0xf0) return 3;
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return 1;
  return isTail(at + 3) ? 4 : 1;
}

function codePoint(text: string, start: number, length: number): number {
  let code = text.charCodeAt(start) & (0xff >> (length + 1));
  for (let at = start + 1; at < start + length; at++) code = (code << 6) | (text.charCodeAt(at) & 0x3f);
  return code;
}

const DIGITS = '0123456789abcdef';

/** At least four digits, in small letters; gives where the next byte goes. */
function writeCodePoint(code: number, bytes: Uint8Array, start: number): number {
  let at = start;
  bytes[at++] = 0x25;
  bytes[at++] = 0x75;
  const highest = code > 0xfffff ? 20 : code > 0xffff ? 16 : 12;
  for (let shift = highest; shift >= 0; shift -= 4) bytes[at++] = DIGITS.charCodeAt((code >> shift) & 15);
  return at;
}
