import { isOpaque, type Opaque, type Text } from '@sallyport/architecture';

/**
 * The value that stands in for an opaque text where any value will do: 40 characters of lower-case letters and digits that
 * depend on its identity alone. Both interpreters use the same one, so that a witness can be replayed.
 */
export function standIn(text: Opaque): string {
  const known = made.get(text) ?? spelt(text.opaque);
  made.set(text, known);
  return known;
}

/** Both interpreters ask for the same ones over and over. */
const made = new WeakMap<Opaque, string>();

function spelt(identity: string): string {
  let out = '';
  for (let round = 0; out.length < 40; round++) out += hash(`${round}:${identity}`).toString(36);
  return out.slice(0, 40);
}

export const standInText = (text: Text): string => (isOpaque(text) ? standIn(text) : text);

/** FNV-1a over the text's UTF-16 units, stretched to 53 bits; for names, not for secrecy. */
function hash(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < text.length; at++) {
    low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(at), 0x85ebca6b) ^ (low >>> 13);
  }
  return (high >>> 11) * 0x100000000 + (low >>> 0);
}

/**
 * The address that stands in for all those that CloudFront connects to origins from, in both interpreters. It lies in
 * 130.176.0.0/18, which AWS publishes for the service CLOUDFRONT_ORIGIN_FACING (see cloudfront-blocks.ts), so that a block
 * list written out holds it too.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
 */
export const CLOUDFRONT_ADDRESS = '130.176.0.1';
