import {
  anyHeaderValue,
  cookies,
  headerValues,
  queryArguments,
  type Request,
  splitTarget,
  targetPath,
} from '@sallyport/http';

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

type SingleReader = (request: Traveller) => string | undefined;

/** The attributes that have one value or none. */
const SINGLE: { readonly [Name in Exclude<Attribute, `${string}:${string}` | 'host'>]: SingleReader } = {
  method: (request) => request.method,
  path: (request) => targetPath(request.target),
  query: (request) => splitTarget(request.target).query,
  address: (request) => request.connection.address,
  port: (request) => String(request.connection.localPort),
  scheme: (request) => request.connection.scheme,
  'server-name': (request) => request.connection.tls?.serverName,
  country: (request) => request.connection.country,
  'http-version': (request) => request.httpVersion,
  principal: (request) => request.principal,
  'client-certificate': (request) => request.connection.tls?.clientCertificate?.identity,
};

const isSingle = (attribute: Attribute): attribute is keyof typeof SINGLE => attribute in SINGLE;

/** The reader of an attribute, for many requests. */
export function attributeReader(attribute: Attribute): AttributeReader {
  if (isSingle(attribute)) {
    const read = SINGLE[attribute];
    return (request) => optional(read(request));
  }
  const header = headerOf(attribute);
  if (header !== undefined) return (request) => headerValues(request.headers, header);
  const name = attribute.slice(attribute.indexOf(':') + 1);
  if (attribute.startsWith('argument:'))
    return (request) =>
      queryArguments(splitTarget(request.target).query).flatMap((a) => (a.name === name ? [a.value ?? ''] : []));
  return (request) => cookies(request.headers).flatMap((c) => (c.name === name ? [c.value] : []));
}

const HEADER = 'header:';

const headerOf = (attribute: Attribute): string | undefined => {
  if (attribute === 'host') return 'host';
  return attribute.startsWith(HEADER) ? attribute.slice(HEADER.length) : undefined;
};

/** Whether a value of an attribute passes a test that is told more besides. */
export type AnyValue<More> = (request: Traveller, test: (value: string, more: More) => boolean, more: More) => boolean;

/** The same for many requests: what most of them are asked needs no list of values. */
export function anyValue<More>(attribute: Attribute): AnyValue<More> {
  if (isSingle(attribute)) {
    const read = SINGLE[attribute];
    return (request, test, more) => {
      const value = read(request);
      return value !== undefined && test(value, more);
    };
  }
  const header = headerOf(attribute);
  if (header !== undefined) return (request, test, more) => anyHeaderValue(request.headers, header, test, more);
  const valuesOf = attributeReader(attribute);
  return (request, test, more) => valuesOf(request).some((value) => test(value, more));
}

/** The values of an attribute of one request. The prover's variables range over exactly these. */
export const attributeValues = (request: Traveller, attribute: Attribute): readonly string[] =>
  attributeReader(attribute)(request);

const optional = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);
