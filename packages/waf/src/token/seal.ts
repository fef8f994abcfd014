import { utf8 } from '@sallyport/http';
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { hmacSha256 } from './hmac.ts';

/** Base64 as cookies and URLs take it (RFC 4648, section 5), without padding. */
const toText = (bytes: string): string =>
  encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

function fromText(text: string): string | undefined {
  const letters = text.replaceAll('-', '+').replaceAll('_', '/');
  return decodeBase64(letters.padEnd(Math.ceil(letters.length / 4) * 4, '='));
}

const seal = (content: string, key: string): string => toText(hmacSha256(utf8(key), content));

/** Takes as long for any two texts of one length. */
function isEqual(a: string, b: string): boolean {
  let differing = a.length ^ b.length;
  for (let at = 0; at < b.length; at++) differing |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return differing === 0;
}

/** A value as JSON, with a seal that only the holder of the key can make. */
export function sealed(value: unknown, key: string): string {
  const content = toText(utf8(JSON.stringify(value)));
  return `${content}.${seal(content, key)}`;
}

/** What was sealed with this key; undefined where it was not. */
export function unsealed(text: string, key: string): unknown {
  const at = text.lastIndexOf('.');
  const content = text.slice(0, at);
  if (at < 0 || !isEqual(text.slice(at + 1), seal(content, key))) return undefined;
  try {
    return JSON.parse(fromUtf8(fromText(content) ?? ''));
  } catch {
    // Whoever holds the key may seal what is no JSON.
    return undefined;
  }
}

const fromUtf8 = (bytes: string): string =>
  decodeURIComponent(bytes.replace(/[^ -$&-~]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`));
