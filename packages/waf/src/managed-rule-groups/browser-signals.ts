import { headerValue } from '@sallyport/http';
import type { Inspection } from '../inspection.ts';
import type { ReadToken } from '../token/token.ts';
import { tokenReading } from '../token/token-standing.ts';
import { AUTOMATED_BROWSERS } from './attacks/bots.ts';
import { type BehaviorStatement, behavior } from './behavior.ts';

/**
 * What a token tells of its browser. AWS names the signals and not what they are made of
 * (https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-details.html): these are ours.
 */
type Signal = (token: ReadToken, inspection: Inspection) => boolean;

const isAutomated: Signal = ({ browser }) => {
  const agent = browser?.userAgent?.toLowerCase() ?? '';
  return browser?.webdriver === true || AUTOMATED_BROWSERS.some((name) => agent.includes(name));
};

const hasAutomationExtension: Signal = ({ browser }) => browser?.automationExtension === true;

/** Platforms of which a browser that names the other system in its User-Agent cannot be. */
const PLATFORMS: readonly (readonly [platform: RegExp, agent: RegExp])[] = [
  [/^win/i, /windows/i],
  [/^mac/i, /mac os x|macintosh/i],
  [/^iphone|^ipad/i, /iphone|ipad|macintosh/i],
  [/^linux/i, /linux|android|cros|x11/i],
];

const contradicts = (platform: string, agent: string): boolean =>
  PLATFORMS.some(([named, expected]) => named.test(platform) && !expected.test(agent));

/** The script saw another User-Agent than the request has, no languages, or a platform that the User-Agent excludes. */
const isInconsistent: Signal = ({ browser }, { request }) => {
  if (!browser) return false;
  const { userAgent, languages, platform } = browser;
  const sent = headerValue(request.headers, 'user-agent');
  if (userAgent !== undefined && userAgent !== sent) return true;
  return languages?.length === 0 || (platform !== undefined && contradicts(platform, sent ?? ''));
};

const onToken = (title: string, signal: Signal): BehaviorStatement =>
  behavior({
    title,
    matches:
      ({ compilation }) =>
      (inspection) => {
        const reading = tokenReading(inspection, compilation.tokens.domains);
        return reading.kind === 'read' && signal(reading.token, inspection);
      },
  });

export const AUTOMATED_BROWSER = onToken('the token tells of an automated browser', isAutomated);
export const AUTOMATION_EXTENSION = onToken('the token tells of an automation extension', hasAutomationExtension);
export const BROWSER_INCONSISTENCY = onToken('the token contradicts itself or the request', isInconsistent);
