import { expect, test } from 'vitest';
import { LiteralSet } from './literal-set.ts';

const LITERALS = ['he', 'she', 'his', 'hers', 'e', '../', 'ab\xc0\xaf', '<?php'];

function found(literals: readonly string[], text: string): string[] {
  const set = new LiteralSet();
  const numbers = literals.map((literal) => set.add(literal));
  const into = new Set<number>();
  set.find(text, into);
  return literals.filter((_, at) => into.has(numbers[at] ?? -1));
}

test('a set finds every text that occurs, capitals as small letters, and no other', () => {
  expect(found(LITERALS, 'uSHErs')).toEqual(['he', 'she', 'hers', 'e']);
  expect(found(LITERALS, 'a/..\\../b')).toEqual(['../']);
  expect(found(LITERALS, 'AB\xc0\xaf')).toEqual(['ab\xc0\xaf']);
  expect(found(LITERALS, '')).toEqual([]);
  expect(found([], 'he')).toEqual([]);
});

test('a set agrees with a search for each text alone', () => {
  const alphabet = 'aAbB./';
  const word = (seed: number, length: number): string =>
    Array.from({ length }, (_, at) => alphabet[Math.floor(seed / 7 ** at + at * seed) % alphabet.length]).join('');
  const literals = [...new Set(Array.from({ length: 60 }, (_, at) => word(at * 31, 1 + (at % 4)).toLowerCase()))];
  for (let seed = 0; seed < 2000; seed++) {
    const text = word(seed * 13, seed % 12);
    expect(found(literals, text)).toEqual(literals.filter((literal) => text.toLowerCase().includes(literal)));
  }
});

test('a text that is added later is found from then on, and an equal one has the same number', () => {
  const set = new LiteralSet();
  const first = set.add('one');
  set.find('one', new Set());
  const second = set.add('two');
  const into = new Set<number>();
  set.find('two one', into);
  expect(into).toEqual(new Set([first, second]));
  expect(set.add('one')).toBe(first);
});
