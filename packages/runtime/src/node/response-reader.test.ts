import { describe, expect, it } from 'vitest';
import type { ResponseHead } from './response-head.ts';
import { ResponseReader } from './response-reader.ts';

interface Read {
  readonly head: ResponseHead | undefined;
  readonly body: string;
  readonly isComplete: boolean;
  /** What follows the response. */
  readonly rest: string;
  readonly failure?: string;
}

/** Reads a response that arrives in pieces of `size` bytes, and then the connection's end. */
function read(text: string, size = text.length, method = 'GET'): Read {
  let body = '';
  const reader = new ResponseReader(method, {
    onHead: () => {},
    onData: (data) => {
      body += data.toString('latin1');
    },
  });
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    const taken = reader.read(piece);
    const { head, isComplete } = reader;
    if (typeof taken === 'string') return { head, body, isComplete, rest: '', failure: taken };
    if (taken < piece.length) return { head, body, isComplete, rest: text.slice(at + taken) };
  }
  const isComplete = reader.close();
  return { head: reader.head, body, isComplete, rest: '' };
}

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;

describe('a response', () => {
  it.each([
    ['with a length', `${OK}Content-Length: 5\r\n\r\nhello`, 'hello'],
    ['with a length of nought', `${OK}Content-Length: 0\r\n\r\n`, ''],
    ['in chunks', `${CHUNKED}3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n`, 'hello'],
    ['in chunks with extensions and trailers', `${CHUNKED}5;a="b"\r\nhello\r\n0\r\nX-Sum: 1\r\nY:\r\n\r\n`, 'hello'],
    ['in chunks that hold line ends', `${CHUNKED}A\r\n0\r\n\r\n\r\n\r\nx\r\n0\r\n\r\n`, '0\r\n\r\n\r\n\r\nx'],
    ['in another coding, then chunks', `${OK}Transfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`, 'x'],
    ['until the connection closes', `${OK}\r\nall of it\r\n\r\n`, 'all of it\r\n\r\n'],
    ['in another coding alone', `${OK}Transfer-Encoding: gzip\r\n\r\nzipped`, 'zipped'],
    ['of HTTP/1.0 without a reason', `HTTP/1.0 200\r\nContent-Length: 2\r\n\r\nok`, 'ok'],
    ['after interim responses', `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: a\r\n\r\n${OK}\r\nok`, 'ok'],
  ])('%s is read, wherever its bytes were cut', (_what, text, body) => {
    for (let size = 1; size <= text.length; size++) {
      expect(read(text, size)).toMatchObject({ head: { status: 200 }, body, isComplete: true, rest: '' });
    }
  });

  it('keeps its headers as they were sent, without the blanks around their values', () => {
    const text = `${OK}Set-Cookie: a=1\r\nset-cookie:b=2;  c \t\r\nX-\xe9mpty:\r\nX-Empty:\r\nX-Latin: \xe9\r\n\r\n`;
    expect(read(text).failure).toBe('malformed');
    expect(read(text.replace('X-\xe9mpty:\r\n', '')).head?.headers).toEqual([
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2;  c'],
      ['X-Empty', ''],
      ['X-Latin', '\xe9'],
    ]);
  });

  it.each([
    ['to HEAD', 'HEAD', OK],
    ['that says 204', 'GET', 'HTTP/1.1 204 No Content\r\n'],
    ['that says 304', 'GET', 'HTTP/1.1 304 Not Modified\r\n'],
  ])('%s has no body, whatever its headers say', (_what, method, line) => {
    for (const framing of ['', 'Content-Length: 5\r\n', 'Transfer-Encoding: chunked\r\n'])
      expect(read(`${line}${framing}\r\nmore`, 1000, method)).toMatchObject({ isComplete: true, rest: 'more' });
  });

  it.each([
    ['a length', `${OK}Content-Length: 5\r\n\r\nhell`],
    ['chunks', `${CHUNKED}5\r\nhello\r\n0\r\n`],
    ['a head', `${OK}Content-Length: 5\r\n`],
    ['nothing', 'HTTP'],
  ])('that ends too early for %s is not complete', (_what, text) => {
    expect(read(text).isComplete).toBe(false);
  });

  it('ends where the next one begins', () => {
    expect(read(`${OK}Content-Length: 2\r\n\r\nokHTTP/1.1 200`).rest).toBe('HTTP/1.1 200');
    expect(read(`${CHUNKED}0\r\n\r\nHTTP/1.1 200`).rest).toBe('HTTP/1.1 200');
  });

  it.each([
    ['HTTP/1.1 without more', OK, true, undefined],
    ['Connection: close', `${OK}Connection: Close\r\n`, false, undefined],
    ['Connection: upgrade, close', `${OK}Connection: upgrade\r\nconnection: x , close\r\n`, false, undefined],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\n', false, undefined],
    ['HTTP/1.0 with keep-alive', 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n', true, undefined],
    ['Keep-Alive: timeout=7', `${OK}Keep-Alive: max=9, timeout=7\r\n`, true, 7],
  ])('says whether the connection lasts: %s', (_what, head, persists, idleSeconds) => {
    expect(read(`${head}Content-Length: 0\r\n\r\n`).head).toMatchObject({ persists, idleSeconds });
  });

  it('without a length leaves no connection', () => {
    expect(read(`${OK}Connection: keep-alive\r\n\r\n`).head?.persists).toBe(false);
  });
});

describe('what is no response', () => {
  it.each([
    ['another protocol', 'SSH-2.0-x\r\n\r\n'],
    ['another version', 'HTTP/2.0 200 OK\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 99 OK\r\n\r\n'],
    ['an upgrade that nobody asked for', 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n'],
    ['a blank before the colon', `${OK}X : 1\r\n\r\n`],
    ['no name', `${OK}: 1\r\n\r\n`],
    ['no colon', `${OK}X\r\n\r\n`],
    ['a folded line', `${OK}X: 1\r\n 2\r\n\r\n`],
    ['a bare line feed', `${OK}X: 1\nY: 2\r\n\r\n`],
    ['a bare carriage return', `${OK}X: 1\rY: 2\r\n\r\n`],
    ['a NUL', `${OK}X: \0\r\n\r\n`],
    ['two lengths', `${OK}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`],
    ['one length twice', `${OK}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello`],
    ['a list of lengths', `${OK}Content-Length: 5, 5\r\n\r\nhello`],
    ['a negative length', `${OK}Content-Length: -5\r\n\r\nhello`],
    ['a signed length', `${OK}Content-Length: +5\r\n\r\nhello`],
    ['a length and chunks', `${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a chunk without a size', `${CHUNKED}\r\nhello\r\n`],
    ['a chunk with a sign', `${CHUNKED}+5\r\nhello\r\n0\r\n\r\n`],
    ['a chunk with a prefix', `${CHUNKED}0x5\r\nhello\r\n0\r\n\r\n`],
    ['a size line that ends in a line feed', `${CHUNKED}5\nhello\r\n0\r\n\r\n`],
    ['a chunk longer than it says', `${CHUNKED}4\r\nhello\r\n0\r\n\r\n`],
    ['an endless size line', `${CHUNKED}5;${'a'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n`],
    ['endless trailers', `${CHUNKED}0\r\n${'X: 1\r\n'.repeat(5000)}\r\n`],
    ['a trailer that is none', `${CHUNKED}0\r\nhello\r\n\r\n`],
  ])('%s is malformed', (_what, text) => {
    expect(read(text).failure).toBe('malformed');
    expect(read(text, 1).failure).toBe('malformed');
  });

  it('a head of more than 64 KB is too large, also without an end', () => {
    const long = `${OK}X: ${'a'.repeat(66_000)}`;
    expect(read(`${long}\r\n\r\n`).failure).toBe('too-large');
    expect(read(long, 1000).failure).toBe('too-large');
    expect(read(`${OK}X: ${'a'.repeat(60_000)}\r\nContent-Length: 0\r\n\r\n`, 1000).isComplete).toBe(true);
  });

  it('a long head that is wrong at its end, or in every line', () => {
    const lines = 'X-Header: some value here\r\n'.repeat(2400);
    for (const text of [`${OK}${lines}\0\r\n\r\n`, `${OK}${lines.replaceAll(':', ';')}\r\n\r\n`])
      expect(read(text).failure).toBe('malformed');
  });
});
