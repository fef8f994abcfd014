import { latin1 } from '@sallyport/http';
import { byteOfFourDigits } from './full-width.ts';
import { hexByte, scratch } from './scratch.ts';

const PERCENT = 0x25;
const PLUS = 0x2b;
const U = 0x75;

/** Like URL_DECODE, and `%uHHHH` too. */
export function urlDecodeUni(text: string): string {
  const bytes = scratch(text.length);
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== PERCENT) {
      bytes[size++] = code === PLUS ? 0x20 : code;
      continue;
    }
    const isWide = (text.charCodeAt(at + 1) | 0x20) === U;
    const escaped = isWide ? byteOfFourDigits(text, at + 2) : hexByte(text, at + 1);
    bytes[size++] = escaped >= 0 ? escaped : code;
    if (escaped >= 0) at += isWide ? 5 : 2;
  }
  return latin1(bytes, 0, size);
}
