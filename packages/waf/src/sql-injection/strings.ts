import {
  BINARY_OR_NUL,
  type CharacterSet,
  endOfSpan,
  HEX_OR_NUL,
  LETTER_OR_NUL,
  MONEY_OR_NUL,
} from './character-set.ts';
import { excerpt, single, type Token, token } from './token.ts';
import { readWord } from './word.ts';
import { wordType } from './word-type.ts';

const BACKSLASH = 92;

/** Whether an odd number of backslashes stands before this place, from `start` on. */
function isEscaped(source: string, at: number, start: number): boolean {
  let before = at - 1;
  while (before >= start && source.charCodeAt(before) === BACKSLASH) before--;
  return (at - 1 - before) % 2 === 1;
}

/** The quote that closes a string: neither after a backslash nor doubled. */
function closingQuote(source: string, start: number, quote: string): number {
  let at = source.indexOf(quote, start);
  while (at >= 0) {
    if (isEscaped(source, at, start)) at = source.indexOf(quote, at + 1);
    else if (source[at + 1] === quote) at = source.indexOf(quote, at + 2);
    else return at;
  }
  return -1;
}

/** A string whose content starts here; `open` is empty where its opening quote lies before the text. */
export function readQuoted(source: string, start: number, quote: string, open: string): Token {
  const at = closingQuote(source, start, quote);
  return literal(source, start, at, { open, close: quote, length: 1 });
}

interface Quotes {
  readonly open: string;
  readonly close: string;
  /** How long the closing quote is. */
  readonly length: number;
}

/** A string up to the closing quote's place; to the end of the source where that is negative. */
function literal(source: string, start: number, at: number, { open, close, length }: Quotes): Token {
  const to = at < 0 ? source.length : at;
  const end = at < 0 ? source.length : at + length;
  return { type: 's', value: excerpt(source, start, to), end, open, close: at < 0 ? '' : close, sigils: 0 };
}

/** `'…'`, `"…"` */
export const readString = (source: string, start: number): Token => {
  const quote = source.charAt(start);
  return readQuoted(source, start + 1, quote, quote);
};

/** `E'…'` of PostgreSQL, `N'…'` of MySQL. */
export const readPrefixedString = (source: string, start: number): Token =>
  start + 2 < source.length && source[start + 1] === "'"
    ? readQuoted(source, start + 2, "'", "'")
    : readWord(source, start);

/** `U&'…'` of PostgreSQL. */
export function readUnicodeString(source: string, start: number): Token {
  if (source[start + 1] !== '&' || source[start + 2] !== "'") return readWord(source, start);
  const read = readQuoted(source, start + 3, "'", 'u');
  return { ...read, close: read.close === '' ? '' : 'u' };
}

const CLOSING_BRACKETS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** `q'[…]'` of Oracle, with any character in place of the brackets; `mark` is the place of the q, `start` that of the whole. */
function readMarkedString(source: string, start: number, mark: number): Token {
  const letter = source[mark];
  const code = source.charCodeAt(mark + 2);
  const isMarked = (letter === 'q' || letter === 'Q') && source[mark + 1] === "'" && code >= 33 && code < 128;
  if (!isMarked) return readWord(source, start);
  const bracket = source.charAt(mark + 2);
  const closing = `${CLOSING_BRACKETS[bracket] ?? bracket}'`;
  return literal(source, mark + 3, source.indexOf(closing, mark + 3), { open: 'q', close: 'q', length: 2 });
}

export const readOracleString = (source: string, start: number): Token => readMarkedString(source, start, start);

/** `N'…'` of MySQL, `nq'[…]'` of Oracle. */
export const readNationalString = (source: string, start: number): Token =>
  start + 2 < source.length && source[start + 1] === "'"
    ? readPrefixedString(source, start)
    : readMarkedString(source, start, start + 1);

const readDigitString = (digits: CharacterSet) => (source: string, start: number) => {
  if (source[start + 1] !== "'") return readWord(source, start);
  const end = endOfSpan(digits, source, start + 2);
  return source[end] === "'" ? token('1', source, start, end + 1) : readWord(source, start);
};

/** `b'0101'` */
export const readBinaryString = readDigitString(BINARY_OR_NUL);
/** `x'414243'` */
export const readHexString = readDigitString(HEX_OR_NUL);

/** The backticks of MySQL hold a name: a function's, or any. */
export function readTicked(source: string, start: number): Token {
  const read = readQuoted(source, start + 1, '`', '`');
  return { ...read, type: wordType(read.value) === 'f' ? 'f' : 'n' };
}

/** What starts with `$`: an amount, a string of PostgreSQL in `$$` or `$tag$`, or the character alone. */
export function readDollar(source: string, start: number): Token {
  if (start + 1 === source.length) return single('n', source, start);
  const end = endOfSpan(MONEY_OR_NUL, source, start + 1);
  if (end === start + 2 && source[start + 1] === '.') return readWord(source, start);
  return end > start + 1 ? token('1', source, start, end) : readDollarString(source, start);
}

function readDollarString(source: string, start: number): Token {
  const tagEnd = endOfSpan(LETTER_OR_NUL, source, start + 1);
  if (source[tagEnd] !== '$') return single('n', source, start);
  const quote = source.slice(start, tagEnd + 1);
  const at = source.indexOf(quote, tagEnd + 1);
  return literal(source, tagEnd + 1, at, { open: '$', close: '$', length: quote.length });
}
