import { expect, test } from 'vitest';
import { paragraph } from './paragraph.ts';

test('a paragraph is broken between words, and indented', () => {
  expect(paragraph('one two three four', 12, '- ', '  ')).toEqual(['- one two', '  three four']);
  expect(paragraph('one', 12)).toEqual(['one']);
});

test('a word that is longer than the line stands alone', () => {
  expect(paragraph('a https://example.com/very/long b', 10, '  ')).toEqual([
    '  a',
    '  https://example.com/very/long',
    '  b',
  ]);
});
