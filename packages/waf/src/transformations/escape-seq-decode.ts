import { latin1 } from '@sallyport/http';
import { hexByte, scratch } from './scratch.ts';

const BACKSLASH = 0x5c;
const X = 0x78;

/** By the letter after the backslash. */
const PLAIN = new Int16Array(256).fill(-1);
for (const [letter = '', byte = ''] of ['a\x07', 'b\b', 'f\f', 'n\n', 'r\r', 't\t', 'v\v', '\\\\', '??', "''", '""'])
  PLAIN[letter.charCodeAt(0)] = byte.charCodeAt(0);

/** ANSI C's escapes become their bytes; what is none stays with its backslash. */
export function escapeSeqDecode(text: string): string {
  const bytes = scratch(text.length);
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== BACKSLASH || at + 1 === text.length) {
      bytes[size++] = code;
      continue;
    }
    const next = text.charCodeAt(at + 1);
    const hex = next === X ? hexByte(text, at + 2) : -1;
    const digits = octalDigits(text, at + 1, 3);
    if (hex >= 0) {
      bytes[size++] = hex;
      at += 3;
    } else if (digits > 0) {
      bytes[size++] = Number.parseInt(text.slice(at + 1, at + 1 + digits), 8);
      at += digits;
    } else {
      const plain = PLAIN[next] ?? -1;
      if (plain < 0) bytes[size++] = code;
      bytes[size++] = plain < 0 ? next : plain;
      at++;
    }
  }
  return latin1(bytes, 0, size);
}

/** How many octal digits stand from a place on, up to a number of them. */
export function octalDigits(text: string, start: number, most: number): number {
  let count = 0;
  while (count < most && start + count < text.length && (text.charCodeAt(start + count) & 0xf8) === 0x30) count++;
  return count;
}
