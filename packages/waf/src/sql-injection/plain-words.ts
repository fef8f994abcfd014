import { isWordOfSql } from './word-type.ts';

/** How much of a text is words and numbers that mean nothing in SQL, with blanks between: all of it, more than folding looks at, or less. */
export type Plainness = 'all' | 'beginning' | 'none';

/** Folding reads no more tokens where each is kept: the sixth may tell what the fifth is. */
const MOST_TOKENS = 6;

const OTHER = 0;
const BLANK = 1;
const DIGIT = 2;
const LETTER = 3;

/** What the reader of tokens takes a byte for; whatever else a byte may be is left to it. */
const KINDS = Uint8Array.from({ length: 256 }, (_none, code) => {
  if (code === 160 || code === 32 || (code >= 9 && code <= 13)) return BLANK;
  const character = String.fromCharCode(code);
  if (/[0-9]/.test(character)) return DIGIT;
  return code >= 128 || /[A-Za-z_]/.test(character) ? LETTER : OTHER;
});

/** V8 compiles a look behind the end of a text into a call: none is taken. */
const kindAt = (source: string, at: number): number =>
  at < source.length ? (KINDS[source.charCodeAt(at)] ?? OTHER) : OTHER;

/**
 * Words that SQL does not know are tokens of type `n`, numbers of type `1`. They fold with nothing, and no sequence of these two types alone
 * is an attack; nor is any of one token that begins with a letter or a digit. So a text of this kind needs no reading as SQL, where it is put
 * into a statement as it is.
 */
export function plainness(source: string): Plainness {
  let tokens = 0;
  for (let at = 0; at < source.length; at++) {
    const kind = kindAt(source, at);
    if (kind === BLANK) continue;
    if (tokens >= MOST_TOKENS) return 'beginning';
    if (kind === OTHER) return 'none';
    const start = kind === DIGIT ? endOfNumber(source, at) : at;
    if (start < 0) return 'none';
    if (start > at) tokens++;
    at = endOfWord(source, start);
    if (at < source.length && kindAt(source, at) !== BLANK) return 'none';
    if (at === start) continue;
    if (isWordOfSql(source, start, at)) return tokens === 0 && at === source.length ? 'all' : 'none';
    tokens++;
  }
  return 'all';
}

function endOfWord(source: string, start: number): number {
  let at = start;
  while (kindAt(source, at) >= DIGIT) at++;
  return at;
}

/** Letters that may belong to the number before them. */
const OF_NUMBERS = 'bBdDeEfFxX';

/** Where a number ends that needs no closer look; -1 where it does. What follows may be a word. */
function endOfNumber(source: string, start: number): number {
  let at = endOfDigits(source, start);
  if (source[at] === '.') {
    const end = endOfDigits(source, at + 1);
    if (end === at + 1) return -1;
    at = end;
  }
  return at < source.length && OF_NUMBERS.includes(source.charAt(at)) ? -1 : at;
}

function endOfDigits(source: string, start: number): number {
  let at = start;
  while (kindAt(source, at) === DIGIT) at++;
  return at;
}
