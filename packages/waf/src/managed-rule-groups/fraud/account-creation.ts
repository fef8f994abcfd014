import type { Inspection } from '../../inspection.ts';
import type { Interactivity } from '../../token/token.ts';
import { tokenReading } from '../../token/token-standing.ts';
import { type BehaviorStatement, behavior } from '../behavior.ts';
import { AUTOMATED_BROWSER, BROWSER_INCONSISTENCY } from '../browser-signals.ts';
import { transformations } from '../component.ts';
import { exactly, type ManagedRule, type ManagedRuleGroup } from '../managed-rule-group.ts';
import { address, session } from '../reading.ts';
import type { ManagedSettings } from '../settings.ts';
import { addTokenLabels } from '../token-labels.ts';
import { type Count, differentOf, levelOf, requestsOf, shared, type Thresholds, volumetric } from '../volumetric.ts';
import { type AnswerRule, afterAnswers } from './answers.ts';
import { type Credentials, credentialsOf, digested, isStolen, lacksCredential } from './credentials.ts';
import { fraudRule, NO_FIELDS, UNSUPPORTED_COGNITO, unlabelled } from './fraud-rule.ts';
import { all, field, posted, toPath } from './submission.ts';

/** "More than 5 distinct IP addresses"; the window is not printed: that of Bot Control. */
const TOKEN_REUSE: Thresholds = { high: 5 };
const TOKEN_REUSE_MINUTES = 5;
const ADDRESS_STEPS: Thresholds = { low: 10, medium: 50, high: 100 };
const NO_RISK_SCORE = 'how AWS scores the risk of a request is not published';
const NO_ADDRESS = 'the fields that hold a physical address are not configured';
const STEPS: Thresholds = { low: 1, medium: 5, high: 10 };

/** Pages of the registration form: GET requests that take text/html. */
function registrationPages({ registrationPagePath, pathsAreRegexes }: ManagedSettings): unknown {
  if (registrationPagePath === undefined) return undefined;
  const takesHtml = {
    ByteMatchStatement: {
      SearchString: 'text/html',
      PositionalConstraint: 'CONTAINS',
      FieldToMatch: { SingleHeader: { Name: 'accept' } },
      TextTransformations: transformations(['LOWERCASE']),
    },
  };
  return all(exactly('GET', { Method: {} }), toPath(registrationPagePath, pathsAreRegexes), takesHtml);
}

/** "All of the rules in this rule group require a web request token, except for the first two." */
const WITH_TOKEN = behavior({
  title: 'the request has a token',
  matches:
    ({ compilation }) =>
    (inspection) =>
      tokenReading(inspection, compilation.tokens.domains).kind === 'read',
});

/** Labels requests without user name or password; matches stolen ones. */
const stolenCredentials = (credentials: Credentials, among: unknown): BehaviorStatement =>
  behavior({
    title: 'stolen credentials',
    among,
    matches: (setting) => {
      const lacks = lacksCredential(credentials, setting);
      const stolen = isStolen(credentials, setting);
      return (inspection) => {
        if (lacks(inspection))
          inspection.pendingLabels.push(`${setting.compilation.labelPrefix}signal:missing_credential`);
        return stolen(inspection);
      };
    },
  });

const ABSENT: Partial<Record<Interactivity, string>> = { low: 'Low', medium: 'Medium', high: 'High' };

/**
 * Only the application integration SDKs put into a token how a person works on the page. What AWS makes of it is not published:
 * here the rule matches where the token says "low".
 */
const humanInteractivity = (among: unknown): BehaviorStatement =>
  behavior({
    title: 'the token tells of little human interactivity',
    among,
    matches:
      ({ compilation: { labelPrefix, tokens } }) =>
      (inspection: Inspection) => {
        const reading = tokenReading(inspection, tokens.domains);
        const interactivity = reading.kind === 'read' ? reading.token.interactivity : undefined;
        if (interactivity === undefined) return false;
        const level = ABSENT[interactivity];
        inspection.pendingLabels.push(`${labelPrefix}signal:client:human_interactivity:${interactivity}`);
        if (level) inspection.pendingLabels.push(`${labelPrefix}SignalClientHumanInteractivityAbsent${level}`);
        return interactivity === 'low';
      },
  });

/** "The rule applies the action for either medium or low volumes", and labels the one that it is. */
const lowAddressVolume = (count: Count, among: unknown): BehaviorStatement =>
  behavior({
    title: `more than ${ADDRESS_STEPS.low}, at most ${ADDRESS_STEPS.high} ${count.title}`,
    among,
    matches: (setting) => {
      const counted = count.of(setting);
      const { labelPrefix } = setting.compilation;
      return (inspection) => {
        const level = levelOf(counted(inspection) ?? 0, ADDRESS_STEPS);
        if (level !== 'low' && level !== 'medium') return false;
        inspection.pendingLabels.push(
          `${labelPrefix}aggregate:volumetric:address:${level}`,
          `${labelPrefix}VolumetricAddress${level === 'low' ? 'Low' : 'Medium'}`,
        );
        return true;
      };
    },
  });

/** Both pages. */
function atBoth(settings: ManagedSettings, creations: unknown): unknown {
  const pages = registrationPages(settings);
  if (creations === undefined || pages === undefined) return creations ?? pages;
  return { OrStatement: { Statements: [creations, pages] } };
}

type On<Arguments extends readonly unknown[]> = (make: (...of: Arguments) => unknown) => unknown;
type OnCreations = On<readonly [among: unknown]>;
type OnCredentials = On<readonly [of: Credentials, among: unknown]>;

/** What the token tells of its browser counts on both pages. */
function ofBrowsers(settings: ManagedSettings, posts: unknown): readonly ManagedRule[] {
  const either = atBoth(settings, posts);
  const onEither = (statement: unknown) => (either === undefined ? undefined : all(either, WITH_TOKEN, statement));
  return [
    fraudRule('AutomatedBrowser', 'signal:automated_browser', 'Block', onEither(AUTOMATED_BROWSER)),
    fraudRule('BrowserInconsistency', 'signal:browser_inconsistency', 'Captcha', onEither(BROWSER_INCONSISTENCY)),
  ];
}

function ofVolumes(onCreations: OnCreations, onCredentials: OnCredentials): readonly ManagedRule[] {
  const rule = (
    name: string,
    label: string,
    action: ManagedRule['action'],
    count: Count,
    steps: Thresholds,
  ): ManagedRule =>
    fraudRule(
      name,
      `${label}:high`,
      action,
      onCreations((among) => volumetric(label, count, steps, { among })),
    );
  const traversal = 'aggregate:attribute:username_traversal:creation';
  return [
    rule('VolumetricIpHigh', 'aggregate:volumetric:ip:creation', 'Captcha', requestsOf('address', address, 10), {
      low: 10,
      medium: 15,
      high: 20,
    }),
    rule(
      'VolumetricSessionHigh',
      'aggregate:volumetric:session:creation',
      'Block',
      requestsOf('session', session, 30),
      STEPS,
    ),
    fraudRule(
      'AttributeUsernameTraversalHigh',
      `${traversal}:high`,
      'Block',
      onCredentials(({ username }, among) =>
        volumetric(traversal, differentOf('user names', digested(username), 'session', session, 30), STEPS, { among }),
      ),
      NO_FIELDS,
    ),
  ];
}

function tokenReuse(onCreations: OnCreations): ManagedRule {
  const label = 'aggregate:volumetric:session:creation:token_reuse:ip';
  const count = differentOf('addresses', address, 'session', session, TOKEN_REUSE_MINUTES);
  return fraudRule(
    'VolumetricSessionTokenReuseIp',
    label,
    'Block',
    onCreations((among) => volumetric(label, count, TOKEN_REUSE, { among })),
  );
}

/**
 * The rules of account creation fraud prevention in their order; thresholds, windows and labels as
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-acfp.html prints them.
 */
function creation(settings: ManagedSettings): readonly ManagedRule[] {
  const posts = posted(settings.creationPath, settings);
  const creations = posts === undefined ? undefined : all(posts, WITH_TOKEN);
  const credentials = credentialsOf(settings);
  const onCreations: OnCreations = (make) => (creations === undefined ? undefined : make(creations));
  const onCredentials: OnCredentials = (make) =>
    creations === undefined || !credentials ? undefined : make(credentials, creations);
  const compromised = onCredentials(stolenCredentials);
  return [
    UNSUPPORTED_COGNITO,
    unlabelled('AllRequests', 'Challenge', registrationPages(settings)),
    fraudRule('RiskScoreHigh', 'risk_score:high', 'Block', undefined, NO_RISK_SCORE),
    fraudRule('SignalCredentialCompromised', 'signal:credential_compromised', 'Block', compromised, NO_FIELDS),
    unlabelled('SignalClientHumanInteractivityAbsentLow', 'Captcha', onCreations(humanInteractivity)),
    ...ofBrowsers(settings, posts),
    ...ofVolumes(onCreations, onCredentials),
    ...ofContacts(settings, onCreations),
    ...ofAnswers(settings, onCreations),
    tokenReuse(onCreations),
  ];
}

function ofContacts(settings: ManagedSettings, onCreations: OnCreations): readonly ManagedRule[] {
  const reading = (names: readonly string[] = []) =>
    names.length === 0 ? undefined : digested(field(names, settings));
  const [phone, place] = [reading(settings.phoneNumberFields), reading(settings.addressFields)];
  const label = 'aggregate:volumetric:address';
  const phones = phone && requestsOf('telephone number', phone, 30);
  // Two rules compare one count.
  const places = place && shared('physical address', requestsOf('physical address', place, 30));
  return [
    fraudRule(
      'VolumetricPhoneNumberHigh',
      'aggregate:volumetric:phone_number:high',
      'Block',
      phones && onCreations((among) => volumetric('aggregate:volumetric:phone_number', phones, STEPS, { among })),
      'the fields that hold a telephone number are not configured',
    ),
    fraudRule(
      'VolumetricAddressHigh',
      `${label}:high`,
      'Block',
      places && onCreations((among) => volumetric(label, places, { high: ADDRESS_STEPS.high ?? 0 }, { among })),
      NO_ADDRESS,
    ),
    {
      name: 'VolumetricAddressLow',
      label: [],
      action: 'Captcha',
      ...(places ? { statement: onCreations((among) => lowAddressVolume(places, among)) } : { unknown: NO_ADDRESS }),
    },
  ];
}

function ofAnswers(settings: ManagedSettings, onCreations: OnCreations): readonly ManagedRule[] {
  const rule = (of: Omit<AnswerRule, 'what'>) =>
    onCreations((among) => afterAnswers({ ...of, what: 'creation' }, among, settings.responseInspection));
  return [
    fraudRule(
      'VolumetricIPSuccessfulResponse',
      'aggregate:volumetric:ip:successful_creation_response:high',
      'Block',
      rule({
        label: 'aggregate:volumetric:ip',
        whose: 'address',
        reading: address,
        minutes: 10,
        acts: { on: 'success', level: 'high' },
      }),
    ),
    fraudRule(
      'VolumetricSessionSuccessfulResponse',
      'aggregate:volumetric:session:successful_creation_response:low',
      'Block',
      rule({
        label: 'aggregate:volumetric:session',
        whose: 'session',
        reading: session,
        minutes: 30,
        acts: { on: 'success', level: 'low' },
      }),
    ),
  ];
}

export const ACCOUNT_CREATION: ManagedRuleGroup = {
  name: 'AWSManagedRulesACFPRuleSet',
  capacity: 50,
  namespace: 'acfp',
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-acfp.html',
  nameLabelsSince: '1.1',
  rules: creation({ pathsAreRegexes: false }),
  configured: creation,
  before:
    () =>
    ({ compilation }) =>
    (inspection) =>
      addTokenLabels(inspection, compilation.tokens),
};
