import { latin1 } from '@sallyport/http';
import { hexByte, scratch } from './scratch.ts';

const PERCENT = 0x25;
const PLUS = 0x2b;

/** `%HH` becomes its byte and `+` a space; what is no escape stays. */
export function urlDecode(text: string): string {
  const bytes = scratch(text.length);
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const escaped = code === PERCENT ? hexByte(text, at + 1) : -1;
    if (escaped >= 0) at += 2;
    bytes[size++] = escaped >= 0 ? escaped : code === PLUS ? 0x20 : code;
  }
  return latin1(bytes, 0, size);
}
