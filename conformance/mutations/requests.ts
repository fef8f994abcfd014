import type { Random } from '../generate/random.ts';

/** A well-formed HTTP/1.1 request, as bytes in a byte string (one character a byte). */
const SEEDS: readonly string[] = [
  'GET / HTTP/1.1\r\nHost: example.com\r\n\r\n',
  'GET /orders/7?verbose=1&verbose=2 HTTP/1.1\r\nHost: example.com\r\nAccept: */*\r\nx-api-key: guess\r\n\r\n',
  'POST /orders HTTP/1.1\r\nHost: example.com\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello',
  'POST /orders HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: example.com\r\nOrigin: https://example.org\r\n\r\n',
  'HEAD /a%2fb/../c HTTP/1.1\r\nHost: example.com\r\nCookie: a=b; c=d\r\n\r\n',
];

type Mutation = (bytes: string, random: Random) => string;

const splice = (bytes: string, at: number, taken: number, put: string): string =>
  bytes.slice(0, at) + put + bytes.slice(at + taken);

/** Puts a header line behind the request line. */
const withLine = (bytes: string, line: string): string => bytes.replace('\r\n', `\r\n${line}\r\n`);

const byte = (random: Random): string => String.fromCharCode(random.below(256));

/** A header line that frames the body, or tries to. */
const FRAMING: readonly string[] = [
  'Content-Length: 5',
  'Content-Length: 0',
  'Content-Length: -1',
  'Content-Length: 5, 6',
  'Content-Length: 99999999999999999999',
  'Content-Length: 0x10',
  'Content-Length:',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: identity, chunked',
  'Transfer-Encoding: xchunked',
  'Transfer-Encoding : chunked',
  ' Transfer-Encoding: chunked',
  'Transfer-Encoding:\x0bchunked',
  'Expect: 100-continue',
  'Upgrade: websocket',
  'Connection: close, upgrade',
];

const TARGETS: readonly string[] = [
  '',
  '*',
  'http://other.example.com/',
  'http://',
  'other.example.com:443',
  '/%',
  '/%zz',
  '/%00',
  '/\x00',
  '/\x80\xff',
  '//',
  '/a b',
  '/#fragment',
  '/?',
  '?',
  '/..',
  '/\\..\\',
];

const REQUEST_LINES: readonly string[] = [
  'GET /',
  'GET / HTTP/0.9',
  'GET / HTTP/1.0',
  'GET / HTTP/2.0',
  'GET / HTTP/9.9',
  'GET / http/1.1',
  'get / HTTP/1.1',
  'GET  /  HTTP/1.1',
  'GET\t/\tHTTP/1.1',
  ' GET / HTTP/1.1',
  'CONNECT example.com:443 HTTP/1.1',
  'TRACE / HTTP/1.1',
  'PRI * HTTP/2.0',
  '\x16\x03\x01\x02\x00',
];

const replaceLine = (bytes: string, line: string): string => bytes.replace(/^[^\r\n]*/, () => line);

/** The mutations, by what they do. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'flip a byte': (bytes, random) => splice(bytes, random.below(bytes.length + 1), 1, byte(random)),
  'insert a byte': (bytes, random) => splice(bytes, random.below(bytes.length + 1), 0, byte(random)),
  'delete bytes': (bytes, random) => splice(bytes, random.below(bytes.length + 1), 1 + random.below(8), ''),
  'repeat a piece': (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return splice(bytes, at, 0, bytes.slice(at, at + 1 + random.below(24)).repeat(1 + random.below(4)));
  },
  'cut off': (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  'replace the target': (bytes, random) => bytes.replace(/ [^ ]* HTTP/, () => ` ${random.pick(TARGETS)} HTTP`),
  'replace the request line': (bytes, random) => replaceLine(bytes, random.pick(REQUEST_LINES)),
  'frame the body otherwise': (bytes, random) => withLine(bytes, random.pick(FRAMING)),
  'frame the body twice': (bytes, random) => withLine(withLine(bytes, random.pick(FRAMING)), random.pick(FRAMING)),
  'repeat the host': (bytes, random) =>
    withLine(bytes, `Host: ${random.pick(['other.example.com', '', 'a b', '[::1', ','])}`),
  'drop the host': (bytes) => bytes.replace(/Host: [^\r]*\r\n/, ''),
  'bare line feeds': (bytes) => bytes.replaceAll('\r\n', '\n'),
  'bare carriage returns': (bytes) => bytes.replaceAll('\r\n', '\r'),
  'fold a header': (bytes) => bytes.replace(/: /, ':\r\n '),
  'a header without name': (bytes) => withLine(bytes, ': value'),
  'a header without colon': (bytes) => withLine(bytes, 'value'),
  'a header of control bytes': (bytes, random) => withLine(bytes, `x-${byte(random)}: ${byte(random)}${byte(random)}`),
  'a long header': (bytes, random) =>
    withLine(bytes, `x-long: ${'a'.repeat(random.pick([8_000, 10_300, 20_500, 70_000]))}`),
  'many headers': (bytes, random) =>
    withLine(bytes, Array.from({ length: 50 + random.below(400) }, (_, n) => `x-${n}: ${n}`).join('\r\n')),
  'a long target': (bytes, random) =>
    bytes.replace(/ \//, () => ` /${'a'.repeat(random.pick([8_200, 10_300, 20_500]))}`),
  'a chunk of a wrong size': (bytes, random) =>
    bytes.replace('\r\n5\r\n', `\r\n${random.pick(['6', 'zz', '-1', '5;ext=1', 'ffffffffffffffff', ''])}\r\n`),
  'a second request behind it': (bytes) => `${bytes}GET /smuggled HTTP/1.1\r\nHost: example.com\r\n\r\n`,
  'blank lines before it': (bytes, random) => '\r\n'.repeat(1 + random.below(4)) + bytes,
};

/** A request with one to three mutations, as bytes in a byte string, and what was done to it. */
export interface MutatedRequest {
  readonly bytes: string;
  readonly mutations: readonly string[];
}

/** A mutated request; `host` takes the place of `example.com`. */
export function mutateRequest(random: Random, host = 'example.com'): MutatedRequest {
  const names = Array.from({ length: 1 + random.below(3) }, () => random.pick(Object.keys(MUTATIONS)));
  const seed = random.pick(SEEDS).replaceAll('example.com', host);
  const bytes = names.reduce((before, name) => MUTATIONS[name]?.(before, random) ?? before, seed);
  return { bytes, mutations: names };
}
