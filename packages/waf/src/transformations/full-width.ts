import { hexByte } from './scratch.ts';

/**
 * The byte that a UTF-16 escape of four hexadecimal digits stands for, -1 where there are none: full-width ASCII (FF01 to FF5E) becomes ASCII, of
 * all others only the low byte is kept. https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html
 */
export function byteOfFourDigits(text: string, at: number): number {
  const high = hexByte(text, at);
  const low = hexByte(text, at + 2);
  if (high < 0 || low < 0) return -1;
  return high === 0xff && low >= 0x01 && low <= 0x5e ? low + 0x20 : low;
}
