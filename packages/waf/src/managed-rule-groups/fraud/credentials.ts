import { utf8 } from '@sallyport/http';
import type { Inspection } from '../../inspection.ts';
import { sha256 } from '../../transformations/sha256.ts';
import type { BehaviorSetting } from '../behavior.ts';
import { digest, type Reading } from '../reading.ts';
import type { ManagedSettings } from '../settings.ts';
import { NO_STOLEN_CREDENTIALS } from './fraud-rule.ts';
import { field } from './submission.ts';

const hex = (bytes: string): string =>
  Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');

/** A stolen user name (in small letters) with its password, as lists of such hold them: SHA-256 of `name:password`, in hexadecimal. */
export const credentialDigest = (username: string, password: string): string => ofBytes(utf8(username), utf8(password));

const ofBytes = (username: string, password: string): string => hex(sha256(`${username.toLowerCase()}:${password}`));

/** The readings of a login or a registration; undefined where the fields are not configured. */
export interface Credentials {
  readonly username: Reading;
  readonly password: Reading;
}

export function credentialsOf(settings: ManagedSettings): Credentials | undefined {
  const { payloadType, usernameField, passwordField } = settings;
  if (payloadType === undefined || usernameField === undefined || passwordField === undefined) return undefined;
  return { username: field([usernameField], settings), password: field([passwordField], settings) };
}

/** A reading of which only a digest is kept. */
export const digested =
  (reading: Reading): Reading =>
  (setting) => {
    const read = reading(setting);
    return (inspection) => {
      const value = read(inspection);
      return value === undefined ? undefined : digest(value);
    };
  };

/** Whether the user name or the password is missing. */
export function lacksCredential({ username, password }: Credentials, setting: BehaviorSetting) {
  const [readName, readPassword] = [username(setting), password(setting)];
  return (inspection: Inspection): boolean =>
    readName(inspection) === undefined || readPassword(inspection) === undefined;
}

/** "The stolen credentials database only contains usernames in email format": https://docs.aws.amazon.com/waf/latest/developerguide/waf-atp-rg-using.html */
const isEmail = (username: string): boolean => /^[^@\s]+@[^@\s]+$/.test(username);

/**
 * A pair that AWS counts among the stolen ones, for tests:
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-atp-deploying.html,
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-acfp-deploying.html
 */
const TEST_CREDENTIAL = credentialDigest('WAF_TEST_CREDENTIAL@wafexample.com', 'WAF_TEST_CREDENTIAL_PASSWORD');

/** Whether the credentials are AWS's test pair, or in the list of stolen ones that was handed in; where none was, it says so. */
export function isStolen({ username, password }: Credentials, setting: BehaviorSetting) {
  const list = setting.compilation.stolenCredentials;
  const [readName, readPassword] = [username(setting), password(setting)];
  return (inspection: Inspection): boolean => {
    if (!list) inspection.approximations.push(NO_STOLEN_CREDENTIALS);
    const [name, secret] = [readName(inspection), readPassword(inspection)];
    if (name === undefined || secret === undefined || !isEmail(name)) return false;
    const digest = ofBytes(name, secret);
    return digest === TEST_CREDENTIAL || (list?.has(digest) ?? false);
  };
}
