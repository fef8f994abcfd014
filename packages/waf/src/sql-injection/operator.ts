import { has, startOfAny, VARIABLE_END, WHITE } from './character-set.ts';
import { readString, readTicked } from './strings.ts';
import { single, type Token, token } from './token.ts';
import { operatorType } from './word-type.ts';

/** Where dialects read the same text differently: MySQL takes `#` for a comment, and `--` only before white space. */
export type Dialect = 'ansi' | 'mysql';

export const readOperator = (source: string, start: number): Token => single('o', source, start);

export const readUnknown = (source: string, start: number): Token => single('?', source, start);

/** An operator of up to three characters. */
export function readLongOperator(source: string, start: number): Token {
  const type = operatorType(source, start);
  if (type === 'o' && source.startsWith('<=>', start)) return token('o', source, start, start + 3);
  if (type !== undefined) return token(type, source, start, start + 2);
  // A colon at the very end is an operator, as in the reference implementation.
  return single(source[start] === ':' && start + 1 < source.length ? ':' : 'o', source, start);
}

/** A comment up to the end of the line. */
function readLineComment(source: string, start: number): Token {
  const at = source.indexOf('\n', start);
  return at < 0 ? token('c', source, start, source.length) : token('c', source, start, at, at + 1);
}

export const readHash = (source: string, start: number, dialect: Dialect): Token =>
  dialect === 'mysql' ? readLineComment(source, start) : readOperator(source, start);

/** Whether two dashes stand here that only some databases take for a comment. */
export const isDisputedComment = (source: string, start: number): boolean =>
  source[start + 1] === '-' && start + 2 < source.length && !has(WHITE, source, start + 2);

export function readDash(source: string, start: number, dialect: Dialect): Token {
  const isComment = source[start + 1] === '-' && (dialect === 'ansi' || !isDisputedComment(source, start));
  return isComment ? readLineComment(source, start) : readOperator(source, start);
}

/** A comment in slashes and stars, or the slash alone. Nested ones and MySQL's executed ones are of type `X`. */
export function readSlash(source: string, start: number): Token {
  if (source[start + 1] !== '*') return readOperator(source, start);
  const at = source.indexOf('*/', start + 2);
  const end = at < 0 ? source.length : at + 2;
  // Nested means that another start lies before the end, of which the end's own star may be part.
  const isNested = at >= 0 && source.slice(start + 2, at + 1).includes('/*');
  return token(isNested || source[start + 2] === '!' ? 'X' : 'c', source, start, end);
}

/** MySQL's `\N` is NULL. */
export const readBackslash = (source: string, start: number): Token =>
  source[start + 1] === 'N' ? token('1', source, start, start + 2) : single('\\', source, start);

/** `@name`, `@@name`, MySQL's quoted ones too. */
export function readVariable(source: string, start: number): Token {
  const sigils = source[start + 1] === '@' ? 2 : 1;
  const at = start + sigils;
  const next = source[at];
  if (next === '`') return { ...readTicked(source, at), type: 'v', sigils };
  if (next === "'" || next === '"') return { ...readString(source, at), type: 'v', sigils };
  return { ...token('v', source, at, startOfAny(VARIABLE_END, source, at)), sigils };
}
