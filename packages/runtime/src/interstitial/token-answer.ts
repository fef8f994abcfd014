import { cookies, type Request, type Response, splitTarget, utf8Bytes } from '@sallyport/http';
import { type BrowserFacts, mintToken, readToken, TOKEN_COOKIE, type Token } from '@sallyport/waf';
import { TOKEN_PATH } from './page.ts';
import { isWorkDone, puzzle, type Question, readQuestion } from './question.ts';

/** The longest immunity time of AWS WAF; the token says itself when it was solved. */
const COOKIE_SECONDS = 259_200;
/** More than a page sends. */
export const MOST_TOKEN_BYTES = 16_384;

/** Whether the script of an interstitial page asks for a token: such requests never reach a gate. */
export const asksForToken = ({ method, target }: Pick<Request, 'method' | 'target'>): boolean =>
  method === 'POST' && splitTarget(target).path === TOKEN_PATH;

/** What is needed to make tokens. */
export interface TokenMint {
  readonly key: string;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly now: number;
  /** An id that no other session has. */
  readonly sessionId: string;
}

/**
 * Makes a token, or brings the client's own for the same domain up to date: its session stays the same. `body`: what the script
 * has sent.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html
 */
export function tokenAnswer({ headers }: Pick<Request, 'headers'>, body: string, mint: TokenMint): Response {
  const sent = parsed(body);
  const question = readQuestion(textOf(sent.question), mint.key, mint.now);
  if (!question) return plain(403, 'This page is too old. Load it again.');
  if (!isWorkDone(question, Number(sent.work))) return plain(403, 'The challenge was not solved.');
  if (question.kind === 'captcha' && sent.answer !== puzzle(question).answer)
    return plain(403, 'That is not the sum. Try again.');
  const cookie = cookies(headers).find(({ name }) => name === TOKEN_COOKIE);
  const before = cookie && readToken(cookie.value, mint.key);
  // What was solved on another domain is not solved here.
  const own = before?.domain === question.domain ? before : undefined;
  const token = mintToken(tokenOf(question, own, factsOf(sent.browser), mint), mint.key);
  const value = `${TOKEN_COOKIE}=${token}; Path=/; Max-Age=${COOKIE_SECONDS}; SameSite=Lax`;
  return plain(200, '', [['Set-Cookie', value]]);
}

/**
 * A puzzle updates the time of the CAPTCHA; a challenge runs before it only where there is no token yet.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-usage.html
 */
function tokenOf(question: Question, before: Token | undefined, browser: BrowserFacts, mint: TokenMint): Token {
  const { now, sessionId } = mint;
  const isCaptcha = question.kind === 'captcha';
  const captcha = isCaptcha ? now : before?.captchaSolved;
  return {
    id: before?.id ?? sessionId,
    domain: question.domain,
    challengeSolved: isCaptcha ? (before?.challengeSolved ?? now) : now,
    ...(captcha === undefined ? {} : { captchaSolved: captcha }),
    fingerprint: fingerprintOf(browser),
    browser,
  };
}

/** Stays the same when the same browser gets another token; two browsers alike have the same, as AWS says of its own. */
function fingerprintOf({ userAgent = '', languages = [], platform = '' }: BrowserFacts): string {
  let value = 0n;
  for (const byte of utf8Bytes([userAgent, platform, ...languages].join('\n')))
    value = ((value ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return value.toString(16).padStart(16, '0');
}

type Sent = Readonly<Record<'question' | 'work' | 'answer' | 'browser', unknown>>;

function parsed(body: string): Sent {
  const nothing = { question: undefined, work: undefined, answer: undefined, browser: undefined };
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...nothing, ...value } : nothing;
  } catch {
    // Then it brings no question, and is refused for that.
    return nothing;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Longer texts would make a token that no browser keeps. */
const MOST_TEXT = 512;

/** What the script says of its browser, as far as it can be. */
function factsOf(value: unknown): BrowserFacts {
  if (typeof value !== 'object' || value === null) return {};
  const said = new Map<string, unknown>(Object.entries(value));
  const text = (name: string) =>
    typeof said.get(name) === 'string' ? { [name]: textOf(said.get(name)).slice(0, MOST_TEXT) } : {};
  const languages = said.get('languages');
  return {
    ...text('userAgent'),
    ...text('platform'),
    webdriver: said.get('webdriver') === true,
    automationExtension: said.get('automationExtension') === true,
    ...(Array.isArray(languages) ? { languages: languages.slice(0, 16).map((name) => textOf(name).slice(0, 35)) } : {}),
  };
}

const plain = (status: number, text: string, headers: Response['headers'] = []): Response => ({
  status,
  headers: [['Content-Type', 'text/plain; charset=UTF-8'], ['Cache-Control', 'no-store'], ...headers],
  body: { kind: 'bytes', bytes: utf8Bytes(text) },
});
