import { expect, test } from 'vitest';
import { numbers } from '../reference/random.ts';
import { automaton } from './automaton.ts';
import { ParallelAutomaton } from './parallel-automaton.ts';
import { parseRegex } from './parser.ts';
import type { Pattern } from './pattern.ts';
import { printPattern } from './printer.ts';
import { LETTERS, randomPattern } from './random-pattern.ts';

function parallel(pattern: Pattern): ParallelAutomaton | undefined {
  const built = automaton(pattern);
  return built && ParallelAutomaton.of(built);
}

function parsed(regex: string): Pattern {
  const pattern = parseRegex(regex);
  if ('fault' in pattern) throw new Error(pattern.reason);
  return pattern;
}

test('5,000 random patterns find in random texts what V8 finds, in the whole and between two places', () => {
  const random = numbers(17);
  const text = (): string =>
    Array.from({ length: Math.floor(random() * 12) }, () => LETTERS.charAt(Math.floor(random() * 6))).join('');
  let found = 0;
  for (let run = 0; run < 5000; run++) {
    const pattern = randomPattern(random, 3);
    const made = parallel(pattern);
    if (!made) throw new Error('a small pattern is too large');
    const regex = new RegExp(printPattern(pattern, 'v8'));
    for (let round = 0; round < 6; round++) {
      const source = text();
      const match = regex.exec(source);
      expect([regex.source, source, made.testBetween(source, 0, source.length)]).toEqual([
        regex.source,
        source,
        match !== null,
      ]);
      if (!match) continue;
      found++;
      const end = Math.min(source.length, match.index + match[0].length + 1);
      expect([regex.source, source, made.testBetween(source, match.index, end)]).toEqual([regex.source, source, true]);
    }
  }
  expect(found).toBeGreaterThan(5000);
});

test.each(['[ab]*a[ab]{70}c', 'a.{200}b', '(?:ab?){60}c', '(?:[ab][^a]{0,9}){0,9}c', '(?:a{1,30}){1,30}b'])(
  '%s finds what V8 finds, over many words of bits',
  (regex) => {
    const made = parallel(parsed(regex));
    const v8 = new RegExp(regex);
    const random = numbers(23);
    for (let round = 0; round < 200; round++) {
      const text = Array.from({ length: 260 }, () => 'aabbbbc'.charAt(Math.floor(random() * 7))).join('');
      expect(made?.testBetween(text, 0, text.length)).toBe(v8.test(text));
    }
  },
);

test('a pattern that would cost too much for a byte is refused', () => {
  expect(parallel(parsed('(?:a?b?c?d?e?f?g?h?i?j?){20}k'))).toBeUndefined();
  expect(parallel(parsed('(?:[ab]{0,90}[bc]{0,90}){0,90}d'))).toBeUndefined();
});
