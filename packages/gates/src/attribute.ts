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

/** The values of an attribute of one request. The prover's variables range over exactly these. */
export function attributeValues(request: Traveller, attribute: Attribute): readonly string[] {
  switch (attribute) {
    case 'method':
      return [request.method];
    case 'path':
      return [splitTarget(request.target).path];
    case 'query':
      return optional(splitTarget(request.target).query);
    case 'host':
      return headerValues(request.headers, 'host');
    case 'address':
      return [request.connection.address];
    case 'port':
      return [String(request.connection.localPort)];
    case 'scheme':
      return [request.connection.scheme];
    case 'server-name':
      return optional(request.connection.tls?.serverName);
    case 'country':
      return optional(request.connection.country);
    case 'http-version':
      return [request.httpVersion];
    case 'principal':
      return optional(request.principal);
    case 'client-certificate':
      return optional(request.connection.tls?.clientCertificate?.identity);
  }
  const colon = attribute.indexOf(':');
  const name = attribute.slice(colon + 1);
  switch (attribute.slice(0, colon)) {
    case 'header':
      return headerValues(request.headers, name);
    case 'argument':
      return queryArguments(splitTarget(request.target).query).flatMap((a) => (a.name === name ? [a.value ?? ''] : []));
    default:
      return cookies(request.headers).flatMap((c) => (c.name === name ? [c.value] : []));
  }
}

const optional = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);
