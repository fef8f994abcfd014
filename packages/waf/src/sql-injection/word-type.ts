import type { TokenType } from './token.ts';
import { WORD_ROWS } from './words.ts';

const TYPES: ReadonlyMap<string, TokenType> = new Map(
  WORD_ROWS.flatMap(([type, ...rows]) => rows.flatMap((row) => row.split(',').map((word) => [word, type] as const))),
);
const LONGEST = Math.max(...[...TYPES.keys()].map((word) => word.length));

/** Where the words of a length with such first characters are listed: most words of a text are ruled out by it. */
const listed = (length: number, first: number, second: number): number =>
  (length << 10) | ((first & 31) << 5) | (second & 31);

function startsOf(words: Iterable<string>): Uint8Array {
  const starts = new Uint8Array((LONGEST + 1) << 10);
  for (const word of words) starts[listed(word.length, word.charCodeAt(0), word.charCodeAt(1))] = 1;
  return starts;
}

const STARTS = startsOf(TYPES.keys());

/** What a word, a phrase or an operator is, whatever the case of its letters; undefined for a bare word. */
export function wordType(word: string): TokenType | undefined {
  const { length } = word;
  if (length === 0 || length > LONGEST) return undefined;
  if (STARTS[listed(length, word.charCodeAt(0), length > 1 ? word.charCodeAt(1) : 0)] !== 1) return undefined;
  const capitals = word.toUpperCase();
  // Only the letters of ASCII have two cases here; `ß` would become two letters.
  return capitals.length === length ? TYPES.get(capitals) : undefined;
}

/** Words that are something by themselves, and those that phrases begin with. */
const WORDS: ReadonlySet<string> = new Set([...TYPES.keys()].flatMap((word) => [word, word.split(' ', 1)[0] ?? '']));
const WORD_STARTS = startsOf(WORDS);

/** Whether what stands between two places is a word that is not bare, or begins a phrase, whatever the case of its letters. */
export function isWordOfSql(source: string, start: number, end: number): boolean {
  const length = end - start;
  if (length > LONGEST) return false;
  const place = listed(length, source.charCodeAt(start), length > 1 ? source.charCodeAt(start + 1) : 0);
  return WORD_STARTS[place] === 1 && WORDS.has(source.slice(start, end).toUpperCase());
}

/** Operators of two characters, by their codes, which are below 128. */
const PAIRS = new Array<TokenType | undefined>(1 << 14).fill(undefined);
for (const [word, type] of TYPES) if (word.length === 2) PAIRS[(word.charCodeAt(0) << 7) | word.charCodeAt(1)] = type;

/** What the operator of two characters at a place is; undefined where there is none. */
export function operatorType(source: string, at: number): TokenType | undefined {
  const second = source.charCodeAt(at + 1);
  return second < 128 ? PAIRS[(source.charCodeAt(at) << 7) | second] : undefined;
}

/** The code of a letter in capitals; other characters of ASCII share codes without harm, as this only rules phrases out. */
const folded = (code: number): number => code & 0x5f;

/** First characters of the words on both sides of a space in a phrase. */
const SEAMS = new Uint8Array(1 << 14);
for (const phrase of TYPES.keys())
  for (let at = phrase.indexOf(' '); at > 0; at = phrase.indexOf(' ', at + 1))
    SEAMS[(folded(phrase.charCodeAt(0)) << 7) | folded(phrase.charCodeAt(at + 1))] = 1;

/** What two words with a space between are together. */
export function phraseType(first: string, second: string): TokenType | undefined {
  const seam = (folded(first.charCodeAt(0)) << 7) | folded(second.charCodeAt(0));
  return SEAMS[seam] === 1 ? wordType(`${first} ${second}`) : undefined;
}
