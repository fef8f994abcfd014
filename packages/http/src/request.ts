import type { Headers } from './headers.ts';

/** The protocol versions that a viewer or a client may speak to an entrance. */
export type HttpVersion = '1.0' | '1.1' | '2' | '3';

/**
 * The bytes of a body as far as they are known. A kernel sees at most what a web ACL may inspect; what follows is
 * carried past it as a stream, so `complete` tells whether `bytes` is all.
 */
export interface Body {
  readonly bytes: Uint8Array;
  readonly complete: boolean;
}

/** A client certificate that the TLS layer has checked; `identity` names it (the subject, or the id of the resource that holds it). */
export interface ClientCertificate {
  readonly identity: string;
  readonly subject?: string;
  readonly issuer?: string;
  readonly serialNumber?: string;
  readonly pem?: string;
}

/** What is known of the TLS session under a request. */
export interface TlsSession {
  readonly serverName?: string;
  readonly protocol?: string;
  readonly cipher?: string;
  readonly clientCertificate?: ClientCertificate;
  readonly ja3?: string;
  readonly ja4?: string;
}

/** The facts of the connection that a request came over. */
export interface Connection {
  readonly scheme: 'http' | 'https';
  /** The address of the TCP peer, IPv4 dotted or IPv6 without zone and brackets. */
  readonly address: string;
  /** The TCP port of the peer. */
  readonly port: number;
  /** The TCP port that was connected to, as the architecture has it (443, not a loopback port). */
  readonly localPort: number;
  readonly tls?: TlsSession;
  /** ISO 3166-1 alpha-2 country of the address, where somebody has looked it up. */
  readonly country?: string;
  /** Country subdivision, the part of ISO 3166-2 after the hyphen. */
  readonly region?: string;
  /** Autonomous system number of the address. */
  readonly asn?: number;
}

/**
 * A request, as received: the method, the raw request-target and the headers in their order, with their case and their
 * duplicates. Nothing is normalised here. Texts are byte strings (one character a byte, Latin-1).
 * HTTP/2's pseudo headers are the method, the target and a `Host` header put first.
 */
export interface Request {
  readonly method: string;
  /** The request-target of the request line, such as `/a/b?c=d`. */
  readonly target: string;
  readonly httpVersion: HttpVersion;
  readonly headers: Headers;
  readonly body: Body;
  readonly connection: Connection;
}

export const NO_BODY: Body = { bytes: new Uint8Array(0), complete: true };
