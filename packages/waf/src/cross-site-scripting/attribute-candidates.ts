import { isWhite } from './html-reader.ts';
import { dangerOfAttribute, mayBeDangerous } from './names.ts';

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
    for (let kind = kindBefore(source, start); kind !== END; kind = kindBefore(source, --start))
      if (kind === QUOTE && isDangerous(source, start, end)) return true;
    if (isDangerous(source, start, end)) return true;
  }
  return false;
}

const isDangerous = (source: string, start: number, end: number): boolean =>
  mayBeDangerous(source, start, end) &&
  dangerOfAttribute(source.slice(start, Math.min(end, start + MOST_BYTES))) !== undefined;

const WITHIN = 0;
const END = 1;
const QUOTE = 2;

/** What a character before a name's end is: white space, a slash, an equals sign and a greater-than sign stand outside of it. */
const KINDS = Uint8Array.from({ length: 256 }, (_none, code) => {
  if (isWhite(code) || '/=>'.includes(String.fromCharCode(code))) return END;
  return '"\'`'.includes(String.fromCharCode(code)) ? QUOTE : WITHIN;
});

const kindBefore = (source: string, at: number): number =>
  at > 0 ? (KINDS[source.charCodeAt(at - 1)] ?? WITHIN) : END;
