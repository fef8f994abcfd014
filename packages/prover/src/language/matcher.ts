import type { Matcher } from '@sallyport/gates';
import { globLanguage } from './glob.ts';
import type { Language } from './language.ts';
import type { Languages } from './languages.ts';
import { regexLanguage } from './regex.ts';
import { resourcePathLanguage } from './resource-path.ts';

/** The matchers that compare with patterns, which are known letter by letter. */
export type PatternMatcher = Exclude<Matcher, { is: 'equal' | 'one-of' }>;

/** The texts that a pattern matches; undefined for a regular expression that is not understood. */
export function patternLanguage(languages: Languages, matcher: PatternMatcher): Language | undefined {
  const { all } = languages;
  switch (matcher.is) {
    case 'starting-with':
      return languages.then(languages.literal(matcher.text, matcher.fold), all);
    case 'ending-with':
      return languages.then(all, languages.literal(matcher.text, matcher.fold));
    case 'containing':
      return languages.sequence([all, languages.literal(matcher.text, matcher.fold), all]);
    case 'glob':
      return globLanguage(languages, matcher.pattern, matcher);
    case 'resource-path':
      return resourcePathLanguage(languages, matcher.template);
    case 'regex':
      return regexLanguage(languages, matcher.source, matcher.fold === true);
  }
}

/** Names a matcher, the same for equal matchers. Only texts that are not known letter by letter have a place. */
export const matcherName = (matcher: Matcher): string =>
  matcher.is === 'equal' || matcher.is === 'one-of'
    ? JSON.stringify(matcher, (key, value) => (key === 'place' ? undefined : value))
    : JSON.stringify(matcher);
