/** A set of bytes, one cell for each. */
export type CharacterSet = Uint8Array;

export function characterSet(members: string): CharacterSet {
  const set = new Uint8Array(256);
  for (let at = 0; at < members.length; at++) set[members.charCodeAt(at)] = 1;
  return set;
}

export const has = (set: CharacterSet, source: string, at: number): boolean => set[source.charCodeAt(at)] === 1;

/** The first place from `start` on that holds no member of the set; the source's length where all do. */
export function endOfSpan(set: CharacterSet, source: string, start: number): number {
  let at = start;
  while (at < source.length && set[source.charCodeAt(at)] === 1) at++;
  return at;
}

/** The first place from `start` on that holds a member of the set; the source's length where none does. */
export function startOfAny(set: CharacterSet, source: string, start: number): number {
  let at = start;
  while (at < source.length && set[source.charCodeAt(at)] !== 1) at++;
  return at;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';

// The NUL byte belongs to every set, as in the reference implementation: Oracle passes over it.
export const WHITE = characterSet(' \t\n\v\f\r\xa0\0');
export const DIGIT = characterSet(DIGITS);
export const LETTER_OR_NUL = characterSet(`${LETTERS}\0`);
export const HEX_OR_NUL = characterSet(`${DIGITS}ABCDEFabcdef\0`);
export const BINARY_OR_NUL = characterSet('01\0');
export const MONEY_OR_NUL = characterSet(`${DIGITS}.,\0`);
export const WORD_END = characterSet(' []{}<>:\\?=@!#~+-*/&|^%(),\';\t\n\v\f\r"\xa0\0');
export const VARIABLE_END = characterSet(' <>:\\?=@!#~+-*/&|^%(),\';\t\n\v\f\r`"\0');
