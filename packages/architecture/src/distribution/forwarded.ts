import { stringSetting } from '../setting.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';
import { settingAt, stringsAt, whenKnown } from './reading.ts';

/**
 * Which headers, cookies or query arguments a policy names. `names` are those kept (`only`), those left out (`all-except`), or
 * the CloudFront headers added to all of the viewer's (`all`).
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginRequestPolicyHeadersConfig.html
 */
export interface Forwarded {
  readonly keep: 'none' | 'all' | 'only' | 'all-except';
  readonly names: readonly string[];
}

export const FORWARD_NONE: Forwarded = { keep: 'none', names: [] };
export const FORWARD_ALL: Forwarded = { keep: 'all', names: [] };
export const forwardOnly = (...names: readonly string[]): Forwarded => ({ keep: 'only', names });

const KEEP: Readonly<Record<string, Forwarded['keep']>> = {
  none: 'none',
  all: 'all',
  allViewer: 'all',
  allViewerAndWhitelistCloudFront: 'all',
  whitelist: 'only',
  allExcept: 'all-except',
};

/** Reads a HeadersConfig, CookiesConfig or QueryStringsConfig: its behaviour and its names. */
export function readForwarded(config: Value | undefined, behavior: string, names: string): Setting<Forwarded> {
  return whenKnown(settingAt(config, [behavior], stringSetting, 'none'), (word, place) => {
    const keep = KEEP[word];
    if (keep === undefined)
      return { unknown: `${behavior} is "${word}"`, identity: `${behavior}=${word}`, ...(place ? { place } : {}) };
    if (keep === 'none') return known(FORWARD_NONE, place);
    const listed = stringsAt(config, [names]);
    return isKnown(listed) ? known({ keep, names: listed.known }, place) : listed;
  });
}
