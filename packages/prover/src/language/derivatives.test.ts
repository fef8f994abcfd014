import type { TextRewrite } from '@sallyport/gates';
import { expect, test } from 'vitest';
import { belongsTo, Derivatives, type Language, Languages, patternLanguage, preImageThrough } from './index.ts';

const CHAINS: readonly { readonly name: string; readonly rewrites: readonly TextRewrite[] }[] = [
  { name: 'nothing', rewrites: [] },
  { name: 'a prefix', rewrites: [{ rewrite: 'prefix', text: '/a' }] },
  { name: 'a suffix', rewrites: [{ rewrite: 'suffix', text: 'b' }] },
  { name: 'a replaced prefix', rewrites: [{ rewrite: 'replace-prefix', text: '/ab', by: '/' }] },
  { name: 'a replaced prefix of nothing', rewrites: [{ rewrite: 'replace-prefix', text: '', by: 'a' }] },
  { name: 'upper case', rewrites: [{ rewrite: 'upper-case' }] },
  { name: 'percent-decoding', rewrites: [{ rewrite: 'percent-decode', plus: true }] },
  { name: 'merged slashes', rewrites: [{ rewrite: 'merge-slashes' }] },
  {
    name: 'three rewrites',
    rewrites: [
      { rewrite: 'merge-slashes' },
      { rewrite: 'replace-prefix', text: '/a', by: '' },
      { rewrite: 'percent-decode' },
    ],
  },
];

const PATTERNS = ['/a*', '/ab*a', '*b', '/?b', '*+*', '/A*', 'a/*', '*/b'];

/** Every text of a few bytes out of some that the rewrites and the patterns tell apart. */
function textsOf(length: number): readonly string[] {
  if (length === 0) return [''];
  const shorter = textsOf(length - 1);
  return [...shorter, ...['/', 'a', 'b', '%', '2', '+', 'f'].flatMap((byte) => shorter.map((text) => byte + text))];
}

const TEXTS = [...new Set(textsOf(4)), '/aba', '/ab/ab', '%2fa+b', '/%61b', '//ab//a', '%2F%2fb'];

test.each(CHAINS)('by columns the same texts are accepted as byte by byte, behind $name', ({ rewrites }) => {
  const languages = new Languages();
  const tests = PATTERNS.flatMap((pattern): readonly Language[] => {
    const language = patternLanguage(languages, { is: 'glob', pattern });
    const before = language && preImageThrough(languages, rewrites, language);
    return before ? [before] : [];
  });
  expect(tests).toHaveLength(PATTERNS.length);
  const wholes = [languages.either(tests), languages.both(tests.slice(0, 2)), languages.not(languages.either(tests))];
  const derivatives = new Derivatives(languages, [...tests, ...wholes]);
  for (const language of [...tests, ...wholes])
    expect(TEXTS.filter((text) => derivatives.accepts(language, text))).toEqual(
      TEXTS.filter((text) => belongsTo(languages, language, text)),
    );
  expect(TEXTS.some((text) => derivatives.accepts(languages.either(tests), text))).toBe(true);
});
