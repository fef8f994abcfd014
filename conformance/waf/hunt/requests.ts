import { bytesOfLatin1, type Header, type Request } from '@sallyport/http';
import { createRandom } from '../../generate/random.ts';

/** What reaches an engine is not always what a server would take: anything that has lines is a request here. */
export function looseRequest(message: string): Request {
  const end = message.indexOf('\r\n\r\n');
  const [first = '', ...lines] = (end < 0 ? message : message.slice(0, end)).split('\r\n');
  const [method = '', target = '', version = ''] = first.split(' ');
  return {
    method,
    target,
    httpVersion: version.endsWith('1.0') ? '1.0' : '1.1',
    headers: lines.map((line): Header => {
      const at = line.indexOf(':');
      return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1).trim()];
    }),
    body: { bytes: bytesOfLatin1(end < 0 ? '' : message.slice(end + 4)), complete: true },
    connection: { scheme: 'https', address: '203.0.113.7', port: 40000, localPort: 443 },
  };
}

const KB_64 = 65_536;
/** The longest request line and header that any of the services takes: that of a load balancer. */
const KB_16 = 16_384;
export const filled = (piece: string, bytes = KB_64): string =>
  piece.repeat(Math.ceil(bytes / piece.length)).slice(0, bytes);

export const HOST: Header = ['Host', 'example.com'];

const request = (target: string, headers: readonly Header[], body: string): Request => ({
  method: 'POST',
  target,
  httpVersion: '1.1',
  headers: [HOST, ...headers],
  body: { bytes: bytesOfLatin1(body), complete: true },
  connection: { scheme: 'https', address: '203.0.113.7', port: 40000, localPort: 443 },
});

/** A request of pieces put where it hurts, by the place. */
export const PLACES: Readonly<Record<string, (text: string) => Request>> = {
  body: (text) => request('/', [], text),
  arguments: (text) => request(`/?${text}`, [], ''),
  header: (text) => request('/', [['X-A', text]], ''),
  cookies: (text) => request('/', [['Cookie', text]], ''),
  JSON: (text) => request('/', [], `{"a":["${text}"]}`),
  path: (text) => request(`/${text}`, [], ''),
};

/** What is put where it hurts: a body of 64 KB, a query string of 16 KB, a header of 16 KB. */
export const PIECES: Readonly<Record<string, string>> = {
  'a letter': 'a',
  'open brackets': '[',
  'open braces with keys': '{"a":',
  'open comments': '/*',
  'open and closed comments': '/**/',
  'less-than signs': '<',
  'open tags': '<a ',
  quotes: `'`,
  'double quotes': '"',
  backslashes: '\\',
  'percent signs': '%',
  'broken escapes': '%u%1%zz\\x\\u12&#x;&#',
  'encoded percent signs': '%25',
  ampersands: '&',
  'entities without an end': '&#x41',
  'hex digits': '0x41',
  base64: 'QUFB',
  'dots and slashes': '../',
  slashes: '/',
  blanks: ' ',
  nulls: '\0',
  carets: '^"',
  'SQL words': 'union select ',
  'SQL comments': '-- ',
  'SQL operators': '1=1 or ',
  'dollar braces': '${${',
  'semicolons and pipes': ';|',
  'high bytes': '\xff\xfe',
  'almost a needle': 'needlneedlneedl',
  'letters of both cases': 'aA',
  'escapes of four digits': '\\u0041a',
  'octal escapes': '\\4',
  'encoded letters': '%41+',
  'named entities': '&lt;',
  'names that are no entities': '&aa',
  'letters in UTF-8': '\xc3\xa9',
  'dots between slashes': 'a/./',
  'attributes of events': 'onerror = "',
  'equals signs': '=',
  'quotes before equals signs': "'=",
  'attributes without a tag': 'src=',
  'comments of HTML': '<!--',
  'sections of data': '<![CDATA[',
  'strings of Oracle': "q'(",
  variables: '@@',
  'empty exponents': '1.e(',
  'words around dots': 'a.b ',
  'commands after separators': ';id',
  'commands in pipes': '|cat ',
  'calls of functions': 'sleep(',
  'statements after another': ';drop ',
  'code of PHP': '<?php ',
  'streams of PHP': 'php://',
  'words of PowerShell': 'powershell -',
};

/** So many different texts after one another. */
const numbered = (count: number, each: (at: number) => string, between: string): string =>
  Array.from({ length: count }, (_none, at) => each(at)).join(between);

/** Bytes without an order, the same each time. */
function disorder(letters: string): string {
  const random = createRandom(7);
  return Array.from({ length: KB_64 }, () => letters[random.below(letters.length)]).join('');
}

const EVERY_BYTE = Array.from({ length: 256 }, (_none, code) => String.fromCharCode(code)).join('');

/** Many elements, each another: as arguments, as JSON, as headers, as addresses. */
export const MANY_ELEMENTS: Readonly<Record<string, Request>> = {
  '10,000 different arguments': request(`/?${numbered(10_000, (at) => `a=${at}`, '&')}`, [], ''),
  '9,000 arguments with quotes': request(`/?${numbered(9000, (at) => `a='"${at}`, '&')}`, [], ''),
  '6,000 arguments of SQL': request(`/?${numbered(6000, (at) => `a=' or ${at}`, '&')}`, [], ''),
  '6,000 arguments with attributes': request(`/?${numbered(6000, (at) => `a=%22on${at}=`, '&')}`, [], ''),
  'JSON of 9,000 numbers': request('/', [], `[${numbered(9000, String, ',')}]`),
  'JSON of 30,000 equal numbers': request('/', [], `[${'1,'.repeat(30_000)}1]`),
  'JSON of 4,000 attacks': request('/', [], `[${numbered(4000, (at) => `"' or ${at}=1 --"`, ',')}]`),
  'JSON of numbers far down': request('/', [], `{"a":${'['.repeat(400)}${'1,'.repeat(30_000)}`),
  '200 headers of 50 addresses': request(
    '/',
    Array.from(
      { length: 200 },
      (_none, line): Header => ['X-Forwarded-For', numbered(50, (at) => `2001:db8::${line}:${at}`, ',')],
    ),
    '',
  ),
  'a header of 10,000 addresses': request(
    '/',
    [['X-Forwarded-For', numbered(10_000, (at) => `10.0.${at >> 8}.${at & 255}`, ', ')]],
    '',
  ),
};

/** Bytes that follow one another without an order. */
export const DISORDERED: Readonly<Record<string, Request>> = {
  'two letters without order': request('/', [], disorder('ab')),
  'few letters among many': request('/', [], disorder('aaaaaaaaab')),
  'every byte without order': request('/', [], disorder(EVERY_BYTE)),
  'punctuation without order': request('/', [], disorder(`'"<>=/*-+;()ab1 \n&%\\`)),
};

/** Requests of 64 KB made to be slow, by what is in them. */
export const ADVERSARIAL: Readonly<Record<string, Request>> = {
  ...MANY_ELEMENTS,
  ...DISORDERED,
  ...Object.fromEntries(
    Object.entries(PIECES).flatMap(([name, piece]) => [
      [`${name} in the body`, request('/', [], filled(piece))],
      [`${name} in the query string`, request(`/?a=${filled(piece, KB_16)}`, [], '')],
      [`${name} in the cookie`, request('/', [['Cookie', `a=${filled(piece, KB_16)}`]], '')],
    ]),
  ),
  'a long path': request(filled('/a', KB_16), [], ''),
  '10,000 arguments': request(`/?${Array.from({ length: 10_000 }, (_none, at) => `${at}=a`).join('&')}`, [], ''),
  '10,000 equal arguments': request(`/?${'a=needl&'.repeat(10_000)}`, [], ''),
  '200 headers': request(
    '/',
    Array.from({ length: 200 }, (_none, at): Header => [`x-header-${at}`, 'a'.repeat(300)]),
    '',
  ),
  '10,000 cookies': request('/', [['Cookie', 'a=b; '.repeat(10_000)]], ''),
  'deep JSON': request('/', [], '[{"a":'.repeat(8192)),
  'wide JSON': request('/', [], `{${Array.from({ length: 6000 }, (_none, at) => `"k${at}":1`).join(',')}}`),
  'a long JSON string': request('/', [], `{"a":"${'\\u0041'.repeat(10_000)}"}`),
  'a form of 64 KB': request(
    '/',
    [['Content-Type', 'application/x-www-form-urlencoded']],
    filled('name=value%20with+blanks&'),
  ),
};
