import type { TokenType } from './token.ts';
import { WORD_ROWS } from './words.ts';

const TYPES: ReadonlyMap<string, TokenType> = new Map(
  WORD_ROWS.flatMap(([type, ...rows]) => rows.flatMap((row) => row.split(',').map((word) => [word, type] as const))),
);
const LONGEST = Math.max(...[...TYPES.keys()].map((word) => word.length));

/** What a word, a phrase or an operator is, whatever the case of its letters; undefined for a bare word. */
export function wordType(word: string): TokenType | undefined {
  if (word.length > LONGEST) return undefined;
  const capitals = word.toUpperCase();
  // Only the letters of ASCII have two cases here; `ß` would become two letters.
  return capitals.length === word.length ? TYPES.get(capitals) : undefined;
}
