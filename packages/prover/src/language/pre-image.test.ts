import { applyTextRewrite, type TextRewrite } from '@sallyport/gates';
import { expect, it } from 'vitest';
import { belongsTo } from './derivative.ts';
import { globLanguage } from './glob.ts';
import { Languages } from './languages.ts';
import { preImageThrough } from './pre-image.ts';
import { regexLanguage } from './regex.ts';

const REWRITES: readonly TextRewrite[] = [
  { rewrite: 'prefix', text: '/a' },
  { rewrite: 'suffix', text: '/b' },
  { rewrite: 'replace-prefix', text: '/aa', by: '/b' },
  { rewrite: 'replace-prefix', text: '', by: '/' },
  { rewrite: 'lower-case' },
  { rewrite: 'upper-case' },
  { rewrite: 'percent-decode' },
  { rewrite: 'percent-decode', plus: true },
  { rewrite: 'merge-slashes' },
  { rewrite: 'drop-port' },
];
const GLOBS = ['*', '', '/a*', '*b', '*a*b', '/?', '/A/b', 'a:1', '*/', '*%*', '* *'];
const REGEXES = ['^/(a|b)+$', '[^/]+/[^/]+', 'a.b', '(%2f){1,2}', '^A'];
const TEXTS = [
  '',
  '/',
  '/a',
  '/aa',
  '/aab',
  '//a//b',
  '%2f',
  '%2F%41',
  '%%2f',
  '%2%2f',
  '%',
  'a:1',
  'a:',
  ':80',
  'a:1:2',
  'A/b',
  'a+b',
  '%2b',
  '/AA',
];

it('takes back a rewrite exactly: a text is in the pre-image if and only if its image is in the language', () => {
  const languages = new Languages();
  const tested = [
    ...GLOBS.map((glob) => globLanguage(languages, glob, {})),
    ...REGEXES.map((source) => regexLanguage(languages, source, false) ?? languages.none),
  ];
  let checks = 0;
  for (const first of REWRITES)
    for (const second of REWRITES)
      for (const language of tested) {
        const before = preImageThrough(languages, [first, second], language) ?? languages.none;
        for (const text of TEXTS) {
          const image = applyTextRewrite(second, applyTextRewrite(first, text));
          const wrong = belongsTo(languages, before, text) !== belongsTo(languages, language, image);
          expect(wrong ? { first, second, text, image } : undefined).toBeUndefined();
          checks++;
        }
      }
  expect(checks).toBe(10 * 10 * 16 * 19);
});
