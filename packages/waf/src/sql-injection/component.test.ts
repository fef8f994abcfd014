import { expect, test } from 'vitest';
import { detectInComponent } from './component.ts';

const SAMPLE = 'baloo=10 AND 1=1&hoppy=10 AND 1=1&x-hoppy-extra=generic-%3Cwords';

test.each(['LOW', 'HIGH'] as const)('a path is read behind its first slash at %s', (level) => {
  const found = detectInComponent('UriPath', '/SELECT-1e1FROM`test`', level);
  expect(found?.matchedData).toEqual(['SELECT', '1e1', 'FROM', 'test']);
  expect(detectInComponent('UriPath', 'SELECT-1e1FROM`test`', level)).toEqual(found);
});

test('only one slash is passed over, and only in a path', () => {
  expect(detectInComponent('UriPath', '//SELECT-1e1FROM`test`', 'LOW')).toBeUndefined();
  expect(detectInComponent('Body', '/SELECT-1e1FROM`test`', 'LOW')).toBeUndefined();
});

test.each(['/', '/a/select/from', '/union/select-committee', '/orders/10'])('the path %s is harmless', (path) => {
  expect(detectInComponent('UriPath', path, 'LOW')).toBeUndefined();
});

test('HIGH finds the first argument of a query string that is an attack by itself', () => {
  expect(detectInComponent('QueryString', SAMPLE, 'HIGH')?.matchedData).toEqual(['10', 'AND', '1']);
  expect(detectInComponent('QueryString', `flag&empty=&${SAMPLE}`, 'HIGH')?.matchedData).toEqual(['10', 'AND', '1']);
});

test('LOW, and other components, are read as a whole alone', () => {
  expect(detectInComponent('QueryString', SAMPLE, 'LOW')).toBeUndefined();
  expect(detectInComponent('Body', SAMPLE, 'HIGH')).toBeUndefined();
});

test('an argument is judged as LOW judges: a link to a search is let through', () => {
  const query = 'sa=t&q=&cd=4&ei=UCACU--1BaXmywOn14KQDw&bvm=bv.61535280,d.bGQ';
  expect(detectInComponent('QueryString', query, 'HIGH')).toBeUndefined();
  expect(detectInComponent('SingleQueryArgument', 'UCACU--1BaXmywOn14KQDw', 'HIGH')).toBeDefined();
});
