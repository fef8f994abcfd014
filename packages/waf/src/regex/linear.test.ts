import { expect, test } from 'vitest';
import { numbers } from '../reference/random.ts';
import { trimmed } from './linear.ts';
import { parseRegex } from './parser.ts';
import { printPattern } from './printer.ts';
import { LETTERS, randomPattern } from './random-pattern.ts';

function shown(regex: string): string {
  const pattern = parseRegex(regex);
  if ('fault' in pattern) throw new Error(pattern.reason);
  return printPattern(trimmed(pattern), 'plain');
}

test.each([
  ['a+', 'a{1}'],
  ['.*a.*', 'a'],
  ['(?:ab)?c{2,9}', 'c{2}'],
  ['^a*b*$', '^a*b*\\n?$'],
  ['y(?:x{0,50}){0,50}z', 'yx{0,2500}z'],
  ['y(?:x{2,3}){2,4}z', 'yx{4,12}z'],
  ['y(?:x{3}){2}z', 'yx{6}z'],
  ['y(?:x{3}){2,3}z', 'y(?:x{3}){2,3}z'],
  ['y(?:x+)*z', 'yx*z'],
  ['(?:a*)*', ''],
])('of %s only %s has to be looked for', (regex, wanted) => {
  expect(shown(regex)).toBe(wanted);
});

test('5,000 random patterns match where what is left of them matches', () => {
  const random = numbers(29);
  for (let run = 0; run < 5000; run++) {
    const pattern = randomPattern(random, 3);
    const [whole, short] = [pattern, trimmed(pattern)].map((each) => new RegExp(printPattern(each, 'v8')));
    for (let round = 0; round < 6; round++) {
      const text = Array.from({ length: Math.floor(random() * 8) }, () =>
        LETTERS.charAt(Math.floor(random() * 6)),
      ).join('');
      expect([whole?.source, short?.source, text, short?.test(text)]).toEqual([
        whole?.source,
        short?.source,
        text,
        whole?.test(text),
      ]);
    }
  }
});
