import { utf8 } from '@sallyport/http';
import { sha256 } from '../transformations/sha256.ts';
import { sealed, unsealed } from './seal.ts';

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

const hex = (bytes: string): string =>
  Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');

/** The value of a token's cookie: what it says, and a seal that only the holder of the key can make. */
export function mintToken(token: Token, key: string = REHEARSAL_KEY): string {
  const id = token.id ?? hex(sha256(utf8(JSON.stringify(token)))).slice(0, 32);
  return sealed({ ...token, id, domain: token.domain.toLowerCase() }, key);
}

/** Browsers keep no longer cookies (RFC 6265, section 6.1); a longer one need not be hashed. */
const MOST_CHARACTERS = 4096;

/**
 * Tokens that were read before. A client sends the same one with each request, and checking its seal takes ten times as long as all else of
 * a small request. What has no seal is not kept, so that nobody without the key can drive others out.
 */
const readBefore = new Map<string, ReadToken>();
const MOST_KEPT = 1000;

/** What a cookie says, or undefined where nobody who holds the key has sealed it. */
export function readToken(value: string, key: string = REHEARSAL_KEY): ReadToken | undefined {
  if (value.length > MOST_CHARACTERS) return undefined;
  const known = readBefore.get(`${key}\n${value}`);
  if (known) return known;
  const said = unsealed(value, key);
  if (!isToken(said)) return undefined;
  if (readBefore.size >= MOST_KEPT) readBefore.clear();
  readBefore.set(`${key}\n${value}`, said);
  return said;
}

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
