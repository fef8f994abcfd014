import { NO_BODY, type Request } from '@sallyport/http';
import { expect, test } from 'vitest';
import { REDIRECT_TO_HTTPS, refusalAnswer } from './answers.ts';
import { errorPage, isGenerated, pageResponse } from './error-page.ts';

const ID = 'Xnf6ygZTpg4uDWhXkLKSnQWeQZt7vbgWtcjcFF5bRDMJpfUzpbUbhw==';
const FACTS = { requestId: ID, now: Date.UTC(2026, 10, 21, 8, 0, 27), pointOfPresence: 'FRA60-P1' };
const request = (method: string, httpVersion: Request['httpVersion'] = '2'): Request => ({
  method,
  httpVersion,
  target: '/a?b=c',
  headers: [['Host', 'd1.cloudfront.net']],
  body: NO_BODY,
  connection: { scheme: 'http', address: '203.0.113.7', port: 50_000, localPort: 80 },
});
const textOfBody = (body: { kind: string; bytes?: Uint8Array }): string => String.fromCharCode(...(body.bytes ?? []));

test('the page of a blocked request has the 919 bytes that are seen publicly', () => {
  const page = errorPage(403, 'Request blocked.', ID);
  expect(page).toHaveLength(919);
  expect(page).toContain(
    '<H1>403 ERROR</H1>\n<H2>The request could not be satisfied.</H2>\n<HR noshade size="1px">\nRequest blocked.\nWe can\'t connect to the server',
  );
  expect(page.endsWith(`Request ID: ${ID}\n</PRE>\n<ADDRESS>\n</ADDRESS>\n</BODY></HTML>`)).toBe(true);
});

test('the page of an unknown Host has 915 bytes', () => {
  expect(errorPage(403, 'Bad request.', ID)).toHaveLength(915);
});

test('a response that CloudFront makes up carries its headers in the order seen publicly', () => {
  const response = pageResponse(403, 'Request blocked.', request('GET'), FACTS);
  expect(response.headers.map(([name, value]) => `${name}: ${value}`)).toEqual([
    'Server: CloudFront',
    'Date: Sat, 21 Nov 2026 08:00:27 GMT',
    'Content-Type: text/html',
    'Content-Length: 919',
    'X-Cache: Error from cloudfront',
    expect.stringMatching(/^Via: 2\.0 [0-9a-z]{32}\.cloudfront\.net \(CloudFront\)$/),
    'X-Amz-Cf-Pop: FRA60-P1',
    `X-Amz-Cf-Id: ${ID}`,
  ]);
  expect(isGenerated(response)).toBe(true);
});

test.each([
  ['GET', '1.1', 301],
  ['HEAD', '2', 301],
  ['POST', '1.1', 307],
  ['DELETE', '2', 307],
] as const)('the redirect of %s over HTTP/%s is %i', (method, version, status) => {
  const response = REDIRECT_TO_HTTPS.respond(request(method, version), FACTS);
  expect(response.status).toBe(status);
  expect(response.headers).toContainEqual(['Location', 'https://d1.cloudfront.net/a?b=c']);
  expect(response.headers).toContainEqual(['X-Cache', 'Redirect from cloudfront']);
  if (status === 301) expect(response.headers).toContainEqual(['Content-Length', '167']);
});

test('a POST in HTTP/1.0 is refused in place of a redirect', () => {
  expect(REDIRECT_TO_HTTPS.respond(request('POST', '1.0'), FACTS).status).toBe(403);
});

test('a web ACL that blocks gets the page, or the response that its author wrote', () => {
  const refusal = { action: 'BLOCK', terminatingRule: 'r' } as const;
  expect(refusalAnswer(refusal).respond(request('GET'), FACTS).status).toBe(403);
  const written = {
    status: 429,
    headers: [['x-why', 'rate']] as const,
    body: Uint8Array.of(110, 111),
    contentType: 'text/plain',
  };
  const response = refusalAnswer({ ...refusal, response: written }).respond(request('GET'), FACTS);
  expect([response.status, textOfBody(response.body)]).toEqual([429, 'no']);
  expect(response.headers).toEqual(
    expect.arrayContaining([
      ['x-why', 'rate'],
      ['Content-Type', 'text/plain'],
    ]),
  );
  expect(isGenerated(response)).toBe(false);
});

test.each([
  ['CAPTCHA', 405, 'captcha'],
  ['CHALLENGE', 202, 'challenge'],
] as const)('%s is answered with %i', (action, status, word) => {
  const response = refusalAnswer({ action, terminatingRule: 'r' }).respond(request('GET'), FACTS);
  expect(response.status).toBe(status);
  expect(response.headers).toContainEqual(['x-amzn-waf-action', word]);
});
