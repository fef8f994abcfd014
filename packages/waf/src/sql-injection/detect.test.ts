import { expect, test } from 'vitest';
import { detectSqlInjection } from './detect.ts';

test.each([
  ["1' OR '1'='1", 's&sos', ['1', 'OR', '1', '=', '1']],
  ['10 AND 1=1', '1&1', ['10', 'AND', '1']],
  ['1 union select 1,2,3', '1UE1', ['1', 'union', 'select', '1']],
  ['1;drop table users', '1;Tnn', undefined],
  ['-1" or "a"="a', 's&sos', undefined],
])('%s is SQL injection with the fingerprint %s', (source, fingerprint, matchedData) => {
  const found = detectSqlInjection(source);
  expect(found?.fingerprint).toBe(fingerprint);
  if (matchedData) expect(found?.matchedData).toEqual(matchedData);
});

test.each([
  '',
  'rock and roll',
  "it's a lovely day, isn't it",
  'john.doe@example.com',
  '1950 or 1960',
  '/api/v1/users/123?sort=name',
  'see chapter 1.e for more',
  'zzh7W_krs4jSNwVV2TssQsSbOj--',
])('%j is harmless', (source) => {
  expect(detectSqlInjection(source)).toBeUndefined();
});

test('MySQL executes comments with an exclamation mark: they are an attack by themselves', () => {
  expect(detectSqlInjection('1 /*!union*/ x')?.fingerprint).toBe('X');
});

test('the comment mark # is tried as MySQL reads it', () => {
  expect(detectSqlInjection("1'#")?.fingerprint).toBeUndefined();
  expect(detectSqlInjection("' or 1=1#")?.fingerprint).toBe('s&1c');
});

test('a letter that has two capitals makes no word of SQL', () => {
  expect(detectSqlInjection('1 acce\xdfible 1')).toEqual(detectSqlInjection('1 accexxible 1'));
});

test.each([
  ['zzh7W_krs4jSNwVV2TssQsSbOj--', ['zzh7W_krs4jSNwVV2TssQsSbOj', '--']],
  ['my union of all select staff', ['union', 'select']],
  ['x=information_schema.tables', ['information_schema.tables']],
  ['go home to bed then sleep(5)', ['sleep', '(']],
  ['foo @@version', ['version']],
  ['id 1.e(ascii', ['1.e', '(']],
])('high sensitivity also finds %s', (source, matchedData) => {
  expect(detectSqlInjection(source, 'LOW')).toBeUndefined();
  expect(detectSqlInjection(source, 'HIGH')?.matchedData).toEqual(matchedData);
});

test.each([
  'select a seat',
  'the union of workers',
  'please update your settings',
  'drop me a line',
  'see chapter 1.e here',
])('high sensitivity lets %j pass', (source) => {
  expect(detectSqlInjection(source, 'HIGH')).toBeUndefined();
});
