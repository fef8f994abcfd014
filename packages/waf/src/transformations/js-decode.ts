import { byteOfFourDigits } from './full-width.ts';

const PLAIN: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);
const QUOTED = new Set(['\\', '"', "'", '/', '`']);

const decode = (text: string, other: (letter: string) => string): string =>
  text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-3][0-7]{2}|[0-7]{1,2})|([\s\S]))/g,
    (_all, four?: string, two?: string, octal?: string, letter = '') => {
      if (four !== undefined) return byteOfFourDigits(four);
      if (two !== undefined) return String.fromCharCode(Number.parseInt(two, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      return PLAIN.get(letter) ?? other(letter);
    },
  );

/** JavaScript's escapes become their bytes; before any other character the backslash goes. */
export const jsDecode = (text: string): string => decode(text, (letter) => letter);

/** The same, but a backslash before a character that no escape knows stays, so that Windows paths survive. */
export const jsDecodeExt = (text: string): string =>
  decode(text, (letter) => (QUOTED.has(letter) ? letter : `\\${letter}`));
