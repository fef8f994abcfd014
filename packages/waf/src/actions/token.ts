import { cookies, headerValue, type Request } from '@sallyport/http';
import { decodeBase64, encodeBase64 } from '../base64.ts';
import type { TokenResponse } from '../compiled.ts';
import { sha256 } from '../transformations/sha256.ts';

/** What a token of ours says. AWS's own is encrypted and opaque; ours holds the same facts, for local use. */
export interface Token {
  /** When a challenge or a CAPTCHA was solved, in milliseconds since 1970-01-01T00:00Z. */
  readonly challengeSolved?: number;
  readonly captchaSolved?: number;
  /** The host that it was solved on. */
  readonly domain: string;
}

/** The cookie that carries a token. https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-details.html */
export const TOKEN_COOKIE = 'aws-waf-token';

/** Not a secret: whoever runs a rehearsal may mint tokens. It only tells a token of ours from noise. */
const SEAL = 'sallyport rehearsal token';

const seal = (content: string): string => encodeBase64(sha256(`${SEAL}\n${content}`));

/** The value of a token's cookie. */
export function mintToken({ challengeSolved = 0, captchaSolved = 0, domain }: Token): string {
  const content = encodeBase64(`${challengeSolved} ${captchaSolved} ${domain}`);
  return `${content}.${seal(content)}`;
}

function readToken(value: string): Token | undefined {
  const [content = '', mark] = value.split('.');
  if (mark !== seal(content)) return undefined;
  const [challenge, captcha, domain = ''] = (decodeBase64(content) ?? '').split(' ');
  return { challengeSolved: Number(challenge), captchaSolved: Number(captcha), domain };
}

/** Whether the token's domain is one of the web ACL's token domains, or the host itself, or above it. */
function isAccepted(domain: string, host: string, tokenDomains: readonly string[]): boolean {
  const under = (name: string, above: string): boolean => name === above || name.endsWith(`.${above}`);
  return domain === host || tokenDomains.some((accepted) => under(domain, accepted.toLowerCase()));
}

/** When a token does, and the status that a client gets without one. */
export interface TokenRequirement {
  readonly kind: 'CAPTCHA' | 'CHALLENGE';
  readonly immunitySeconds: number;
  readonly tokenDomains: readonly string[];
  readonly status: number;
}

/**
 * Whether the request's token does. https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-immunity-times.html
 * AWS does not say how a token is called on which this kind was never solved; here it is invalid.
 */
export function tokenResponse(
  request: Request,
  { kind, immunitySeconds, tokenDomains, status }: TokenRequirement,
  now: number,
): TokenResponse {
  const failed = (failureReason: NonNullable<TokenResponse['failureReason']>, solved = 0): TokenResponse => ({
    responseCode: status,
    solveTimestamp: Math.floor(solved / 1000),
    failureReason,
  });
  const cookie = cookies(request.headers).find(({ name }) => name === TOKEN_COOKIE);
  if (!cookie) return failed('TOKEN_MISSING');
  const token = readToken(cookie.value);
  const solved = (kind === 'CAPTCHA' ? token?.captchaSolved : token?.challengeSolved) ?? 0;
  if (!token || solved <= 0) return failed('TOKEN_INVALID');
  const host = (headerValue(request.headers, 'host') ?? '').toLowerCase().replace(/:\d*$/, '');
  if (!isAccepted(token.domain, host, tokenDomains)) return failed('TOKEN_DOMAIN_MISMATCH', solved);
  if (now - solved >= immunitySeconds * 1000) return failed('TOKEN_EXPIRED', solved);
  return { responseCode: 0, solveTimestamp: Math.floor(solved / 1000) };
}
