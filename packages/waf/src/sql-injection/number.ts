import { BINARY_OR_NUL, type CharacterSet, DIGIT, endOfSpan, HEX_OR_NUL, has, WHITE } from './character-set.ts';
import { single, type Token, token } from './token.ts';

/** A number: `0x1F`, `0b01`, `12`, `1.5e-3`, `.5`, Oracle's `1.2f`; or the dot that starts none. */
export function readNumber(source: string, start: number): Token {
  const digits = digitsOfPrefix(source, start);
  if (digits) return readPrefixed(source, start, digits);
  const mantissa = endOfMantissa(source, start);
  if (mantissa === start + 1 && source[start] === '.') return single('.', source, start);
  const exponent = endOfExponent(source, mantissa);
  const end = endOfSuffix(source, exponent.end);
  // `1234.e` without digits after it is a word, with which MySQL splits what follows.
  return token(exponent.isEmpty ? 'n' : '1', source, start, end);
}

function digitsOfPrefix(source: string, start: number): CharacterSet | undefined {
  if (source[start] !== '0') return undefined;
  const letter = source[start + 1];
  if (letter === 'x' || letter === 'X') return HEX_OR_NUL;
  return letter === 'b' || letter === 'B' ? BINARY_OR_NUL : undefined;
}

function readPrefixed(source: string, start: number, digits: CharacterSet): Token {
  const end = endOfSpan(digits, source, start + 2);
  return token(end === start + 2 ? 'n' : '1', source, start, end);
}

function endOfMantissa(source: string, start: number): number {
  const end = endOfSpan(DIGIT, source, start);
  return source[end] === '.' ? endOfSpan(DIGIT, source, end + 1) : end;
}

function endOfExponent(source: string, start: number): { readonly end: number; readonly isEmpty: boolean } {
  if (source[start] !== 'e' && source[start] !== 'E') return { end: start, isEmpty: false };
  const sign = source[start + 1];
  const digits = sign === '+' || sign === '-' ? start + 2 : start + 1;
  const end = endOfSpan(DIGIT, source, digits);
  return { end, isEmpty: end === digits };
}

/** Oracle's `d` and `f`, where they end the number: `1fUNION` does, `123FROM` does not. */
function endOfSuffix(source: string, start: number): number {
  const letter = source[start];
  if (letter !== 'd' && letter !== 'D' && letter !== 'f' && letter !== 'F') return start;
  const next = source[start + 1];
  const ends = next === undefined || has(WHITE, source, start + 1) || next === ';' || next === 'u' || next === 'U';
  return ends ? start + 1 : start;
}
