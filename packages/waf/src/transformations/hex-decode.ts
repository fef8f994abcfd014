import { latin1 } from '@sallyport/http';
import { hexByte, scratch } from './scratch.ts';

/** Pairs of hexadecimal digits become bytes. A text that is not all pairs stays (approximated: AWS does not say). */
export function hexDecode(text: string): string {
  const bytes = scratch(text.length);
  for (let at = 0; at < text.length; at += 2) {
    const byte = hexByte(text, at);
    if (byte < 0) return text;
    bytes[at >> 1] = byte;
  }
  return latin1(bytes, 0, text.length >> 1);
}

/** SQL's hexadecimal literals become their bytes: `0x414243` is `ABC`. */
export function sqlHexDecode(text: string): string {
  const bytes = scratch(text.length);
  let size = 0;
  for (let at = 0; at < text.length; ) {
    const isPrefix = text.charCodeAt(at) === 0x30 && (text.charCodeAt(at + 1) | 0x20) === 0x78;
    let byte = isPrefix ? hexByte(text, at + 2) : -1;
    if (byte < 0) {
      bytes[size++] = text.charCodeAt(at++);
      continue;
    }
    for (at += 2; byte >= 0; byte = hexByte(text, at)) {
      bytes[size++] = byte;
      at += 2;
    }
  }
  return latin1(bytes, 0, size);
}
