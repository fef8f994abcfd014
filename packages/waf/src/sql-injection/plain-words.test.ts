import { expect, test } from 'vitest';
import { fingerprintOf, isKnown } from './fingerprint.ts';
import { FINGERPRINT_ROWS } from './fingerprints.ts';
import { plainness } from './plain-words.ts';
import { WORD_ROWS } from './words.ts';

test('no known sequence is made of words and numbers alone', () => {
  const types = FINGERPRINT_ROWS.flatMap((row) => {
    const [start = '', ...rests] = row.split(' ');
    return rests.map((rest) => start + rest);
  });
  expect(types.filter((sequence) => /^[N1]*$/.test(sequence))).toEqual([]);
});

test.each([
  ['', 'all'],
  ['amber birch 19.5', 'all'],
  ['select', 'all'],
  [' 12monkeys\t_x', 'all'],
  ['\xe4mber b\xefrch', 'all'],
  ['one two three four five six seven', 'beginning'],
  ["one two three four five six 'seven'", 'beginning'],
  ['1e5', 'none'],
  ['1. amber', 'none'],
  ['amber, birch', 'none'],
  ['select amber', 'none'],
  ['1union', 'none'],
  ['current date', 'none'],
  ["x'41'", 'none'],
  ['select.1', 'none'],
])('%j: %s of it is plain', (source, expected) => {
  expect(plainness(source)).toBe(expected);
});

test('what is plain is read as words and numbers, or as one token, and is no attack', () => {
  let state = 7;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const words = WORD_ROWS.flatMap(([, ...rows]) => rows.flatMap((row) => row.split(/[, ]/)));
  const others = [
    'a',
    '1',
    '12',
    '1.5',
    '.',
    '_',
    'x',
    'n',
    'q',
    'u',
    'b',
    'e',
    "'",
    '&',
    '\xe4',
    '\xa0',
    '\0',
    '\x01',
    ',',
  ];
  const piece = (): string =>
    below(3) === 0 ? (words[below(words.length)] ?? '') : (others[below(others.length)] ?? '');
  let plain = 0;
  for (let run = 0; run < 60_000; run++) {
    let source = '';
    for (let count = 1 + below(8); count > 0; count--) source += piece() + (below(3) > 0 ? ' ' : '');
    if (plainness(source) === 'none') continue;
    plain++;
    for (const dialect of ['ansi', 'mysql'] as const) {
      const fingerprint = fingerprintOf(source, '', dialect);
      expect([source, fingerprint.types, fingerprint.isDisputed, isKnown(fingerprint)]).toEqual([
        source,
        expect.stringMatching(/^(?:[n1]*|[^X])$/),
        false,
        false,
      ]);
    }
  }
  expect(plain).toBeGreaterThan(5000);
});
