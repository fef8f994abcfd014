import type { TokenType } from './token.ts';
import { WORD_ROWS } from './words.ts';

const TYPES: ReadonlyMap<string, TokenType> = new Map(
  WORD_ROWS.flatMap(([type, ...rows]) => rows.flatMap((row) => row.split(',').map((word) => [word, type] as const))),
);
const LONGEST = Math.max(...[...TYPES.keys()].map((word) => word.length));

/**
 * A number of the length and of the first, second and last characters of a word, whatever the case of its letters: most words of a text have
 * one that no listed word has. Other characters share numbers without harm, as this only rules words out.
 */
const sketch = (length: number, first: number, second: number, last: number): number =>
  (((first & 31) << 10) | ((second & 31) << 5) | (last & 31)) ^ ((length * 0x2f5) & 0x7fff);

/** The sketch of what stands between two places, which is not empty. No look goes behind the end of the source. */
const sketchOf = (source: string, start: number, end: number): number =>
  sketch(
    end - start,
    source.charCodeAt(start),
    source.charCodeAt(Math.min(start + 1, end - 1)),
    source.charCodeAt(end - 1),
  );

function sketchesOf(words: Iterable<string>): Uint8Array {
  const sketches = new Uint8Array(1 << 15);
  for (const word of words) sketches[sketchOf(word, 0, word.length)] = 1;
  return sketches;
}

const SKETCHES = sketchesOf(TYPES.keys());

/** What a word, a phrase or an operator is, whatever the case of its letters; undefined for a bare word. */
export function wordType(word: string): TokenType | undefined {
  const { length } = word;
  if (length === 0 || length > LONGEST || SKETCHES[sketchOf(word, 0, length)] !== 1) return undefined;
  const capitals = word.toUpperCase();
  // Only the letters of ASCII have two cases here; `ß` would become two letters.
  return capitals.length === length ? TYPES.get(capitals) : undefined;
}

/** Words that are something by themselves, and those that phrases begin with. */
const WORDS: ReadonlySet<string> = new Set([...TYPES.keys()].flatMap((word) => [word, word.split(' ', 1)[0] ?? '']));
const WORD_SKETCHES = sketchesOf(WORDS);

/** Whether what stands between two places is a word that is not bare, or begins a phrase, whatever the case of its letters. */
export function isWordOfSql(source: string, start: number, end: number): boolean {
  if (end - start > LONGEST || WORD_SKETCHES[sketchOf(source, start, end)] !== 1) return false;
  return WORDS.has(source.slice(start, end).toUpperCase());
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
