import {
  bytesOfLatin1,
  headerValue,
  joinTarget,
  latin1,
  NO_BODY,
  type Request,
  splitTarget,
  withHeader,
} from '@sallyport/http';

/** An address for documentation (RFC 5737) that no set of an author lists. */
export const ELSEWHERE = '203.0.113.99';

/** A request as any browser might send it, from an address that nobody has (RFC 5737). */
export const PLAIN: Request = {
  method: 'GET',
  target: '/',
  httpVersion: '1.1',
  headers: [
    ['Host', 'www.example.com'],
    ['User-Agent', 'Mozilla/5.0'],
  ],
  body: NO_BODY,
  connection: { scheme: 'https', address: '203.0.113.7', port: 50_000, localPort: 443, tls: {} },
};

export const pathOf = (request: Request): string => splitTarget(request.target).path;
export const queryOf = (request: Request): string | undefined => splitTarget(request.target).query;

export const withPath = (request: Request, path: string): Request => ({
  ...request,
  target: joinTarget({ path, query: queryOf(request) }),
});

export const withQuery = (request: Request, query: string): Request => ({
  ...request,
  target: joinTarget({ path: pathOf(request), query }),
});

/** With one more argument at the end. */
export function withArgument(request: Request, name: string, value: string): Request {
  const before = queryOf(request);
  return withQuery(request, `${before === undefined || before === '' ? '' : `${before}&`}${name}=${value}`);
}

export const withHeaderValue = (request: Request, name: string, value: string): Request => ({
  ...request,
  headers: withHeader(request.headers, name, value),
});

export function withCookie(request: Request, name: string, value: string): Request {
  const before = headerValue(request.headers, 'cookie');
  return withHeaderValue(request, 'Cookie', `${before === undefined ? '' : `${before}; `}${name}=${value}`);
}

/** With a body, as a POST unless the method has one already. */
export const withBody = (request: Request, content: string, type: string): Request => ({
  ...withHeaderValue(request, 'Content-Type', type),
  method: request.method === 'GET' ? 'POST' : request.method,
  body: { bytes: bytesOfLatin1(content), complete: true },
});

export const bodyText = ({ body }: Request): string => latin1(body.bytes);

/** What can stand in a request-target as it is; all else is percent-encoded. */
const isPlain = (letter: string): boolean => /[A-Za-z0-9\-._~!$'()*,;:@/]/.test(letter);

export const hex = (letter: string): string => letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');

/** A byte string percent-encoded where a URL needs it. */
export const urlEncoded = (text: string): string =>
  text.replace(/[\s\S]/g, (letter) => (isPlain(letter) ? letter : `%${hex(letter)}`));

/** Whether a text can be a header's value (RFC 9110, section 5.5). */
export const isHeaderText = (text: string): boolean =>
  /^(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?$/.test(text);

/** Whether a request can be sent at all: no blanks or control characters where HTTP has none. */
export const isSendable = ({ method, target, headers }: Request): boolean =>
  /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(method) &&
  target.startsWith('/') &&
  /^[\x21-\x7e\x80-\xff]*$/.test(target) &&
  headers.every(([name, value]) => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) && isHeaderText(value));
