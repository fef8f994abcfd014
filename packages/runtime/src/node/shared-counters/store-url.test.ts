import { expect, test } from 'vitest';
import { readStoreUrl, withoutCredentials } from './store-url.ts';

test('a store is shown with its port and database, without credentials', () => {
  expect(readStoreUrl('redis://127.0.0.1')).toEqual({
    href: 'redis://127.0.0.1',
    shown: 'redis://127.0.0.1:6379',
    channel: 'sallyport:0:rate-counts',
  });
  expect(readStoreUrl('rediss://some:p%40ss@cache.example:6380/3')).toEqual({
    href: 'rediss://some:p%40ss@cache.example:6380',
    shown: 'rediss://cache.example:6380/3',
    channel: 'sallyport:3:rate-counts',
  });
});

test('a Valkey server is spoken to as Redis is, and shown as it was named', () => {
  expect(readStoreUrl('valkeys://:word@[::1]:7000')).toMatchObject({
    href: 'rediss://:word@[::1]:7000',
    shown: 'valkeys://[::1]:7000',
  });
});

test('other texts are no stores', () => {
  for (const text of [
    '',
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis://user:word',
    'redis://a/b',
    'redis://a/?x=1',
  ])
    expect([text, readStoreUrl(text)]).toEqual([text, undefined]);
});

test('credentials are taken out of what a server says', () => {
  const store = readStoreUrl('redis://app:p%40ss@127.0.0.1');
  expect(store && withoutCredentials("ERR unknown command, args: 'AUTH' 'app' 'p@ss' or p%40ss", store)).toBe(
    "ERR unknown command, args: 'AUTH' '…' '…' or …",
  );
});
