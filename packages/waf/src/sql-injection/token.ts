/**
 * What a token is. The letters are those of the fingerprints, and so the data's own:
 * `k` keyword, `U` union, `B` group or order, `E` start of an expression, `t` type, `f` function, `n` bare word, `1` number,
 * `v` variable, `s` string, `o` operator, `&` logic operator, `c` comment, `A` collation, `T` start of a Transact-SQL statement,
 * `?` unknown, `X` what different databases read so differently that it cannot be meant well, `\` a lone backslash;
 * brackets and separators stand for themselves.
 */
export type TokenType =
  | ('k' | 'U' | 'B' | 'E' | 't' | 'f' | 'n' | '1' | 'v' | 's' | 'o' | '&' | 'c' | 'A' | 'T' | '?' | 'X')
  | ('\\' | '(' | ')' | '{' | '}' | '.' | ',' | ':' | ';');

/** A token of SQL. */
export interface Token {
  readonly type: TokenType;
  /** The first 31 bytes of it; of a string, of what is between its quotes. */
  readonly value: string;
  /** Where the reading goes on. */
  readonly end: number;
  /** The quote that opens a string: `u`, `q` and `$` for those of PostgreSQL and Oracle; empty where none is there. */
  readonly open: string;
  /** The quote that closes it; empty where the text ends first. */
  readonly close: string;
  /** How many `@` stand before a variable. */
  readonly sigils: number;
}

/** Longer tokens are kept by their start alone: no word of SQL is as long. */
export const MOST_VALUE_BYTES = 31;

/** A token whose value is what the source holds between two places. */
export function token(type: TokenType, source: string, from: number, to: number, end = to): Token {
  return { type, value: excerpt(source, from, to), end, open: '', close: '', sigils: 0 };
}

/** A token of one character. */
export const single = (type: TokenType, source: string, start: number): Token => ({
  type,
  value: source.charAt(start),
  end: start + 1,
  open: '',
  close: '',
  sigils: 0,
});

export const excerpt = (source: string, from: number, to: number): string =>
  source.slice(from, Math.min(to, from + MOST_VALUE_BYTES));

/** Whether the value is this word, given in capitals. */
export const isWord = ({ value }: Token, word: string): boolean =>
  value.length === word.length && value.toUpperCase() === word;

export const isArithmetic = ({ type, value }: Token): boolean =>
  type === 'o' && value.length === 1 && '*/-+%'.includes(value);

/** Whether an operator may stand before a single operand. */
export function isUnary(token: Token): boolean {
  const { type, value } = token;
  if (type !== 'o') return false;
  if (value.length === 1) return value === '+' || value === '-' || value === '!' || value === '~';
  return value === '!!' || isWord(token, 'NOT');
}
