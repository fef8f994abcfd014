import type { Attribute } from '@sallyport/gates';
import { byteTable, type Language, type Languages } from '../language/index.ts';
import { splitAttribute } from './environment.ts';
import type { Overlaps } from './pull.ts';

/** What has to be read out of the whole text. */
export interface Merged {
  readonly queryArguments: boolean;
  readonly cookies: boolean;
}

/**
 * Where the whole query string is tested too, a test on an argument becomes one on the query string; the same for cookies
 * and the Cookie header. Otherwise each argument and each cookie is a variable of its own.
 */
export const overlaps = (merged: Merged): Overlaps => ({
  languageOf: (languages, on, language) => {
    if (!merged.queryArguments && !merged.cookies) return undefined;
    const [kind, name] = splitAttribute(on);
    if (kind === 'argument' && merged.queryArguments)
      return { on: 'query', language: queryWith(languages, name, language) };
    if (kind === 'cookie' && merged.cookies)
      return { on: 'header:cookie', language: cookieHeaderWith(languages, name, language) };
    return undefined;
  },
});

/** The whole texts that hold some of the tested attributes. */
export function mergedOf(tested: Iterable<Attribute>): Merged {
  const attributes = [...tested];
  const some = (kind: string): boolean => attributes.some((attribute) => attribute.startsWith(kind));
  return {
    queryArguments: attributes.includes('query') && some('argument:'),
    cookies: attributes.includes('header:cookie') && some('cookie:'),
  };
}

/** The query strings with an argument of this name and a value in the language. */
function queryWith(languages: Languages, name: string, values: Language): Language {
  const inside = languages.repeat(languages.bytes(byteTable((byte) => byte !== 0x26)));
  const withValue = languages.sequence([languages.literal(`${name}=`), languages.both([values, inside])]);
  const withoutValue = values.nullable && name !== '' ? [languages.literal(name)] : [];
  const piece = languages.either([withValue, ...withoutValue]);
  const before = languages.optional(languages.then(languages.all, languages.byte(0x26)));
  const after = languages.optional(languages.then(languages.byte(0x26), languages.all));
  return languages.sequence([before, piece, after]);
}

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0xa0;

/** The Cookie headers with a cookie of this name and a value in the language; blanks around the pieces do not count. */
function cookieHeaderWith(languages: Languages, name: string, values: Language): Language {
  const inside = languages.bytes(byteTable((byte) => byte !== 0x3b));
  const solid = languages.bytes(byteTable((byte) => byte !== 0x3b && !isBlank(byte)));
  const blanks = languages.repeat(languages.bytes(byteTable(isBlank)));
  const trimmed = languages.optional(languages.then(languages.repeat(inside), solid));
  const cookie = languages.then(languages.literal(`${name}=`), languages.both([values, trimmed]));
  const before = languages.optional(languages.then(languages.all, languages.byte(0x3b)));
  const after = languages.optional(languages.then(languages.byte(0x3b), languages.all));
  return languages.sequence([before, blanks, cookie, blanks, after]);
}
