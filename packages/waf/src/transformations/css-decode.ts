import { byteOfFourDigits } from './full-width.ts';

/** At most the last two bytes of an escape count; of these, the second only where they are full-width ASCII. */
function byteOfEscape(digits: string): string {
  const leading = digits.slice(0, -4);
  if (digits.length >= 4 && /^0*$/.test(leading)) return byteOfFourDigits(digits.slice(-4));
  return String.fromCharCode(Number.parseInt(digits.slice(-2), 16));
}

/** CSS 2.x escapes become their bytes, and a backslash before another character goes: `ja\vascript` is `javascript`. */
export const cssDecode = (text: string): string =>
  text.replace(
    /\\(?:([0-9a-fA-F]{1,6})[ \t\r\n\f\v]?|\n|([\s\S])|$)/g,
    (_all, digits: string | undefined, letter: string | undefined) =>
      digits === undefined ? (letter ?? '') : byteOfEscape(digits),
  );
