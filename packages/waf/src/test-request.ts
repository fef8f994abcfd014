import { type Headers, type Request, utf8, utf8Bytes } from '@sallyport/http';

/** A request as a test writes it: what is left out is what most requests are. Texts are UTF-8. */
export interface TestRequest {
  /** GET. */
  readonly method?: string;
  /** `/`, with the query string. */
  readonly target?: string;
  /** Those besides Host, which is `example.com` where none is among them. */
  readonly headers?: Headers;
  readonly body?: string | Uint8Array;
  /** The address is 203.0.113.7, of no country, where nothing is said. */
  readonly client?: {
    readonly address?: string;
    readonly country?: string;
    readonly region?: string;
    readonly asn?: number;
    readonly ja3?: string;
    readonly ja4?: string;
  };
  /** https. */
  readonly scheme?: 'http' | 'https';
}

/** The request that a test's short form stands for. */
export function requestOf(short: TestRequest): Request {
  const { method = 'GET', target = '/', headers = [], body = '', scheme = 'https' } = short;
  const { address = '203.0.113.7', ja3, ja4, ...place } = short.client ?? {};
  const host: Headers = headers.some(([name]) => name.toLowerCase() === 'host') ? [] : [['Host', 'example.com']];
  const written: Headers = headers.map(([name, value]) => [utf8(name), utf8(value)]);
  const tls = { ...(ja3 === undefined ? {} : { ja3 }), ...(ja4 === undefined ? {} : { ja4 }) };
  return {
    method,
    target: utf8(target),
    httpVersion: '1.1',
    headers: [...host, ...written],
    body: { bytes: typeof body === 'string' ? utf8Bytes(body) : body, complete: true },
    connection: { scheme, address, port: 50_000, localPort: scheme === 'https' ? 443 : 80, tls, ...place },
  };
}
