import { urlDecode, urlDecodeUni } from './url-decode.ts';

/** `a=1&b=2&a=3` becomes `a=1,3&b=2`: the values of a name stand together at its first place. */
function combineDuplicates(query: string): string {
  const values = new Map<string, string[]>();
  for (const piece of query.split('&')) {
    const at = piece.indexOf('=');
    const name = at < 0 ? piece : piece.slice(0, at);
    const known = values.get(name) ?? [];
    if (at >= 0) known.push(piece.slice(at + 1));
    values.set(name, known);
  }
  return [...values].map(([name, all]) => (all.length === 0 ? name : `${name}=${all.join(',')}`)).join('&');
}

/**
 * What is done to a query string before it is split into arguments, by Type.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_PreParseTextTransformation.html
 */
export const PRE_PARSE_TRANSFORMATIONS = {
  NONE: (query: string): string => query,
  URL_DECODE: urlDecode,
  URL_DECODE_UNI: urlDecodeUni,
  COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA: combineDuplicates,
  REPLACE_SEMICOLONS_WITH_AMPERSANDS: (query: string): string => query.replaceAll(';', '&'),
} satisfies Record<string, (query: string) => string>;

export type PreParseName = keyof typeof PRE_PARSE_TRANSFORMATIONS;

export const PRE_PARSE_NAMES = Object.keys(PRE_PARSE_TRANSFORMATIONS) as readonly PreParseName[];
