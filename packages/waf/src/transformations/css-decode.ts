import { latin1 } from '@sallyport/http';
import { byteOfFourDigits } from './full-width.ts';
import { hexDigit, scratch } from './scratch.ts';

const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const MOST_DIGITS = 6;

const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** At most the last two bytes of an escape count; of these, the second only where they are full-width ASCII. */
function byteOfEscape(text: string, start: number, end: number): number {
  const isFour = end - start >= 4 && /^0*$/.test(text.slice(start, end - 4));
  if (isFour) return byteOfFourDigits(text, end - 4);
  const high = end - start > 1 ? hexDigit(text, end - 2) : 0;
  return (high << 4) | hexDigit(text, end - 1);
}

/** CSS 2.x escapes become their bytes, and a backslash before another character goes: `ja\vascript` is `javascript`. */
export function cssDecode(text: string): string {
  const bytes = scratch(text.length);
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== BACKSLASH) {
      bytes[size++] = code;
      continue;
    }
    let end = at + 1;
    while (end - at <= MOST_DIGITS && hexDigit(text, end) < 16) end++;
    if (end > at + 1) {
      bytes[size++] = byteOfEscape(text, at + 1, end);
      at = isBlank(text.charCodeAt(end)) ? end : end - 1;
      continue;
    }
    at++;
    if (at < text.length && text.charCodeAt(at) !== NEWLINE) bytes[size++] = text.charCodeAt(at);
  }
  return latin1(bytes, 0, size);
}
