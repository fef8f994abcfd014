/** Few words, so that patterns of different components meet. */
export const SEGMENTS: readonly string[] = [
  'admin',
  'api',
  'v1',
  'v2',
  'users',
  'orders',
  'health',
  'static',
  'a',
  'b',
];
export const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
export const STAGES: readonly string[] = ['prod', 'test', 'v1', 'api'];
export const HEADERS: readonly string[] = ['user-agent', 'x-tenant', 'x-api-key', 'authorization', 'referer', 'origin'];
/** A header that API Gateway takes the method from: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
export const METHOD_OVERRIDE = 'x-http-method-override';
export const VALUES: readonly string[] = ['on', 'off', 'Googlebot', 'acme', 'A', ''];
export const COUNTRIES: readonly string[] = ['DE', 'US', 'AQ', 'FR'];
/** Addresses that RFC 5737 and RFC 3849 keep free for documents. */
export const CIDRS_IPV4: readonly string[] = ['198.51.100.0/24', '203.0.113.0/25', '192.0.2.7/32', '203.0.113.64/26'];
export const CIDRS_IPV6: readonly string[] = ['2001:db8:bad::/48', '2001:db8::/64'];
export const ADDRESSES: readonly string[] = [
  '198.51.100.1',
  '203.0.113.1',
  '203.0.113.65',
  '203.0.113.200',
  '192.0.2.7',
  '192.0.2.8',
  '2001:db8:bad::1',
  '2001:db8::1',
  '2001:db8:1::1',
];
/** A literal key with enough in it that nobody guesses it: a template that holds it is wrong, but no attacker knows it. */
export const STRONG_LITERAL = 'Zt7kq0VwE3xN9sBf2mLhJd5RyCpA8uGi';
