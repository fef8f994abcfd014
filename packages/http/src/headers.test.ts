import { expect, test } from 'vitest';
import { cookies } from './cookies.ts';
import { type Headers, headerValue, headerValues, withHeader, withoutHeader } from './headers.ts';

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

test('cookies are read from every Cookie header, names keep their case', () => {
  expect(cookies(lines)).toEqual([
    { name: 'a', value: '1' },
    { name: 'b', value: '2' },
    { name: 'A', value: '3' },
    { name: '', value: 'c' },
  ]);
});
