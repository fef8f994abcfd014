import { trafficOf } from '../traffic/traffic-store.ts';
import { type BehaviorSetting, type BehaviorStatement, behavior, type Matches } from './behavior.ts';
import { VERIFIED_BOTS } from './bot-lists.ts';
import { AUTOMATED_BROWSER, AUTOMATION_EXTENSION, BROWSER_INCONSISTENCY } from './browser-signals.ts';
import type { ManagedRule } from './managed-rule-group.ts';
import { address, asn, country, type Reading, session } from './reading.ts';
import { challengeStanding } from './token-labels.ts';
import { type Count, differentOf, type Level, levelOf, shared, type Thresholds, volumetric } from './volumetric.ts';

type Action = ManagedRule['action'];

const FIVE_MINUTES = 300_000;

const targeted = (name: string, label: string, action: Action, statement: unknown): ManagedRule => ({
  name: `TGT_${name}`,
  label: [`targeted:${label}`, `TGT_${name}`],
  action,
  statement,
  unlessAddressIn: VERIFIED_BOTS,
});

/** A rule that version 2.0 added: it "is the same as version 3.0, but with rule actions for all new rules set to Count". */
const added = (rule: ManagedRule): ManagedRule => ({ ...rule, since: '2.0', countsBefore: '3.0' });

const lacksToken: BehaviorStatement = behavior({
  title: 'no valid challenge token',
  matches:
    ({ compilation }) =>
    (inspection) =>
      challengeStanding(inspection, compilation.tokens) !== 'accepted',
});

/** "5 or more requests from a single client in the last 5 minutes that don't include a valid challenge token." */
const MOST_WITHOUT_TOKEN = 4;

/** A request with a token matches too, where the same client lacked one too often. */
const tokenAbsentTooOften: BehaviorStatement = behavior({
  title: 'at least 5 requests of one address without a valid challenge token in 5 minutes',
  matches: (setting) => {
    const lacks = setting.holds(lacksToken);
    return (inspection) => {
      const { now, request } = inspection;
      const key = `${setting.group} token absent ${request.connection.address}`;
      const traffic = trafficOf(inspection);
      const count = lacks(inspection) ? traffic.note(key, now, FIVE_MINUTES) : traffic.noted(key, now, FIVE_MINUTES);
      return count > MOST_WITHOUT_TOKEN;
    };
  },
});

/**
 * How much a session sends in five minutes, as a multiple of what sessions usually send, at least of 100 requests. AWS compares
 * with baselines of its own and publishes neither these nor the multiples: ours. "This rule can take 5 minutes to go into effect."
 */
const SESSION_STEPS = { low: 2, medium: 4, high: 8, maximum: 16 } as const;
const LEAST_USUAL = 100;

type SessionLevel = Level | 'maximum';

function sessionLevel(setting: BehaviorSetting): Count['of'] {
  const read = session(setting);
  return () => (inspection) => {
    const id = read(inspection);
    if (id === undefined) return undefined;
    const { own, usualOwn, knownMilliseconds } = trafficOf(inspection).volume(
      `${setting.group} sessions`,
      id,
      inspection.now,
      { spanMilliseconds: FIVE_MINUTES, leastUsual: LEAST_USUAL, learns: true },
    );
    return knownMilliseconds < FIVE_MINUTES ? undefined : own / usualOwn;
  };
}

/** Matches at one level; the lower ones are labelled and not acted on. */
const sessionVolume = (acts: SessionLevel): BehaviorStatement =>
  behavior({
    title: `more than ${SESSION_STEPS[acts]} times the usual requests of a session in 5 minutes`,
    matches: (setting): Matches => {
      const multiple = shared('session volume', { title: '', of: sessionLevel(setting) }).of(setting);
      return (inspection) => {
        const found = multiple(inspection) ?? 0;
        const level = found > SESSION_STEPS.maximum ? 'maximum' : levelOf(found, SESSION_STEPS);
        if (level === 'low' || level === 'medium') {
          const { labelPrefix } = setting.compilation;
          inspection.pendingLabels.push(`${labelPrefix}targeted:aggregate:volumetric:session:${level}`);
        }
        return level === acts;
      };
    },
  });

/** A token used from so many addresses, countries or networks in the last 5 minutes; each level is a rule. */
function tokenReuse(
  stem: string,
  { label, title, value }: { readonly label: string; readonly title: string; readonly value: Reading },
  thresholds: Thresholds,
): readonly ManagedRule[] {
  const count = shared(`token reuse ${label}`, differentOf(title, value, 'token', session, 5));
  const prefix = `aggregate:volumetric:session:token_reuse:${label}`;
  const rule = (level: Level, name: string, action: Action): ManagedRule =>
    added(
      targeted(
        `TokenReuse${stem}${name}`,
        `${prefix}:${level}`,
        action,
        volumetric(`targeted:${prefix}`, count, thresholds, { acts: [level] }),
      ),
    );
  return [rule('low', 'Low', 'Count'), rule('medium', 'Medium', 'Captcha'), rule('high', 'High', 'Block')];
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html, in its order but for those that learn. */
export const TARGETED: readonly ManagedRule[] = [
  targeted('VolumetricIpTokenAbsent', 'aggregate:volumetric:ip:token_absent', 'Challenge', tokenAbsentTooOften),
  added({
    name: 'TGT_TokenAbsent',
    label: 'TGT_TokenAbsent',
    action: 'Count',
    statement: lacksToken,
    unlessAddressIn: VERIFIED_BOTS,
  }),
  targeted('VolumetricSession', 'aggregate:volumetric:session:high', 'Captcha', sessionVolume('high')),
  added(
    targeted('VolumetricSessionMaximum', 'aggregate:volumetric:session:maximum', 'Block', sessionVolume('maximum')),
  ),
  targeted('SignalAutomatedBrowser', 'signal:automated_browser', 'Captcha', AUTOMATED_BROWSER),
  added(
    targeted(
      'SignalBrowserAutomationExtension',
      'signal:browser_automation_extension',
      'Captcha',
      AUTOMATION_EXTENSION,
    ),
  ),
  targeted('SignalBrowserInconsistency', 'signal:browser_inconsistency', 'Captcha', BROWSER_INCONSISTENCY),
  ...tokenReuse('Ip', { label: 'ip', title: 'addresses', value: address }, { low: 2, medium: 5, high: 8 }),
  ...tokenReuse('Country', { label: 'country', title: 'countries', value: country }, { low: 1, medium: 2, high: 3 }),
  ...tokenReuse('Asn', { label: 'asn', title: 'autonomous systems', value: asn }, { low: 1, medium: 2, high: 3 }),
];

/** The one rule that version 1.0 has in place of the nine on token reuse; added with the action Count. */
export const FIRST_TOKEN_REUSE: ManagedRule = {
  ...targeted(
    'TokenReuseIp',
    'aggregate:volumetric:session:token_reuse:ip',
    'Count',
    volumetric('', differentOf('addresses', address, 'token', session, 5), { high: 5 }),
  ),
  until: '2.0',
};

/** Left out where EnableMachineLearning is false; what they match nobody but AWS's model knows. */
export const MACHINE_LEARNING: readonly ManagedRule[] = (
  [
    ['Low', 'Challenge'],
    ['Medium', 'Captcha'],
    ['High', 'Captcha'],
  ] as const
).map(([level, action]) => ({
  name: `TGT_ML_CoordinatedActivity${level}`,
  label: [`targeted:aggregate:coordinated_activity:${level.toLowerCase()}`, `TGT_ML_CoordinatedActivity${level}`],
  action,
  // Before, the two higher levels were there, and counted.
  countsBefore: '3.0' as const,
  ...(level === 'Low' ? { since: '2.0' as const } : {}),
  unknown: `what TGT_ML_CoordinatedActivity${level} matches rests on a model that AWS learns from a site's traffic`,
}));
