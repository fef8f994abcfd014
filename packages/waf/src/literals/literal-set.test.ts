import { expect, test } from 'vitest';
import { LiteralSet } from './literal-set.ts';
import { hasNumber } from './numbers-found.ts';

const LITERALS = ['he', 'she', 'his', 'hers', 'e', '../', 'ab\xc0\xaf', '<?php'];

function found(literals: readonly string[], text: string, folds = true): string[] {
  const set = new LiteralSet(folds);
  const numbers = literals.map((literal) => set.add(literal));
  const numbersFound = set.find([text]);
  return literals.filter((_, at) => numbersFound !== undefined && hasNumber(numbersFound, numbers[at] ?? -1));
}

test('a set finds every text that occurs, capitals as small letters, and no other', () => {
  expect(found(LITERALS, 'uSHErs')).toEqual(['he', 'she', 'hers', 'e']);
  expect(found(LITERALS, 'a/..\\../b')).toEqual(['../']);
  expect(found(LITERALS, 'AB\xc0\xaf')).toEqual(['ab\xc0\xaf']);
  expect(found(LITERALS, '')).toEqual([]);
  expect(found([], 'he')).toEqual([]);
});

test('a set that keeps the case apart does not take capitals for small letters', () => {
  expect(found([...LITERALS, 'SHE'], 'uSHErs', false)).toEqual(['SHE']);
});

const alphabet = 'aAbB./';
const word = (seed: number, length: number): string =>
  Array.from({ length }, (_, at) => alphabet[Math.floor(seed / 7 ** at + at * seed) % alphabet.length]).join('');

test.each([
  { folds: true, count: 60 },
  { folds: false, count: 60 },
  { folds: false, count: 3 },
])('a set of $count agrees with a search for each text alone (folds: $folds)', ({ folds, count }) => {
  const fold = (text: string): string => (folds ? text.toLowerCase() : text);
  const literals = [...new Set(Array.from({ length: count }, (_, at) => fold(word(at * 31, 1 + (at % 4)))))];
  for (let seed = 0; seed < 2000; seed++) {
    const text = word(seed * 13, seed % 12);
    expect(found(literals, text, folds)).toEqual(literals.filter((literal) => fold(text).includes(literal)));
  }
});

test('a text that is added later is found from then on, and an equal one has the same number', () => {
  const set = new LiteralSet(true);
  const first = set.add('one');
  set.find(['one']);
  const second = set.add('two');
  const both = set.find(['two', 'one']);
  expect(both && hasNumber(both, first) && hasNumber(both, second)).toBe(true);
  expect(set.add('one')).toBe(first);
});

test('a long text is read as a short one is, wherever in it a text stands', () => {
  const literals = ['ab', 'b.a/', 'aaaaaaaaaaaaaaaa', `/${'.'.repeat(600)}/`];
  const set = new LiteralSet(true);
  const numbers = literals.map((literal) => set.add(literal));
  for (const length of [511, 512, 513, 700, 1501])
    for (const [at, literal] of literals.entries())
      for (let start = 0; start + literal.length <= length; start++) {
        const text = `${'x'.repeat(start)}${literal.toUpperCase()}${'x'.repeat(length - start - literal.length)}`;
        const numbersFound = set.find([text]);
        expect(numbers.map((number) => numbersFound !== undefined && hasNumber(numbersFound, number))).toEqual(
          literals.map((_, other) => other === at),
        );
      }
});
