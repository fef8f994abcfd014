import { utf8 } from '@sallyport/http';
import type { Inspection } from '../../inspection.ts';
import { sha256 } from '../../transformations/sha256.ts';
import type { BehaviorSetting } from '../behavior.ts';
import { digest, type Reading } from '../reading.ts';
import type { ManagedSettings } from '../settings.ts';
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

/** Whether the credentials are in the list of stolen ones that was handed in; undefined where none was. */
export function isStolen({ username, password }: Credentials, setting: BehaviorSetting) {
  const list = setting.compilation.stolenCredentials;
  if (!list) return undefined;
  const [readName, readPassword] = [username(setting), password(setting)];
  return (inspection: Inspection): boolean => {
    const [name, secret] = [readName(inspection), readPassword(inspection)];
    return name !== undefined && secret !== undefined && isEmail(name) && list.has(ofBytes(name, secret));
  };
}
