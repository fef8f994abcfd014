import type { Traveller } from '@sallyport/gates';
import { type Headers, NO_BODY } from '@sallyport/http';
import { expect, it } from 'vitest';
import { EMPTY_BODY, type IncomingBody } from './body.ts';
import { outgoingRequest } from './outgoing-request.ts';

const request = (method: string, headers: Headers, target = '/a?b'): Traveller => ({
  method,
  target,
  httpVersion: '2',
  headers,
  body: NO_BODY,
  connection: { scheme: 'http', address: '192.0.2.1', port: 1, localPort: 80 },
});
const withBytes = (bytes: Uint8Array): IncomingBody => ({ known: NO_BODY, whole: bytes, declaredBytes: 99 });
const linesOf = (given: Traveller, body: IncomingBody = EMPTY_BODY) => outgoingRequest(given, body)?.head.split('\r\n');

it('the head keeps headers as they are, but for those of one connection and the framing', () => {
  const headers: Headers = [
    ['Host', 'a'],
    ['X-Twice', '1'],
    ['x-twice', '\xe9'],
    ['Connection', 'X-Twice'],
    ['Content-Length', '7'],
    ['transfer-encoding', 'chunked'],
    ['TE', 'trailers'],
    ['Expect', '100-continue'],
  ];
  expect(linesOf(request('GET', headers))).toEqual([
    'GET /a?b HTTP/1.1',
    'Host: a',
    'X-Twice: 1',
    'x-twice: \xe9',
    'Connection: keep-alive',
    '',
    '',
  ]);
});

it('the length is that of the body that goes with it; without one only methods that may have one say so', () => {
  expect(linesOf(request('GET', []), withBytes(Buffer.from('abc')))).toContain('Content-Length: 3');
  expect(linesOf(request('POST', []))).toContain('Content-Length: 0');
  expect(linesOf(request('DELETE', []))).not.toContain('Content-Length: 0');
});

it.each([
  ['a line end in a value', request('GET', [['X', 'a\r\nY: b']])],
  ['a line end in a name', request('GET', [['X: a\r\nY', 'b']])],
  ['a line end in the target', request('GET', [], '/ HTTP/1.1\r\nX: /a')],
  ['a bare line feed in a value', request('GET', [['X', 'a\nb']])],
  ['a NUL in a value', request('GET', [['X', '\0']])],
  ['a letter of more than a byte', request('GET', [['X', '\u20ac']])],
  ['a blank in a name', request('GET', [['X Y', 'a']])],
  ['an empty name', request('GET', [['', 'a']])],
  ['a blank in the target', request('GET', [], '/a b')],
  ['no target', request('GET', [], '')],
  ['a line end in the method', request('GET\r\nX:', [])],
])('%s makes no request', (_what, given) => {
  expect(outgoingRequest(given, EMPTY_BODY)).toBeUndefined();
});
