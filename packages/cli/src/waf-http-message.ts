import {
  type Header,
  type Headers,
  type HttpVersion,
  headerValue,
  headerValues,
  latin1,
  type Request,
} from '@sallyport/http';
import { inputFailure } from './failure.ts';

/** TEST-NET-3: an address that nobody has (RFC 5737). */
export const CLIENT_ADDRESS = '203.0.113.7';

/** As they are written in a request line. */
export const HTTP_VERSIONS: ReadonlyMap<string, HttpVersion> = new Map([
  ['HTTP/1.0', '1.0'],
  ['HTTP/1.1', '1.1'],
  ['HTTP/2', '2'],
  ['HTTP/2.0', '2'],
  ['HTTP/3', '3'],
  ['HTTP/3.0', '3'],
]);

/**
 * Reads one HTTP message (RFC 9112) as it stands in a file: lines may end in a line feed alone, the body is what
 * Content-Length or chunks say, else all that follows.
 */
export function readHttpMessage(bytes: Uint8Array, file: string): Request {
  const text = latin1(bytes);
  const end = /\r?\n\r?\n|$(?![\s\S])/.exec(text);
  const head = text.slice(0, end?.index ?? text.length);
  const [first = '', ...lines] = head.split(/\r?\n/);
  const { method, target, httpVersion } = requestLine(first, file);
  const headers = headersOf(
    lines.filter((line) => line !== ''),
    file,
  );
  const rest = bytes.subarray((end?.index ?? text.length) + (end?.[0].length ?? 0));
  return {
    method,
    target,
    httpVersion,
    headers,
    body: { bytes: bodyOf(rest, headers, file), complete: true },
    connection: { scheme: 'https', address: CLIENT_ADDRESS, port: 50_000, localPort: 443, tls: {} },
  };
}

function failure(file: string, line: number, found: string, expected: string): Error {
  const message = `Cannot read the HTTP message of "${file}": ${found} found, expected ${expected}.`;
  return inputFailure('unreadable-request', message, undefined, { file, line, column: 1 });
}

function requestLine(line: string, file: string): Pick<Request, 'method' | 'target' | 'httpVersion'> {
  const [, method, target, version] = /^([^ ]+) (.+) (HTTP\/[0-9.]+)$/.exec(line) ?? [];
  const httpVersion = HTTP_VERSIONS.get(version ?? '');
  if (method === undefined || target === undefined || !httpVersion)
    throw failure(file, 1, `"${line.slice(0, 80)}"`, 'a request line such as "GET / HTTP/1.1", or requests in JSON');
  return { method, target, httpVersion };
}

function headersOf(lines: readonly string[], file: string): Headers {
  return lines.map((line, index): Header => {
    const at = line.indexOf(':');
    if (at < 1) throw failure(file, index + 2, `the header "${line.slice(0, 80)}"`, '"Name: value"');
    return [line.slice(0, at), line.slice(at + 1).replace(/^[ \t]+|[ \t]+$/g, '')];
  });
}

function bodyOf(rest: Uint8Array, headers: Headers, file: string): Uint8Array {
  const codings = headerValues(headers, 'transfer-encoding').join(',').toLowerCase();
  if (codings.includes('chunked')) return unchunked(rest, file);
  const length = headerValue(headers, 'content-length');
  if (length === undefined) return rest;
  if (!/^\d+$/.test(length)) throw failure(file, 1, `Content-Length "${length}"`, 'a number of bytes');
  // A text editor ends the file with a line feed that is not the body's.
  return rest.subarray(0, Number(length));
}

function unchunked(rest: Uint8Array, file: string): Uint8Array {
  const text = latin1(rest);
  const parts: string[] = [];
  for (let at = 0; ; ) {
    const head = /([0-9a-fA-F]+)[^\r\n]*\r?\n/y;
    head.lastIndex = at;
    const match = head.exec(text);
    if (!match) throw failure(file, 1, 'a body without the size of a chunk', 'chunks, the last of size 0');
    const size = Number.parseInt(match[1] ?? '0', 16);
    if (size === 0) return Uint8Array.from(parts.join(''), (letter) => letter.charCodeAt(0));
    const start = at + match[0].length;
    parts.push(text.slice(start, start + size));
    at = start + size + (text.startsWith('\r\n', start + size) ? 2 : 1);
  }
}
