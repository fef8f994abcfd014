import { expect, test } from 'vitest';
import { cookies } from './cookies.ts';
import {
  anyHeaderValue,
  type Headers,
  headerCount,
  headerValue,
  headerValues,
  lowerName,
  nameTest,
  withHeader,
  withHeaders,
  withoutHeader,
  withoutHeaders,
} from './headers.ts';

const lines: Headers = [
  ['Host', 'a'],
  ['X-Api-Key', 'one'],
  ['Cookie', 'a=1; b=2'],
  ['x-api-key', 'two'],
  ['cookie', 'A=3;c'],
];

test('headerValues finds every header of a name in order, whatever its case', () => {
  expect(headerValues(lines, 'X-API-KEY')).toEqual(['one', 'two']);
  expect(headerValue(lines, 'x-api-key')).toBe('one');
  expect(headerValue(lines, 'absent')).toBeUndefined();
});

test('withHeader replaces all headers of a name by one in the place of the first', () => {
  expect(withHeader(lines, 'x-api-key', 'key')).toEqual([
    ['Host', 'a'],
    ['x-api-key', 'key'],
    ['Cookie', 'a=1; b=2'],
    ['cookie', 'A=3;c'],
  ]);
  expect(withHeader([], 'Via', '1.1 x')).toEqual([['Via', '1.1 x']]);
});

test('withoutHeader removes every header of a name and leaves others as they were', () => {
  expect(withoutHeader(lines, 'COOKIE').map(([name]) => name)).toEqual(['Host', 'X-Api-Key', 'x-api-key']);
  expect(withoutHeader(lines, 'absent')).toBe(lines);
});

test('withHeaders does what withHeader does for one after the other, and leaves the headers given as they were', () => {
  const set: Headers = [
    ['X-API-Key', 'key'],
    ['Via', '1.1 x'],
    ['via', '1.1 y'],
  ];
  const oneByOne = set.reduce<Headers>((all, [name, value]) => withHeader(all, name, value), lines);
  expect(withHeaders(lines, set)).toEqual(oneByOne);
  expect(lines).toHaveLength(5);
});

test('headerCount and anyHeaderValue look at every header of a name', () => {
  expect([headerCount(lines, 'X-Api-Key'), headerCount(lines, 'absent')]).toEqual([2, 0]);
  const isOneOf = (value: string, values: readonly string[]): boolean => values.includes(value);
  expect(anyHeaderValue(lines, 'x-api-key', isOneOf, ['two'])).toBe(true);
  expect(anyHeaderValue(lines, 'x-api-key', isOneOf, ['a'])).toBe(false);
});

test('withoutHeaders removes every header of several names', () => {
  expect(withoutHeaders(lines, nameTest(['cookie', 'host'])).map(([name]) => name)).toEqual(['X-Api-Key', 'x-api-key']);
});

test('nameTest knows names in any case, also long ones, and no other of the same length', () => {
  const long = 'x-a-name-that-is-longer-than-thirty-one-letters';
  const isNamed = nameTest(['te', long]);
  expect(['TE', 'te', long.toUpperCase()].map(isNamed)).toEqual([true, true, true]);
  expect(['ab', '', 't', `${long}s`].map(isNamed)).toEqual([false, false, false, false]);
});

test('lowerName folds letters, whether it has met the name before or not', () => {
  for (let round = 0; round < 2; round++) expect(lowerName('X-Amz-Cf-Id')).toBe('x-amz-cf-id');
});

test('cookies are read from every Cookie header, names keep their case', () => {
  expect(cookies(lines)).toEqual([
    { name: 'a', value: '1' },
    { name: 'b', value: '2' },
    { name: 'A', value: '3' },
    { name: '', value: 'c' },
  ]);
});
