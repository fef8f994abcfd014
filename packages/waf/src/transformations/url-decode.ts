import { latin1 } from '@sallyport/http';
import { byteOfFourDigits } from './full-width.ts';
import { hexByte, scratch } from './scratch.ts';

const PERCENT = 0x25;
const U = 0x75;

/** What a character becomes that belongs to no escape: a plus is a space. */
const PLAIN = Uint8Array.from({ length: 256 }, (_none, code) => (code === 0x2b ? 0x20 : code));

/** After so many characters without an escape the next one is looked for, and what stands before it is copied. */
const SHORT = 8;

/** `%HH` becomes its byte and `+` a space; what is no escape stays. */
export const urlDecode = (text: string): string => decoded(text, false);

/** The same, and `%uHHHH` too. */
export const urlDecodeUni = (text: string): string => decoded(text, true);

function decoded(text: string, knowsWide: boolean): string {
  const { length } = text;
  const bytes = scratch(length);
  let size = 0;
  let plain = 0;
  for (let at = 0; at < length; ) {
    const code = text.charCodeAt(at++);
    if (code === PERCENT) {
      plain = 0;
      const byte = hexByte(text, at);
      const wide = byte < 0 && knowsWide ? wideByte(text, at) : -1;
      bytes[size++] = byte >= 0 ? byte : wide >= 0 ? wide : PERCENT;
      at += byte >= 0 ? 2 : wide >= 0 ? 5 : 0;
      continue;
    }
    bytes[size++] = PLAIN[code] ?? 0;
    if (++plain < SHORT) continue;
    plain = 0;
    const next = text.indexOf('%', at);
    const end = next < 0 ? length : next;
    copyPlain(text, at, end, bytes, size);
    size += end - at;
    at = end;
  }
  return latin1(bytes, 0, size);
}

/** The byte of `uHHHH`; -1 where that does not stand here. */
const wideByte = (text: string, at: number): number =>
  at < text.length && (text.charCodeAt(at) | 0x20) === U ? byteOfFourDigits(text, at + 1) : -1;

/** Copies what holds no escape, eight characters in a turn of the loop: that takes half the time. */
function copyPlain(text: string, start: number, end: number, bytes: Uint8Array, size: number): void {
  let at = start;
  let to = size;
  for (const last = end - 7; at < last; at += 8, to += 8) {
    bytes[to] = PLAIN[text.charCodeAt(at)] ?? 0;
    bytes[to + 1] = PLAIN[text.charCodeAt(at + 1)] ?? 0;
    bytes[to + 2] = PLAIN[text.charCodeAt(at + 2)] ?? 0;
    bytes[to + 3] = PLAIN[text.charCodeAt(at + 3)] ?? 0;
    bytes[to + 4] = PLAIN[text.charCodeAt(at + 4)] ?? 0;
    bytes[to + 5] = PLAIN[text.charCodeAt(at + 5)] ?? 0;
    bytes[to + 6] = PLAIN[text.charCodeAt(at + 6)] ?? 0;
    bytes[to + 7] = PLAIN[text.charCodeAt(at + 7)] ?? 0;
  }
  for (; at < end; at++, to++) bytes[to] = PLAIN[text.charCodeAt(at)] ?? 0;
}
