import type { DescribedStatement } from '@sallyport/waf';
import { textDescriptions } from './leaf-language.ts';

/**
 * What no output of a transformation contains, whatever came in.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html
 */
export const NEVER_INSIDE: ReadonlyMap<string, RegExp> = new Map([
  ['LOWERCASE', /[A-Z]/],
  ['UPPERCASE', /[a-z]/],
  ['COMPRESS_WHITE_SPACE', / {2}|[\t\n\v\f\r\xa0]/],
  ['REMOVE_WHITESPACE', /[ \t\n\v\f\r\xa0]/],
  ['REMOVE_NULLS', /\0/],
  ['REPLACE_NULLS', /\0/],
  ['NORMALIZE_PATH', /\/\/|\/\.\//],
  ['NORMALIZE_PATH_WIN', /\/\/|\/\.\/|\\/],
  ['CMD_LINE', /[A-Z\\"'^,;]/],
]);
export const NEVER_AT_START: ReadonlyMap<string, RegExp> = new Map([
  ['TRIM', /^[ \t\n\v\f\r]/],
  ['TRIM_LEFT', /^[ \t\n\v\f\r]/],
]);
export const NEVER_AT_END: ReadonlyMap<string, RegExp> = new Map([
  ['TRIM', /[ \t\n\v\f\r]$/],
  ['TRIM_RIGHT', /[ \t\n\v\f\r]$/],
]);

/** The last transformation, where no text that it gives can be the one that is looked for. */
export function impossibleAfter(described: DescribedStatement): string | undefined {
  const texts = textDescriptions(described);
  const [first] = texts;
  if (!first || texts.length > 1 || 'regex' in first.matches) return undefined;
  const last = first.transformations.at(-1) ?? '';
  const { position, text } = first.matches;
  const starts = position === 'EXACTLY' || position === 'STARTS_WITH';
  const ends = position === 'EXACTLY' || position === 'ENDS_WITH';
  const isImpossible =
    NEVER_INSIDE.get(last)?.test(text) ||
    (starts && NEVER_AT_START.get(last)?.test(text)) ||
    (ends && NEVER_AT_END.get(last)?.test(text));
  return isImpossible ? last : undefined;
}
