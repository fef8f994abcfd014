import { utf8 } from '@sallyport/http';
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { sha256 } from '../transformations/sha256.ts';
import { hmacSha256 } from './hmac.ts';

/** What a challenge script found out about the browser that it ran in. */
export interface BrowserFacts {
  /** As scripts see it (`navigator.userAgent`). */
  readonly userAgent?: string;
  /** `navigator.webdriver`: the browser is steered by a program. */
  readonly webdriver?: boolean;
  /** An extension that assists in automation, such as Selenium IDE, is installed. */
  readonly automationExtension?: boolean;
  readonly languages?: readonly string[];
  readonly platform?: string;
}

/** How far a person seems to be at work on the page; only pages with an application integration SDK find out. */
export type Interactivity = 'low' | 'medium' | 'high' | 'insufficient_data';

/**
 * What a token of ours says. AWS's own is encrypted and its contents are not published; ours holds the facts that AWS names.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-details.html
 */
export interface Token {
  /** The client session; made from all else where nothing is said. */
  readonly id?: string;
  /** When a challenge or a CAPTCHA was solved, in milliseconds since 1970-01-01T00:00Z. */
  readonly challengeSolved?: number;
  readonly captchaSolved?: number;
  /** The host that it was solved on, or the token domain above it. */
  readonly domain: string;
  /** Stays the same when a client gets another token. */
  readonly fingerprint?: string;
  readonly browser?: BrowserFacts;
  readonly interactivity?: Interactivity;
}

/** A token as read: its session is known. */
export type ReadToken = Token & { readonly id: string };

/** The cookie that carries a token. https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-details.html */
export const TOKEN_COOKIE = 'aws-waf-token';

/** Not a secret: signs the tokens of tests and rehearsals where no key is passed in. */
export const REHEARSAL_KEY = 'sallyport rehearsal token';

const toCookie = (bytes: string): string =>
  encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

function fromCookie(text: string): string | undefined {
  const letters = text.replaceAll('-', '+').replaceAll('_', '/');
  return decodeBase64(letters.padEnd(Math.ceil(letters.length / 4) * 4, '='));
}

const seal = (content: string, key: string): string => toCookie(hmacSha256(utf8(key), content));

/** Takes as long for any two texts of one length. */
function isEqual(a: string, b: string): boolean {
  let differing = a.length ^ b.length;
  for (let at = 0; at < b.length; at++) differing |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return differing === 0;
}

const hex = (bytes: string): string =>
  Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');

/** The value of a token's cookie: what it says, and a seal that only the holder of the key can make. */
export function mintToken(token: Token, key: string = REHEARSAL_KEY): string {
  const id = token.id ?? hex(sha256(utf8(JSON.stringify(token)))).slice(0, 32);
  const content = toCookie(utf8(JSON.stringify({ ...token, id, domain: token.domain.toLowerCase() })));
  return `${content}.${seal(content, key)}`;
}

/** What a cookie says, or undefined where nobody who holds the key has sealed it. */
export function readToken(value: string, key: string = REHEARSAL_KEY): ReadToken | undefined {
  const at = value.lastIndexOf('.');
  const content = value.slice(0, at);
  if (at < 0 || !isEqual(value.slice(at + 1), seal(content, key))) return undefined;
  return parsed(fromCookie(content) ?? '');
}

function parsed(json: string): ReadToken | undefined {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(json));
  } catch {
    // Whoever holds the key may seal what is no token.
    return undefined;
  }
  return isToken(value) ? value : undefined;
}

const fromUtf8 = (bytes: string): string =>
  decodeURIComponent(bytes.replace(/[^ -$&-~]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`));

const isToken = (value: unknown): value is ReadToken =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'domain' in value &&
  typeof value.domain === 'string' &&
  isMoment(value, 'challengeSolved') &&
  isMoment(value, 'captchaSolved');

const isMoment = (value: object, name: string): boolean => {
  const moment = new Map<string, unknown>(Object.entries(value)).get(name);
  return moment === undefined || typeof moment === 'number';
};
