import { describe, expect, it } from 'vitest';
import { globLanguage } from '../language/glob.ts';
import { Languages } from '../language/index.ts';
import { textClasses } from './text-classes.ts';

const classesOf = (patterns: readonly string[]) => {
  const languages = new Languages();
  const tests = patterns.map((pattern) => globLanguage(languages, pattern, {}));
  const paths = languages.then(languages.byte(0x2f), languages.all);
  return textClasses(languages, tests, paths);
};

describe('textClasses', () => {
  it('cuts paths into the classes that the patterns tell apart, each with a shortest text', () => {
    expect(classesOf(['/api/*', '*.jpg', '/health']).classes).toEqual([
      { holds: [], witness: '/' },
      { holds: [0], witness: '/api/' },
      { holds: [1], witness: '/.jpg' },
      { holds: [2], witness: '/health' },
      { holds: [0, 1], witness: '/api/.jpg' },
    ]);
  });

  it('finds two classes more for every pattern that is contained anywhere', () => {
    const patterns = ['*a*', '*b*', '*c*', '*d*', '*e*'];
    expect(classesOf(patterns).classes).toHaveLength(2 ** patterns.length);
  });

  it('finds every class that a search over all short texts finds, and no other', () => {
    const patterns = ['/a*', '*b', '/?a', '/ab*a', '/*a*b'];
    const found = classesOf(patterns);
    let texts = ['/'];
    const keys = new Set<string>();
    for (let length = 0; length < 6; length++) {
      for (const text of texts) keys.add(found.holding(text).join());
      texts = texts.flatMap((text) => ['a', 'b', 'x'].map((letter) => text + letter));
    }
    expect(new Set(found.classes.map(({ holds }) => holds.join()))).toEqual(keys);
  });

  it('says when a limit was reached', () => {
    const languages = new Languages();
    const tests = ['*a*', '*b*'].map((pattern) => globLanguage(languages, pattern, {}));
    expect(textClasses(languages, tests, languages.all, { states: 3, classes: 2 }).complete).toBe(false);
  });
});
