import { trafficOf } from '../../traffic/traffic-store.ts';
import type { BehaviorStatement, Matches } from '../behavior.ts';
import { behavior } from '../behavior.ts';
import type { ManagedRule, ManagedRuleGroup } from '../managed-rule-group.ts';
import { address, session } from '../reading.ts';
import type { ManagedSettings } from '../settings.ts';
import { addTokenLabels, challengeStanding, isRejected } from '../token-labels.ts';
import { differentOf, requestsOf, volumetric } from '../volumetric.ts';
import { afterAnswers } from './answers.ts';
import { type Credentials, credentialsOf, digested, isStolen, lacksCredential } from './credentials.ts';
import { fraudRule, NO_FIELDS, UNSUPPORTED_COGNITO, unlabelled } from './fraud-rule.ts';
import { posted } from './submission.ts';

const MINUTES = 60_000;

/** AWS prints no threshold for these three: ours. */
const MOST_NAMES = { high: 10 };
const TRAVERSAL_MINUTES = 30;
const COMPROMISED = { most: 1, windowMilliseconds: 30 * MINUTES };

/** "More than 6 hours of traffic that has at least one login request every 30 minutes." */
const LONG_SESSION = { milliseconds: 6 * 60 * MINUTES, gapMilliseconds: 30 * MINUTES };

/** "A single token among more than 5 distinct IP addresses"; the window is not printed: that of Bot Control. */
const TOKEN_REUSE = { high: 5 };
const TOKEN_REUSE_MINUTES = 5;

const longSession = (logins: unknown): BehaviorStatement =>
  behavior({
    title: 'logins of one session for more than 6 hours, at least one every 30 minutes',
    among: logins,
    matches: (setting) => {
      const read = session(setting);
      return (inspection) => {
        const id = read(inspection);
        if (id === undefined) return false;
        const key = `${setting.group} long session ${id}`;
        const { milliseconds, gapMilliseconds } = LONG_SESSION;
        return trafficOf(inspection).streak(key, inspection.now, gapMilliseconds) > milliseconds;
      };
    },
  });

/** Labels each request with stolen credentials; matches the second of one session and those after it. */
const compromised = (credentials: Credentials, logins: unknown): BehaviorStatement =>
  behavior({
    title: 'several requests of one session with stolen credentials',
    among: logins,
    matches: (setting): Matches => {
      const stolen = isStolen(credentials, setting);
      const read = session(setting);
      return (inspection) => {
        if (!stolen(inspection)) return false;
        inspection.pendingLabels.push(`${setting.compilation.labelPrefix}signal:credential_compromised`);
        const id = read(inspection);
        if (id === undefined) return false;
        const { most, windowMilliseconds } = COMPROMISED;
        const key = `${setting.group} compromised ${id}`;
        return trafficOf(inspection).note(key, inspection.now, windowMilliseconds) > most;
      };
    },
  });

const missing = (credentials: Credentials, logins: unknown): BehaviorStatement =>
  behavior({
    title: 'a login without user name or password',
    among: logins,
    matches: (setting) => lacksCredential(credentials, setting),
  });

const tokenRejected = (logins: unknown): BehaviorStatement =>
  behavior({
    title: 'a token that is rejected',
    among: logins,
    matches:
      ({ compilation }) =>
      (inspection) =>
        isRejected(challengeStanding(inspection, compilation.tokens)),
  });

/** The label of a token that many addresses share; no rule acts on it. */
const reuseLabel = (logins: unknown): BehaviorStatement =>
  behavior({
    title: 'a label for a token that many addresses share',
    among: logins,
    matches: (setting) => {
      const count = differentOf('addresses', address, 'session', session, TOKEN_REUSE_MINUTES).of(setting);
      return (inspection) => {
        if ((count(inspection) ?? 0) > TOKEN_REUSE.high)
          inspection.labels.add(`${setting.compilation.labelPrefix}aggregate:volumetric:session:token_reuse:ip`);
        return false;
      };
    },
  });

/**
 * The rules of account takeover prevention in their order; thresholds, windows and labels as
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-atp.html prints them.
 */
function takeover(settings: ManagedSettings): readonly ManagedRule[] {
  const logins = posted(settings.loginPath, settings);
  const credentials = credentialsOf(settings);
  const onLogins = (make: (among: unknown) => unknown) => (logins === undefined ? undefined : make(logins));
  const onCredentials = (make: (of: Credentials, among: unknown) => unknown) =>
    logins === undefined || !credentials ? undefined : make(credentials, logins);
  const perSession = (what: 'user names' | 'passwords', of: Credentials) =>
    what === 'user names'
      ? differentOf(what, digested(of.username), 'session', session, TRAVERSAL_MINUTES)
      : differentOf(what, digested(of.password), 'user name', digested(of.username), TRAVERSAL_MINUTES);
  const answers = { what: 'login', acts: { on: 'failure', level: 'high' } } as const;
  return [
    UNSUPPORTED_COGNITO,
    fraudRule(
      'VolumetricIpHigh',
      'aggregate:volumetric:ip:high',
      'Block',
      onLogins((among) =>
        volumetric(
          'aggregate:volumetric:ip',
          requestsOf('address', address, 10),
          { low: 10, medium: 15, high: 20 },
          { among },
        ),
      ),
    ),
    fraudRule(
      'VolumetricSession',
      'aggregate:volumetric:session',
      'Block',
      onLogins((among) =>
        volumetric('aggregate:volumetric:session', requestsOf('session', session, 30), { high: 20 }, { among }),
      ),
    ),
    fraudRule(
      'AttributeCompromisedCredentials',
      'aggregate:attribute:compromised_credentials',
      'Block',
      onCredentials(compromised),
      NO_FIELDS,
    ),
    fraudRule(
      'AttributeUsernameTraversal',
      'aggregate:attribute:username_traversal',
      'Block',
      onCredentials((of, among) =>
        volumetric('aggregate:attribute:username_traversal', perSession('user names', of), MOST_NAMES, { among }),
      ),
      NO_FIELDS,
    ),
    fraudRule(
      'AttributePasswordTraversal',
      'aggregate:attribute:password_traversal',
      'Block',
      onCredentials((of, among) =>
        volumetric('aggregate:attribute:password_traversal', perSession('passwords', of), MOST_NAMES, { among }),
      ),
      NO_FIELDS,
    ),
    fraudRule('AttributeLongSession', 'aggregate:attribute:long_session', 'Block', onLogins(longSession)),
    unlabelled('TokenRejected', 'Block', onLogins(tokenRejected)),
    fraudRule('SignalMissingCredential', 'signal:missing_credential', 'Block', onCredentials(missing), NO_FIELDS),
    fraudRule(
      'VolumetricIpFailedLoginResponseHigh',
      'aggregate:volumetric:ip:failed_login_response:high',
      'Block',
      onLogins((among) =>
        afterAnswers(
          { ...answers, label: 'aggregate:volumetric:ip', whose: 'address', reading: address, minutes: 10 },
          among,
          settings.responseInspection,
        ),
      ),
    ),
    fraudRule(
      'VolumetricSessionFailedLoginResponseHigh',
      'aggregate:volumetric:session:failed_login_response:high',
      'Block',
      onLogins((among) =>
        afterAnswers(
          { ...answers, label: 'aggregate:volumetric:session', whose: 'session', reading: session, minutes: 30 },
          among,
          settings.responseInspection,
        ),
      ),
    ),
  ];
}

export const ACCOUNT_TAKEOVER: ManagedRuleGroup = {
  name: 'AWSManagedRulesATPRuleSet',
  capacity: 50,
  namespace: 'atp',
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-atp.html',
  nameLabelsSince: '1.1',
  rules: takeover({ pathsAreRegexes: false }),
  configured: takeover,
  before: (settings) => (setting) => {
    const logins = posted(settings.loginPath, settings);
    const reuse = logins === undefined ? undefined : setting.holds(reuseLabel(logins));
    return (inspection) => {
      addTokenLabels(inspection, setting.compilation.tokens);
      reuse?.(inspection);
    };
  },
};
