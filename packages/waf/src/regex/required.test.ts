import { expect, test } from 'vitest';
import { parseRegex } from './parser.ts';
import { requiredTexts } from './required.ts';

function requiredBy(regex: string): readonly string[] | undefined {
  const pattern = parseRegex(regex);
  if ('fault' in pattern) throw new Error(pattern.reason);
  return requiredTexts(pattern);
}

test.each([
  ['union', ['union']],
  ['(?i)UNION.*select', ['select']],
  ['^/api/v[0-9]+/(internal|debug)/', ['/internal/', '/debug/']],
  ['(?:jpg|jpeg|png)$', ['jpg', 'jpeg', 'png']],
  ['jpe?g', ['jpg', 'jpeg']],
  ['(?:ab)+c', ['ab']],
  ['x{3}', ['xxx']],
])('every match of %s holds one of %j', (regex, texts) => {
  expect(requiredBy(regex)).toEqual(texts);
});

test.each(['a', '.*', '[0-9]{3}', '(?:abc)?', 'abc|', 'abc|.', '(?:abc)*d', '^$'])(
  'nothing is required by %s',
  (regex) => {
    expect(requiredBy(regex)).toBeUndefined();
  },
);

const PIECES = [
  'a',
  'B',
  'ab',
  '[ab]',
  '(?:ab|B)',
  'a?',
  '(?:ab)+',
  'b{2}',
  '(?i)',
  '.',
  '^',
  '(?:a|)',
  'c*',
  '(?:b|ab){1,2}',
];

test('whatever matches a random pattern holds one of the texts that it requires', () => {
  let state = 5;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  let checked = 0;
  for (let run = 0; run < 20_000; run++) {
    const source = Array.from({ length: 1 + below(4) }, () => PIECES[below(PIECES.length)]).join('');
    const texts = requiredBy(source);
    // V8 has no flags inside a pattern here: the whole is compared without regard to case then.
    const regex = new RegExp(source.replaceAll('(?i)', ''), source.includes('(?i)') ? 'i' : '');
    const text = Array.from({ length: below(7) }, () => 'aAbBc'[below(5)]).join('');
    const match = regex.exec(text)?.[0];
    if (!texts || match === undefined || (source.includes('(?i)') && !source.startsWith('(?i)'))) continue;
    checked++;
    expect([source, match, texts.some((each) => match.toLowerCase().includes(each))]).toEqual([source, match, true]);
  }
  expect(checked).toBeGreaterThan(300);
});
