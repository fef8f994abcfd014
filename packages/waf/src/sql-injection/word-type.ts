import type { TokenType } from './token.ts';
import { WORD_ROWS } from './words.ts';

const TYPES: ReadonlyMap<string, TokenType> = new Map(
  WORD_ROWS.flatMap(([type, ...rows]) => rows.flatMap((row) => row.split(',').map((word) => [word, type] as const))),
);
const LONGEST = Math.max(...[...TYPES.keys()].map((word) => word.length));

/** The code of a letter in capitals; other characters of ASCII share codes without harm, as this only rules words out. */
const folded = (code: number): number => code & 0x5f;

/** Which first characters the words of a length have: most words of a text are ruled out by it. */
const STARTS = new Uint8Array((LONGEST + 1) << 7);
for (const word of TYPES.keys()) STARTS[(word.length << 7) | folded(word.charCodeAt(0))] = 1;

/** What a word, a phrase or an operator is, whatever the case of its letters; undefined for a bare word. */
export function wordType(word: string): TokenType | undefined {
  const { length } = word;
  if (length > LONGEST || STARTS[(length << 7) | folded(word.charCodeAt(0))] !== 1) return undefined;
  const capitals = word.toUpperCase();
  // Only the letters of ASCII have two cases here; `ß` would become two letters.
  return capitals.length === length ? TYPES.get(capitals) : undefined;
}

/** Operators of two characters, by their codes, which are below 128. */
const PAIRS = new Array<TokenType | undefined>(1 << 14).fill(undefined);
for (const [word, type] of TYPES) if (word.length === 2) PAIRS[(word.charCodeAt(0) << 7) | word.charCodeAt(1)] = type;

/** What the operator of two characters at a place is; undefined where there is none. */
export function operatorType(source: string, at: number): TokenType | undefined {
  const second = source.charCodeAt(at + 1);
  return second < 128 ? PAIRS[(source.charCodeAt(at) << 7) | second] : undefined;
}

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
