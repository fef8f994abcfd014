import { cookies, headerValues, queryArguments, type Request, splitTarget } from '@sallyport/http';

/**
 * What a test can look at. Every attribute has a list of values: none where it is absent, several where a header, an
 * argument or a cookie repeats.
 *
 * - `method`, `path` (raw, before the first `?`), `query` (raw, after it), `host` (the Host header or `:authority`)
 * - `address` the TCP peer, `port` the TCP port connected to, `scheme` `http` or `https`, `server-name` the SNI
 * - `country` ISO 3166-1 alpha-2 of the address · `http-version` `1.0`, `1.1`, `2` or `3`
 * - `principal` who signed the request: absent for nobody, else an ARN or `service:cloudfront.amazonaws.com <source ARN>`
 * - `client-certificate` the identity of a client certificate that the TLS layer has checked
 * - `header:<lower-case name>`, `argument:<name>` (query argument, raw), `cookie:<name>`
 */
export type Attribute =
  | 'method'
  | 'path'
  | 'query'
  | 'host'
  | 'address'
  | 'port'
  | 'scheme'
  | 'server-name'
  | 'country'
  | 'http-version'
  | 'principal'
  | 'client-certificate'
  | `header:${string}`
  | `argument:${string}`
  | `cookie:${string}`;

/** The attribute that holds a header; Host has its own. */
export function headerAttribute(name: string): Attribute {
  const lower = name.toLowerCase();
  return lower === 'host' ? 'host' : `header:${lower}`;
}

/** A request on its way, with who signed it (which no single header tells). */
export interface Traveller extends Request {
  readonly principal?: string;
}

/** Reads the values of one attribute. */
export type AttributeReader = (request: Traveller) => readonly string[];

const READERS: { readonly [Name in Exclude<Attribute, `${string}:${string}`>]: AttributeReader } = {
  method: (request) => [request.method],
  path: (request) => [splitTarget(request.target).path],
  query: (request) => optional(splitTarget(request.target).query),
  host: (request) => headerValues(request.headers, 'host'),
  address: (request) => [request.connection.address],
  port: (request) => [String(request.connection.localPort)],
  scheme: (request) => [request.connection.scheme],
  'server-name': (request) => optional(request.connection.tls?.serverName),
  country: (request) => optional(request.connection.country),
  'http-version': (request) => [request.httpVersion],
  principal: (request) => optional(request.principal),
  'client-certificate': (request) => optional(request.connection.tls?.clientCertificate?.identity),
};

/** The reader of an attribute, for many requests. */
export function attributeReader(attribute: Attribute): AttributeReader {
  if (isPlain(attribute)) return READERS[attribute];
  const colon = attribute.indexOf(':');
  const name = attribute.slice(colon + 1);
  switch (attribute.slice(0, colon)) {
    case 'header':
      return (request) => headerValues(request.headers, name);
    case 'argument':
      return (request) =>
        queryArguments(splitTarget(request.target).query).flatMap((a) => (a.name === name ? [a.value ?? ''] : []));
    default:
      return (request) => cookies(request.headers).flatMap((c) => (c.name === name ? [c.value] : []));
  }
}

const isPlain = (attribute: Attribute): attribute is keyof typeof READERS => attribute in READERS;

/** The values of an attribute of one request. The prover's variables range over exactly these. */
export const attributeValues = (request: Traveller, attribute: Attribute): readonly string[] =>
  attributeReader(attribute)(request);

const optional = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);
