import { startOfAny, WORD_END } from './character-set.ts';
import { excerpt, MOST_VALUE_BYTES, type Token, token } from './token.ts';
import { wordType } from './word-type.ts';

/** A word up to the next space, operator or bracket: a keyword, a function's name, or a bare word. */
export function readWord(source: string, start: number): Token {
  const keyword = keywordBeforeDot(source, start);
  if (keyword) return keyword;
  const end = startOfAny(WORD_END, source, start);
  const value = excerpt(source, start, end);
  const type = end - start <= MOST_VALUE_BYTES ? wordType(value) : undefined;
  return { type: type ?? 'n', value, end, open: '', close: '', sigils: 0 };
}

/** The keyword in `SELECT.1` and in SELECT`column`. Looks at the first bytes only, so that reading on stays linear. */
function keywordBeforeDot(source: string, start: number): Token | undefined {
  const last = Math.min(source.length, start + MOST_VALUE_BYTES);
  for (let at = start; at < last; at++) {
    const code = source.charCodeAt(at);
    if (WORD_END[code] === 1) return undefined;
    if (code !== 46 && code !== 96) continue;
    const type = wordType(source.slice(start, at));
    if (type !== undefined && type !== 'n') return token(type, source, start, at);
  }
  return undefined;
}

/** `[name]` of SQL Server. */
export function readBracketed(source: string, start: number): Token {
  const at = source.indexOf(']', start);
  return token('n', source, start, at < 0 ? source.length : at + 1);
}
