import type { Inspection } from '../inspection.ts';
import {
  type Solve,
  standingOf,
  type TokenSettings,
  type TokenStanding,
  tokenReading,
} from '../token/token-standing.ts';

/** How the request's challenge stands with the immunity time of the web ACL. */
export function challengeStanding(inspection: Inspection, tokens: TokenSettings): TokenStanding {
  const reading = tokenReading(inspection, tokens.domains);
  return standingOf(reading, 'challenge', inspection.now, tokens.challengeImmunitySeconds);
}

/** Whether there is a token that is none to AWS WAF. */
export const isRejected = (standing: TokenStanding): boolean => standing !== 'accepted' && standing !== 'absent';

/**
 * The labels of token management, which Bot Control, ATP, ACFP and Anti-DDoS add to every request that they evaluate. The page on
 * token labels leaves out Anti-DDoS, whose own page names them.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-labeling.html
 */
export function addTokenLabels(inspection: Inspection, tokens: TokenSettings): void {
  const { labels, now } = inspection;
  const reading = tokenReading(inspection, tokens.domains);
  if (reading.kind === 'read') {
    labels.add(`awswaf:managed:token:id:${reading.token.id}`);
    const { fingerprint } = reading.token;
    if (fingerprint !== undefined) labels.add(`awswaf:managed:token:fingerprint:${fingerprint}`);
  }
  const add = (prefix: string, solve: Solve, immunitySeconds: number): void => {
    const standing = standingOf(reading, solve, now, immunitySeconds);
    if (!isRejected(standing)) labels.add(`awswaf:managed:${prefix}:${standing}`);
    else labels.add(`awswaf:managed:${prefix}:rejected`).add(`awswaf:managed:${prefix}:rejected:${standing}`);
  };
  add('token', 'challenge', tokens.challengeImmunitySeconds);
  add('captcha', 'captcha', tokens.captchaImmunitySeconds);
}
