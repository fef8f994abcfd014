import { describe, expect, it } from 'vitest';
import { belongsTo } from './derivative.ts';
import { Languages } from './languages.ts';
import { regexLanguage } from './regex.ts';

const TEXTS = ['', 'a', 'A', 'ab', 'aab', 'b', 'a.b', '/a/b', '10', 'x-1', 'a\nb', '[', ']', 'é', '{2}', 'aaaa', ' '];
const UNDERSTOOD = [
  'a',
  '^a$',
  'a|b',
  '^a|b$',
  '^(?:a|b)+$',
  'a{2}',
  'a{1,}',
  'a{2,3}',
  'a.b',
  'a\\.b',
  '\\d+',
  '[^a]',
  '[a-b]',
  '[\\d-]',
  '[]a]'.replace('[]', '[\\]'),
  '\\x61',
  'a+?b',
  '\\W',
  '/',
  '(a|)b',
  'é',
  '[\\w.]+$',
];
const NOT_UNDERSTOOD = [
  '(?=a)',
  '(?!a)',
  'a\\b',
  '(a)\\1',
  '(?<n>a)',
  'a++',
  '(',
  'a)',
  '[a',
  'a{300}',
  '(^a)',
  '*a',
  'a**',
  '\\p{L}',
  'a{',
];

describe('regexLanguage', () => {
  it.each(UNDERSTOOD)('finds in texts what a regular expression finds: %s', (source) => {
    const languages = new Languages();
    for (const fold of [false, true]) {
      const language = regexLanguage(languages, source, fold);
      const expression = new RegExp(source, fold ? 'i' : '');
      const found = TEXTS.map((text) => language && belongsTo(languages, language, text));
      expect(found).toEqual(TEXTS.map((text) => expression.test(text)));
    }
  });

  it.each(NOT_UNDERSTOOD)('leaves undecided what it does not understand: %s', (source) => {
    expect(regexLanguage(new Languages(), source, false)).toBeUndefined();
  });

  it('takes an inline flag at the start for folding', () => {
    const languages = new Languages();
    const language = regexLanguage(languages, '(?i)^ab$', false);
    expect(language && belongsTo(languages, language, 'AB')).toBe(true);
  });
});
