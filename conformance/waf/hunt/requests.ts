import { bytesOfLatin1, type Header, type Request } from '@sallyport/http';

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
const filled = (piece: string, bytes = KB_64): string => piece.repeat(Math.ceil(bytes / piece.length)).slice(0, bytes);

const HOST: Header = ['Host', 'example.com'];

const request = (target: string, headers: readonly Header[], body: string): Request => ({
  method: 'POST',
  target,
  httpVersion: '1.1',
  headers: [HOST, ...headers],
  body: { bytes: bytesOfLatin1(body), complete: true },
  connection: { scheme: 'https', address: '203.0.113.7', port: 40000, localPort: 443 },
});

/** What is put where it hurts: a body of 64 KB, a query string of 16 KB, a header of 16 KB. */
const PIECES: Readonly<Record<string, string>> = {
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
};

/** Requests of 64 KB made to be slow, by what is in them. */
export const ADVERSARIAL: Readonly<Record<string, Request>> = {
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
