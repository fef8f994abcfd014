import type { Text } from '@sallyport/architecture';
import type { Attribute } from './attribute.ts';
import type { TextRewrite } from './text-rewrite.ts';

/** A fact that only a running system knows, such as the id of this request. */
export type Fact =
  | 'request-id'
  | 'client-address'
  | 'client-port'
  | 'via'
  | 'date'
  | 'country'
  | 'trace-id'
  | 'tls-protocol'
  | 'tls-cipher'
  | 'http-version'
  | 'ja3'
  | 'ja4'
  | 'asn';

/** Which of the named things are let through. Names of headers are compared without regard to case, others exactly. */
export type Selection =
  | { readonly keep: 'all' }
  | { readonly keep: 'none' }
  | { readonly keep: 'only'; readonly names: readonly string[] }
  | { readonly keep: 'all-except'; readonly names: readonly string[] };

/**
 * One change to a request. The runtime makes it; the prover notes what the changed attributes are from there on, in terms
 * of the request as it was sent.
 *
 * - `set-header`: replaces every header of that name by one with this text; an absent `text` removes them.
 * - `set-fact`: sets a header to a fact; with `append`, adds it to the present value after `, `. The prover does not know it.
 * - `select-headers`, `select-query`, `select-cookies`: what a policy forwards. Host is never touched by them, and Cookie
 *   only by `select-cookies`.
 * - `map`: changes `method`, `path`, `query` or `host` by a text rewrite. `copy`: takes the first value of another attribute,
 *   if it has one.
 * - `connect`: the request now comes over another connection: its peer address lies in `from` (undefined: unchanged), and so on.
 * - `sign`: the request is signed by this principal from here on.
 */
export type Rewrite =
  | {
      readonly do: 'set-header';
      readonly name: string;
      readonly text: Text | undefined;
      /** The text is a secret though the sources spell it out: people are shown its last characters only. */
      readonly secret?: boolean;
    }
  | { readonly do: 'set-fact'; readonly name: string; readonly fact: Fact; readonly append?: boolean }
  | { readonly do: 'select-headers'; readonly select: Selection }
  | { readonly do: 'select-query'; readonly select: Selection }
  | { readonly do: 'select-cookies'; readonly select: Selection }
  | { readonly do: 'map'; readonly on: 'method' | 'path' | 'query' | 'host'; readonly by: TextRewrite }
  | { readonly do: 'set'; readonly on: 'method' | 'path' | 'query'; readonly text: string }
  | { readonly do: 'copy'; readonly to: 'method' | 'host'; readonly from: Attribute }
  | {
      readonly do: 'connect';
      /** The peer's addresses: one stands in at run time. */
      readonly from: { readonly set: 'cloudfront' } | { readonly address: string };
      readonly scheme: 'http' | 'https' | 'unchanged';
      readonly serverName: string | undefined;
      readonly port: number;
      /** The identity of the client certificate shown, if any. */
      readonly clientCertificate: string | undefined;
    }
  | { readonly do: 'sign'; readonly principal: string | undefined };
