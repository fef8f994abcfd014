import { expect, test } from 'vitest';
import { PLAIN, withArgument, withBody, withCookie, withHeaderValue, withPath } from '../requests/draft.ts';
import { curlOf } from './curl.ts';

test('a plain request is an address', () => {
  expect(curlOf(PLAIN)).toBe('curl https://www.example.com/');
  expect(curlOf(withArgument(PLAIN, 'q', "1'--"))).toBe(`curl 'https://www.example.com/?q=1'\\''--'`);
});

test('dot segments are kept, and a missing User-Agent stays missing', () => {
  expect(curlOf(withPath(PLAIN, '/./admin'))).toBe('curl --path-as-is https://www.example.com/./admin');
  expect(curlOf({ ...PLAIN, headers: [['Host', 'a.example']] })).toBe("curl https://a.example/ -H 'User-Agent:'");
});

test('padding is written by the shell', () => {
  const padded = withBody(PLAIN, `pad=${'a'.repeat(16380)}&q=$HOME`, 'text/plain');
  expect(curlOf(padded)).toBe(
    `curl https://www.example.com/ -H 'Content-Type: text/plain' --data-binary "pad=$(printf 'a%.0s' $(seq 16380))&q=\\$HOME"`,
  );
  const headers = Array.from({ length: 200 }, (_, at) => [`X-${at}`, '1'] as const);
  expect(curlOf({ ...PLAIN, headers: [...PLAIN.headers, ...headers, ['X-Note', 'b']] })).toBe(
    `curl https://www.example.com/ $(seq -f '-HX-%g:1' 0 199) -H 'X-Note: b'`,
  );
  const cookies = Array.from({ length: 200 }, (_, at) => `c${at}=1; `).join('');
  expect(curlOf(withHeaderValue(PLAIN, 'Cookie', `${cookies}q=1`))).toBe(
    `curl https://www.example.com/ -H "Cookie: $(printf 'c%s=1; ' $(seq 0 199))q=1"`,
  );
});

test('a method is named where the body does not tell it', () => {
  expect(curlOf({ ...PLAIN, method: 'PROPFIND' })).toBe('curl -X PROPFIND https://www.example.com/');
  expect(curlOf(withCookie({ ...PLAIN, method: 'HEAD' }, 'a', '1'))).toBe(
    "curl --head https://www.example.com/ -H 'Cookie: a=1'",
  );
});
