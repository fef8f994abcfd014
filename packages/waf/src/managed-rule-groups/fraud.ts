import { COMPONENTS, transformations } from './component.ts';
import { exactly, type ManagedRule, type ManagedRuleGroup } from './managed-rule-group.ts';
import type { ManagedSettings } from './settings.ts';
import { type VolumeKey, volumeStatement } from './volume.ts';

type Action = ManagedRule['action'];

/** A rule whose name is its second label, after the one that says what was seen. */
const rule = (name: string, label: string, action: Action, statement?: unknown): ManagedRule => ({
  name,
  label: [label, name],
  action,
  ...(statement === undefined ? {} : { statement }),
});

const unlabelled = (name: string, action: Action, statement?: unknown): ManagedRule => ({
  name,
  label: [],
  action,
  ...(statement === undefined ? {} : { statement }),
});

const all = (...Statements: readonly unknown[]): unknown => ({ AndStatement: { Statements } });
const not = (Statement: unknown): unknown => ({ NotStatement: { Statement } });

/** Requests to a path: those that begin with it, or match it where paths are regular expressions (without regard to case). */
const toPath = (path: string, isRegex: boolean): unknown =>
  isRegex
    ? {
        RegexMatchStatement: {
          RegexString: `(?i)${path}`,
          FieldToMatch: { UriPath: {} },
          TextTransformations: transformations(['NONE']),
        },
      }
    : {
        ByteMatchStatement: {
          SearchString: path,
          PositionalConstraint: 'STARTS_WITH',
          FieldToMatch: { UriPath: {} },
          TextTransformations: transformations(['NONE']),
        },
      };

const posted = (path: string | undefined, { pathsAreRegexes }: ManagedSettings): unknown =>
  path === undefined ? undefined : all(exactly('POST', { Method: {} }), toPath(path, pathsAreRegexes));

const volume = (among: unknown, key: VolumeKey, limit: number, minutes: number): unknown =>
  among === undefined ? undefined : volumeStatement({ key, limit, windowSeconds: minutes * 60, among });

const inRegex = (text: string): string => text.replace(/[^0-9A-Za-z_]/g, (character) => `\\${character}`);

/** A field of a login: under a JSON pointer, or of that name in a form. */
const hasField = (identifier: string, payloadType: string): unknown =>
  payloadType === 'JSON'
    ? {
        SizeConstraintStatement: {
          ComparisonOperator: 'GT',
          Size: 0,
          FieldToMatch: {
            JsonBody: {
              MatchPattern: { IncludedPaths: [identifier] },
              MatchScope: 'VALUE',
              InvalidFallbackBehavior: 'NO_MATCH',
              OversizeHandling: 'CONTINUE',
            },
          },
          TextTransformations: transformations(['NONE']),
        },
      }
    : {
        RegexMatchStatement: {
          RegexString: `(?:^|&)${inRegex(identifier)}=[^&]`,
          FieldToMatch: COMPONENTS.BODY,
          TextTransformations: transformations(['NONE']),
        },
      };

function missingCredential(logins: unknown, { payloadType, usernameField, passwordField }: ManagedSettings): unknown {
  if (logins === undefined || payloadType === undefined || !usernameField || !passwordField) return undefined;
  return all(logins, not(all(hasField(usernameField, payloadType), hasField(passwordField, payloadType))));
}

/**
 * What rests on stolen credentials, on what a token tells of its browser, on distinct names or on responses has no statement
 * here: it is named, and unknown.
 */
function takeover(settings: ManagedSettings): readonly ManagedRule[] {
  const logins = posted(settings.loginPath, settings);
  return [
    rule('UnsupportedCognitoIDP', 'unsupported:cognito_idp', 'Block'),
    rule('VolumetricIpHigh', 'aggregate:volumetric:ip:high', 'Block', volume(logins, 'address', 20, 10)),
    rule('VolumetricSession', 'aggregate:volumetric:session', 'Block', volume(logins, 'session', 20, 30)),
    rule('AttributeCompromisedCredentials', 'aggregate:attribute:compromised_credentials', 'Block'),
    rule('AttributeUsernameTraversal', 'aggregate:attribute:username_traversal', 'Block'),
    rule('AttributePasswordTraversal', 'aggregate:attribute:password_traversal', 'Block'),
    rule('AttributeLongSession', 'aggregate:attribute:long_session', 'Block'),
    unlabelled('TokenRejected', 'Block'),
    rule('SignalMissingCredential', 'signal:missing_credential', 'Block', missingCredential(logins, settings)),
    rule('VolumetricIpFailedLoginResponseHigh', 'aggregate:volumetric:ip:failed_login_response:high', 'Block'),
    rule(
      'VolumetricSessionFailedLoginResponseHigh',
      'aggregate:volumetric:session:failed_login_response:high',
      'Block',
    ),
  ];
}

export const ACCOUNT_TAKEOVER: ManagedRuleGroup = {
  name: 'AWSManagedRulesATPRuleSet',
  capacity: 50,
  namespace: 'atp',
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-atp.html',
  rules: takeover({ pathsAreRegexes: false }),
  configured: takeover,
};

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

function creation(settings: ManagedSettings): readonly ManagedRule[] {
  const creations = posted(settings.creationPath, settings);
  return [
    rule('UnsupportedCognitoIDP', 'unsupported:cognito_idp', 'Block'),
    unlabelled('AllRequests', 'Challenge', registrationPages(settings)),
    rule('RiskScoreHigh', 'risk_score:high', 'Block'),
    rule('SignalCredentialCompromised', 'signal:credential_compromised', 'Block'),
    unlabelled('SignalClientHumanInteractivityAbsentLow', 'Captcha'),
    rule('AutomatedBrowser', 'signal:automated_browser', 'Block'),
    rule('BrowserInconsistency', 'signal:browser_inconsistency', 'Captcha'),
    rule('VolumetricIpHigh', 'aggregate:volumetric:ip:creation:high', 'Captcha', volume(creations, 'address', 20, 10)),
    rule(
      'VolumetricSessionHigh',
      'aggregate:volumetric:session:creation:high',
      'Block',
      volume(creations, 'session', 10, 30),
    ),
    rule('AttributeUsernameTraversalHigh', 'aggregate:attribute:username_traversal:creation:high', 'Block'),
    rule('VolumetricPhoneNumberHigh', 'aggregate:volumetric:phone_number:high', 'Block'),
    rule('VolumetricAddressHigh', 'aggregate:volumetric:address:high', 'Block'),
    rule('VolumetricAddressLow', 'aggregate:volumetric:address:low', 'Captcha'),
    rule('VolumetricIPSuccessfulResponse', 'aggregate:volumetric:ip:successful_creation_response:high', 'Block'),
    rule(
      'VolumetricSessionSuccessfulResponse',
      'aggregate:volumetric:session:successful_creation_response:low',
      'Block',
    ),
    rule('VolumetricSessionTokenReuseIp', 'aggregate:volumetric:session:creation:token_reuse:ip', 'Block'),
  ];
}

export const ACCOUNT_CREATION: ManagedRuleGroup = {
  name: 'AWSManagedRulesACFPRuleSet',
  capacity: 50,
  namespace: 'acfp',
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-acfp.html',
  rules: creation({ pathsAreRegexes: false }),
  configured: creation,
};

/** Its decisions rest on fifteen minutes of a site's own traffic: named, and unknown. */
export const ANTI_DDOS: ManagedRuleGroup = {
  name: 'AWSManagedRulesAntiDDoSRuleSet',
  capacity: 50,
  namespace: 'anti-ddos',
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-anti-ddos.html',
  rules: [
    { name: 'ChallengeAllDuringEvent', label: 'ChallengeAllDuringEvent', action: 'Challenge' },
    { name: 'ChallengeDDoSRequests', label: 'ChallengeDDoSRequests', action: 'Challenge' },
    { name: 'DDoSRequests', label: 'DDoSRequests', action: 'Block' },
  ],
};
