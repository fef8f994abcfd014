/**
 * The byte that a UTF-16 escape of four hexadecimal digits stands for: full-width ASCII (FF01 to FF5E) becomes ASCII, of all
 * others only the low byte is kept. https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html
 */
export function byteOfFourDigits(digits: string): string {
  const code = Number.parseInt(digits, 16);
  return String.fromCharCode(code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code & 0xff);
}
