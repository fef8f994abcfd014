import { cookies, headerValue, type Request } from '@sallyport/http';
import type { TokenResponse } from '../compiled.ts';
import type { Inspection } from '../inspection.ts';
import { type ReadToken, readToken, TOKEN_COOKIE } from './token.ts';

/** What a web ACL says about tokens. */
export interface TokenSettings {
  /** Beside the host itself. */
  readonly domains: readonly string[];
  readonly captchaImmunitySeconds: number;
  readonly challengeImmunitySeconds: number;
}

/** The token that a request brings. */
export type TokenReading =
  | { readonly kind: 'absent' }
  /** Not one of ours, or not sealed with our key. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'read'; readonly token: ReadToken; readonly ofAcceptedDomain: boolean };

/** The two things that a token says were solved. */
export type Solve = 'challenge' | 'captcha';

/**
 * How a token fares, in the words of the labels of token management.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-labeling.html
 */
export type TokenStanding = 'accepted' | 'absent' | 'not_solved' | 'expired' | 'domain_mismatch' | 'invalid';

/**
 * The same in the words of log records: https://docs.aws.amazon.com/waf/latest/APIReference/API_CaptchaResponse.html. AWS does not
 * say how a token is called on which this kind was never solved; here it is invalid.
 */
const FAILURE_REASONS = {
  absent: 'TOKEN_MISSING',
  not_solved: 'TOKEN_INVALID',
  expired: 'TOKEN_EXPIRED',
  domain_mismatch: 'TOKEN_DOMAIN_MISMATCH',
  invalid: 'TOKEN_INVALID',
} as const satisfies Record<Exclude<TokenStanding, 'accepted'>, string>;

export const hostOf = (request: Request): string =>
  (headerValue(request.headers, 'host') ?? '').toLowerCase().replace(/:\d*$/, '');

const isUnder = (name: string, above: string): boolean => name === above || name.endsWith(`.${above}`);

/**
 * The domain has to be the host itself, one of the token domains, or below one.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-domains.html
 */
const isAccepted = (domain: string, host: string, domains: readonly string[]): boolean =>
  domain === host || domains.some((accepted) => isUnder(domain, accepted.toLowerCase()));

/** The domain that a new token is set to: the shortest among the host and those token domains that it lies under (the same page). */
export const newTokenDomain = (host: string, domains: readonly string[]): string =>
  domains
    .map((domain) => domain.toLowerCase())
    .filter((domain) => isUnder(host, domain))
    .reduce((shortest, domain) => (domain.length < shortest.length ? domain : shortest), host);

/** Reads the token of the request under evaluation, once. */
export function tokenReading(inspection: Inspection, domains: readonly string[]): TokenReading {
  inspection.tokenReading ??= read(inspection, domains);
  return inspection.tokenReading;
}

function read({ request, context }: Inspection, domains: readonly string[]): TokenReading {
  const cookie = cookies(request.headers).find(({ name }) => name === TOKEN_COOKIE);
  if (!cookie) return { kind: 'absent' };
  const token = readToken(cookie.value, context.tokenKey);
  if (!token) return { kind: 'unreadable' };
  return { kind: 'read', token, ofAcceptedDomain: isAccepted(token.domain, hostOf(request), domains) };
}

/** When the token's challenge or CAPTCHA was solved, in milliseconds; 0 for never. */
const solvedAt = (reading: TokenReading, solve: Solve): number =>
  (reading.kind === 'read' ? reading.token[`${solve}Solved`] : undefined) ?? 0;

/** Expired is what is older than the immunity time: https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-immunity-times.html */
export function standingOf(reading: TokenReading, solve: Solve, now: number, immunitySeconds: number): TokenStanding {
  if (reading.kind === 'absent') return 'absent';
  if (reading.kind === 'unreadable') return 'invalid';
  if (!reading.ofAcceptedDomain) return 'domain_mismatch';
  const solved = solvedAt(reading, solve);
  if (solved === 0) return 'not_solved';
  return now - solved > immunitySeconds * 1000 ? 'expired' : 'accepted';
}

/** What becomes of the request's token where a rule asks for a solve; without a failure it does. */
export function tokenResponse(
  inspection: Inspection,
  solve: Solve,
  { domains, captchaImmunitySeconds, challengeImmunitySeconds }: TokenSettings,
  status: number,
): TokenResponse {
  const immunitySeconds = solve === 'captcha' ? captchaImmunitySeconds : challengeImmunitySeconds;
  const reading = tokenReading(inspection, domains);
  const standing = standingOf(reading, solve, inspection.now, immunitySeconds);
  const solveTimestamp = Math.floor(solvedAt(reading, solve) / 1000);
  if (standing === 'accepted') return { responseCode: 0, solveTimestamp };
  return { responseCode: status, solveTimestamp, failureReason: FAILURE_REASONS[standing] };
}
