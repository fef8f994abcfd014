import { expect, test } from 'vitest';
import { numbers } from '../reference/random.ts';
import { automaton } from './automaton.ts';
import { LazyDfa } from './lazy-dfa.ts';
import type { Pattern } from './pattern.ts';
import { printPattern } from './printer.ts';
import { LETTERS, randomPattern } from './random-pattern.ts';

test('5,000 random patterns find in random texts what V8 finds', () => {
  const random = numbers(7);
  let found = 0;
  for (let run = 0; run < 5000; run++) {
    const pattern = randomPattern(random, 3);
    const built = automaton(pattern);
    if (!built) throw new Error('a small pattern is too large');
    const dfa = new LazyDfa(built);
    const regex = new RegExp(printPattern(pattern, 'v8'));
    for (let round = 0; round < 6; round++) {
      const text = Array.from({ length: Math.floor(random() * 7) }, () =>
        LETTERS.charAt(Math.floor(random() * 6)),
      ).join('');
      const expected = regex.test(text);
      expect({ regex: regex.source, text, found: dfa.testBetween(text, 0, text.length) }).toEqual({
        regex: regex.source,
        text,
        found: expected,
      });
      if (expected) found++;
    }
  }
  expect(found).toBeGreaterThan(5000);
  expect(found).toBeLessThan(25_000);
});

test('between two places it finds a match that lies there, and none that the whole text has not', () => {
  const random = numbers(11);
  let inside = 0;
  for (let run = 0; run < 5000; run++) {
    const pattern = randomPattern(random, 3);
    const dfa = new LazyDfa(automaton(pattern) ?? { nodes: [], start: 0 });
    const regex = new RegExp(printPattern(pattern, 'v8'));
    const text = Array.from({ length: 12 }, () => LETTERS.charAt(Math.floor(random() * 6))).join('');
    const match = regex.exec(text);
    const from = Math.floor(random() * 12);
    const to = from + Math.floor(random() * (13 - from));
    if (!match) expect(dfa.testBetween(text, from, to)).toBe(false);
    else {
      // A byte more decides the boundaries behind the match.
      const end = Math.min(text.length, match.index + match[0].length + 1);
      expect([regex.source, text, dfa.testBetween(text, match.index, end)]).toEqual([regex.source, text, true]);
      if (match.index > 0 && match[0] !== '') inside++;
    }
  }
  expect(inside).toBeGreaterThan(500);
});

test('forgets states rather than keeping more than a thousand', () => {
  const a: Pattern = { is: 'set', of: [[97, 97]] };
  const ab: Pattern = { is: 'set', of: [[97, 98]] };
  const many: Pattern = { is: 'sequence', of: [a, { is: 'repeat', of: ab, least: 14, most: 14, lazy: false }, a] };
  const built = automaton(many);
  if (!built) throw new Error('too large');
  const dfa = new LazyDfa(built);
  const random = numbers(3);
  const regex = new RegExp(printPattern(many, 'v8'));
  for (let run = 0; run < 200; run++) {
    const text = Array.from({ length: 200 }, () => (random() < 0.02 ? 'a' : 'b')).join('');
    expect(dfa.testBetween(text, 0, text.length)).toBe(regex.test(text));
  }
});

test('a pattern whose repetitions multiply beyond measure has no automaton', () => {
  const hundred = (of: Pattern): Pattern => ({ is: 'repeat', of, least: 0, most: 1000, lazy: false });
  expect(automaton(hundred(hundred({ is: 'set', of: [[97, 97]] })))).toBeUndefined();
});
