import type { DescribedStatement } from '@sallyport/waf';
import { expect, test } from 'vitest';
import { holdsAlways, holdsNever } from './constant-statement.ts';

const addresses = (...cidrs: readonly string[]): DescribedStatement => ({ kind: 'addresses', cidrs });
const path = (
  position: 'EXACTLY' | 'CONTAINS' | 'STARTS_WITH',
  text: string,
  ...transformations: readonly string[]
): DescribedStatement => ({
  kind: 'text',
  on: { field: 'uri-path' },
  transformations,
  matches: { position, text },
});

test('blocks of addresses hold always once they cover IPv4 and IPv6', () => {
  expect(holdsAlways(addresses('0.0.0.0/1', '128.0.0.0/1', '::/0'))).toBe(true);
  expect(holdsAlways({ kind: 'any', of: [addresses('0.0.0.0/0'), addresses('::/1', '8000::/1')] })).toBe(true);
  expect(holdsAlways(addresses('0.0.0.0/0'))).toBe(false);
  expect(holdsAlways(addresses('0.0.0.0/1', '::/0'))).toBe(false);
});

test('the negation of an empty IP set holds always', () => {
  expect(holdsAlways({ kind: 'not', of: addresses() })).toBe(true);
  expect(holdsNever({ kind: 'not', of: { kind: 'not', of: addresses() } })).toBe(true);
});

test('a path is not two texts at once', () => {
  expect(holdsNever({ kind: 'all', of: [path('EXACTLY', '/a'), path('EXACTLY', '/b')] })).toBe(true);
  expect(holdsNever({ kind: 'all', of: [path('EXACTLY', '/a'), path('EXACTLY', '/a')] })).toBe(false);
  expect(holdsNever({ kind: 'all', of: [path('EXACTLY', '/a'), path('CONTAINS', 'b')] })).toBe(false);
});

test('capitals are not found in a text that was folded to small letters', () => {
  expect(holdsNever(path('CONTAINS', 'ADMIN', 'LOWERCASE'))).toBe(true);
  expect(holdsNever(path('CONTAINS', 'admin', 'LOWERCASE'))).toBe(false);
  expect(holdsNever(path('CONTAINS', 'ADMIN', 'LOWERCASE', 'URL_DECODE'))).toBe(false);
});

test('every path begins with a slash, whatever case it is folded to', () => {
  expect(holdsAlways(path('STARTS_WITH', '/'))).toBe(true);
  expect(holdsAlways(path('CONTAINS', '/', 'NONE', 'LOWERCASE'))).toBe(true);
  expect(holdsNever({ kind: 'not', of: path('STARTS_WITH', '/') })).toBe(true);
  expect(holdsAlways(path('EXACTLY', '/'))).toBe(false);
  expect(holdsAlways(path('STARTS_WITH', '/a'))).toBe(false);
  expect(holdsAlways(path('STARTS_WITH', '/', 'BASE64_DECODE'))).toBe(false);
  const inQuery: DescribedStatement = {
    kind: 'text',
    on: { field: 'query-string' },
    transformations: [],
    matches: { position: 'CONTAINS', text: '/' },
  };
  expect(holdsAlways(inQuery)).toBe(false);
});
