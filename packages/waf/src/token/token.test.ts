import { expect, test } from 'vitest';
import { sealed } from './seal.ts';
import { mintToken, readToken, type Token } from './token.ts';

const TOKEN: Token = {
  id: 'a1',
  challengeSolved: 1_767_225_600_000,
  captchaSolved: 1_767_225_600_001,
  domain: 'Example.com',
  fingerprint: 'ff00',
  browser: { userAgent: 'Bröwser/1 ✓', webdriver: false, languages: ['de', 'en'], platform: 'Linux' },
};

test('a token says what it was minted with, its domain in small letters', () => {
  expect(readToken(mintToken(TOKEN, 'key'), 'key')).toEqual({ ...TOKEN, domain: 'example.com' });
});

test('a cookie takes it as it stands', () => {
  expect(mintToken(TOKEN, 'key')).toMatch(/^[\w.-]+$/);
});

test('nobody can read it, or change a letter of it, without the key', () => {
  const cookie = mintToken(TOKEN, 'key');
  expect(readToken(cookie, 'other')).toBeUndefined();
  expect(readToken(cookie)).toBeUndefined();
  for (let at = 0; at < cookie.length; at++) {
    const changed = cookie.slice(0, at) + (cookie[at] === 'A' ? 'B' : 'A') + cookie.slice(at + 1);
    expect(readToken(changed, 'key')).toBeUndefined();
  }
  for (const noise of ['', '.', 'a.b', cookie.slice(1), `${cookie}=`, '%00'])
    expect(readToken(noise, 'key')).toBeUndefined();
});

test('what was sealed with the key and is no token is none', () => {
  const others = [null, 1, [], {}, { id: 'a' }, { id: 'a', domain: 1 }, { id: 'a', domain: 'b', challengeSolved: 'x' }];
  for (const other of others) expect(readToken(sealed(other, 'key'), 'key')).toBeUndefined();
});

test('without an id the session follows from all else', () => {
  const session = (challengeSolved: number) => readToken(mintToken({ domain: 'a', challengeSolved }))?.id;
  expect(session(1)).toBe(session(1));
  expect(session(1)).not.toBe(session(2));
});

test('a cookie longer than browsers keep is none', () => {
  const long: Token = { domain: 'a', browser: { userAgent: 'x'.repeat(4000) } };
  expect(readToken(mintToken(long))).toBeUndefined();
});
