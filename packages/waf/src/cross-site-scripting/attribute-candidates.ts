import { isWhite } from './html-reader.ts';
import { dangerOfAttribute } from './names.ts';

/** No name is told to be dangerous by more characters than these. */
const MOST_BYTES = 64;

/**
 * Whether a name that would make an attribute dangerous stands before an equals sign, wherever the reader of HTML may let a
 * name begin: after white space, a slash, a quote, or at the start. Where there is none, and no `<`, no attribute is dangerous.
 */
export function hasDangerousAttribute(source: string): boolean {
  for (let at = source.indexOf('='); at >= 0; at = source.indexOf('=', at + 1)) {
    let end = at;
    while (end > 0 && isWhite(source.charCodeAt(end - 1))) end--;
    let start = end;
    for (; start > 0 && !endsName(source.charCodeAt(start - 1)); start--)
      if (isQuote(source.charCodeAt(start - 1)) && isDangerous(source, start, end)) return true;
    if (isDangerous(source, start, end)) return true;
  }
  return false;
}

const isDangerous = (source: string, start: number, end: number): boolean =>
  dangerOfAttribute(source.slice(start, Math.min(end, start + MOST_BYTES))) !== undefined;

/** White space, a slash, an equals sign, a greater-than sign. */
const endsName = (code: number): boolean => isWhite(code) || code === 0x2f || code === 0x3d || code === 0x3e;

const isQuote = (code: number): boolean => code === 0x22 || code === 0x27 || code === 0x60;
