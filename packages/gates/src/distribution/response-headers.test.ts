import { MANAGED_RESPONSE_HEADERS_POLICIES, type ResponseHeadersPolicy } from '@sallyport/architecture';
import { type Headers, headerValue, NO_BODY, type Request, type Response } from '@sallyport/http';
import { expect, test } from 'vitest';
import { responseHeaders } from './response-headers.ts';

const FACTS = { requestId: 'id', now: 0, pointOfPresence: 'FRA60-P1' };

function apply(policy: ResponseHeadersPolicy, sent: Headers, method = 'GET', answered: Headers = []): Headers {
  const request: Request = {
    method,
    httpVersion: '1.1',
    target: '/',
    headers: sent,
    body: NO_BODY,
    connection: { scheme: 'https', address: '203.0.113.7', port: 50_000, localPort: 443 },
  };
  const response: Response = { status: 200, headers: answered, body: { kind: 'stream' } };
  const result = responseHeaders(policy).apply(response, { request, sent: request, facts: FACTS });
  return 'fetch' in result ? [] : result.headers;
}

function managed(name: string): ResponseHeadersPolicy {
  const found = [...MANAGED_RESPONSE_HEADERS_POLICIES.values()].find((one) => one.name === `Managed-${name}`);
  if (!found) throw new Error(`no policy ${name}`);
  return found;
}

test('SimpleCORS answers cross-origin requests only, and leaves the header of the origin', () => {
  expect(apply(managed('SimpleCORS'), [])).toEqual([]);
  expect(apply(managed('SimpleCORS'), [['Origin', 'https://a.example']])).toEqual([
    ['Access-Control-Allow-Origin', '*'],
  ]);
  const own: Headers = [['access-control-allow-origin', 'https://b.example']];
  expect(apply(managed('SimpleCORS'), [['Origin', 'https://a.example']], 'GET', own)).toEqual(own);
});

test('CORS-With-Preflight adds methods and exposed headers to preflight requests only', () => {
  const preflight: Headers = [
    ['Origin', 'https://a.example'],
    ['Access-Control-Request-Method', 'PUT'],
  ];
  expect(apply(managed('CORS-With-Preflight'), preflight, 'OPTIONS')).toEqual([
    ['Access-Control-Allow-Origin', '*'],
    ['Access-Control-Allow-Methods', 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'],
    ['Access-Control-Expose-Headers', '*'],
  ]);
  expect(apply(managed('CORS-With-Preflight'), preflight.slice(0, 1))).toEqual([['Access-Control-Allow-Origin', '*']]);
});

test('SecurityHeadersPolicy overrides X-Content-Type-Options alone', () => {
  const answered: Headers = [
    ['X-Content-Type-Options', 'none'],
    ['X-Frame-Options', 'DENY'],
  ];
  const headers = apply(managed('SecurityHeadersPolicy'), [], 'GET', answered);
  expect(headerValue(headers, 'x-content-type-options')).toBe('nosniff');
  expect(headerValue(headers, 'x-frame-options')).toBe('DENY');
  expect(headerValue(headers, 'strict-transport-security')).toBe('max-age=31536000');
});

test('a custom policy removes headers, and allows the origins of its list only', () => {
  const policy: ResponseHeadersPolicy = {
    name: 'own',
    added: [{ name: 'x-app', value: '1', override: true }],
    removed: ['X-Powered-By'],
    serverTimingPercent: 100,
    cors: {
      allowOrigins: ['https://*.example.com'],
      allowHeaders: [],
      allowMethods: ['GET'],
      exposeHeaders: [],
      allowCredentials: true,
      maxAgeSeconds: 60,
      originOverride: true,
    },
  };
  const answered: Headers = [
    ['x-powered-by', 'php'],
    ['x-app', '0'],
  ];
  expect(apply(policy, [['Origin', 'https://a.example.com']], 'GET', answered)).toEqual([
    ['x-app', '1'],
    ['Access-Control-Allow-Origin', 'https://a.example.com'],
    ['Vary', 'Origin'],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Server-Timing', 'cdn-cache-miss,cdn-pop;desc="FRA60-P1",cdn-rid;desc="id"'],
  ]);
  expect(
    headerValue(apply(policy, [['Origin', 'https://evil.example']], 'GET'), 'access-control-allow-origin'),
  ).toBeUndefined();
});
