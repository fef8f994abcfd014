import { expect, test } from 'vitest';
import { joinTarget, queryArguments, splitTarget, targetPath } from './target.ts';

test('splitTarget cuts at the first question mark and decodes nothing', () => {
  expect(splitTarget('/a%2fb?c=d?e')).toEqual({ path: '/a%2fb', query: 'c=d?e' });
  expect(splitTarget('/a?')).toEqual({ path: '/a', query: '' });
  expect(splitTarget('/a')).toEqual({ path: '/a', query: undefined });
  expect(splitTarget('*')).toEqual({ path: '*', query: undefined });
  expect(splitTarget('//a/../b')).toEqual({ path: '//a/../b', query: undefined });
});

test('splitTarget drops scheme and authority of an absolute-form target', () => {
  expect(splitTarget('http://example.com/a?b')).toEqual({ path: '/a', query: 'b' });
  expect(splitTarget('https://example.com')).toEqual({ path: '/', query: undefined });
  expect(splitTarget('https://example.com?x')).toEqual({ path: '/', query: 'x' });
});

test('targetPath is the path of splitTarget', () => {
  for (const target of ['/a%2fb?c=d?e', '/a', '*', '//a?', 'http://example.com/a?b', 'https://example.com?x'])
    expect(targetPath(target)).toBe(splitTarget(target).path);
});

test('joinTarget undoes splitTarget for origin-form targets', () => {
  for (const target of ['/', '/a?', '/a?b=c&d', '/%00?%', '/?/']) expect(joinTarget(splitTarget(target))).toBe(target);
});

test('queryArguments keeps order, repeats, empty names and missing values', () => {
  expect(queryArguments('a=1&b&=c&a=2=3&')).toEqual([
    { name: 'a', value: '1' },
    { name: 'b', value: undefined },
    { name: '', value: 'c' },
    { name: 'a', value: '2=3' },
    { name: '', value: undefined },
  ]);
  expect(queryArguments(undefined)).toEqual([]);
  expect(queryArguments('')).toEqual([]);
});
