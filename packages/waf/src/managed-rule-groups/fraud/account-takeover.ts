import { trafficOf } from '../../traffic/traffic-store.ts';
import type { BehaviorStatement, Matches } from '../behavior.ts';
import { behavior } from '../behavior.ts';
import type { ManagedRule, ManagedRuleGroup } from '../managed-rule-group.ts';
import { address, session } from '../reading.ts';
import type { ManagedSettings } from '../settings.ts';
import { addTokenLabels, challengeStanding, isRejected } from '../token-labels.ts';
import { type Count, differentOf, requestsOf, volumetric } from '../volumetric.ts';
import { type AnswerRule, afterAnswers } from './answers.ts';
import { type Credentials, credentialsOf, digested, isStolen, lacksCredential } from './credentials.ts';
import { fraudRule, NO_FIELDS, UNSUPPORTED_COGNITO, unlabelled } from './fraud-rule.ts';
import { posted } from './submission.ts';

const MINUTES = 60_000;

/** AWS prints no threshold for these three: ours. */
const MOST_DIFFERENT = { high: 10 };
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

type On<Arguments extends readonly unknown[]> = (make: (...of: Arguments) => unknown) => unknown;

/** How rules are made for the requests that the settings name; undefined where these do not say enough. */
interface Makers {
  readonly onLogins: On<readonly [among: unknown]>;
  readonly onCredentials: On<readonly [of: Credentials, among: unknown]>;
}

function makers(settings: ManagedSettings): Makers {
  const logins = posted(settings.loginPath, settings);
  const credentials = credentialsOf(settings);
  return {
    onLogins: (make) => (logins === undefined ? undefined : make(logins)),
    onCredentials: (make) => (logins === undefined || !credentials ? undefined : make(credentials, logins)),
  };
}

function ofVolumes({ onLogins }: Makers): readonly ManagedRule[] {
  const [byAddress, bySession] = [requestsOf('address', address, 10), requestsOf('session', session, 30)];
  return [
    fraudRule(
      'VolumetricIpHigh',
      'aggregate:volumetric:ip:high',
      'Block',
      onLogins((among) =>
        volumetric('aggregate:volumetric:ip', byAddress, { low: 10, medium: 15, high: 20 }, { among }),
      ),
    ),
    fraudRule(
      'VolumetricSession',
      'aggregate:volumetric:session',
      'Block',
      onLogins((among) => volumetric('aggregate:volumetric:session', bySession, { high: 20 }, { among })),
    ),
  ];
}

function ofCredentials({ onCredentials }: Makers): readonly ManagedRule[] {
  const rule = (name: string, label: string, make: (of: Credentials, among: unknown) => unknown): ManagedRule =>
    fraudRule(name, `aggregate:attribute:${label}`, 'Block', onCredentials(make), NO_FIELDS);
  const traversal = (label: string, count: (of: Credentials) => Count) => (of: Credentials, among: unknown) =>
    volumetric(`aggregate:attribute:${label}`, count(of), MOST_DIFFERENT, { among });
  return [
    rule('AttributeCompromisedCredentials', 'compromised_credentials', compromised),
    rule(
      'AttributeUsernameTraversal',
      'username_traversal',
      traversal('username_traversal', ({ username }) =>
        differentOf('user names', digested(username), 'session', session, TRAVERSAL_MINUTES),
      ),
    ),
    rule(
      'AttributePasswordTraversal',
      'password_traversal',
      traversal('password_traversal', ({ username, password }) =>
        differentOf('passwords', digested(password), 'user name', digested(username), TRAVERSAL_MINUTES),
      ),
    ),
  ];
}

function ofAnswers({ onLogins }: Makers, { responseInspection }: ManagedSettings): readonly ManagedRule[] {
  const rule = (name: string, of: Pick<AnswerRule, 'whose' | 'reading' | 'minutes' | 'label'>): ManagedRule =>
    fraudRule(
      name,
      `${of.label}:failed_login_response:high`,
      'Block',
      onLogins((among) =>
        afterAnswers({ ...of, what: 'login', acts: { on: 'failure', level: 'high' } }, among, responseInspection),
      ),
    );
  return [
    rule('VolumetricIpFailedLoginResponseHigh', {
      label: 'aggregate:volumetric:ip',
      whose: 'address',
      reading: address,
      minutes: 10,
    }),
    rule('VolumetricSessionFailedLoginResponseHigh', {
      label: 'aggregate:volumetric:session',
      whose: 'session',
      reading: session,
      minutes: 30,
    }),
  ];
}

/**
 * The rules of account takeover prevention in their order; thresholds, windows and labels as
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-atp.html prints them.
 */
function takeover(settings: ManagedSettings): readonly ManagedRule[] {
  const make = makers(settings);
  return [
    UNSUPPORTED_COGNITO,
    ...ofVolumes(make),
    ...ofCredentials(make),
    fraudRule('AttributeLongSession', 'aggregate:attribute:long_session', 'Block', make.onLogins(longSession)),
    unlabelled('TokenRejected', 'Block', make.onLogins(tokenRejected)),
    fraudRule('SignalMissingCredential', 'signal:missing_credential', 'Block', make.onCredentials(missing), NO_FIELDS),
    ...ofAnswers(make, settings),
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
