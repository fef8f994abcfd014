import { isKnown, type Setting, type Text } from '@sallyport/architecture';
import { ALWAYS, type Condition, NEVER } from '../condition.ts';

/** A test that the sources do not decide; at run time it is taken as false. With a `share` chance decides. */
export const undecided = (identity: string, reason: string, share?: number): Condition => ({
  test: 'undecided',
  identity,
  reason,
  decide: () => false,
  ...(share === undefined ? {} : { share }),
});

/** Whether a setting holds: always, never, or undecided for the reason that it is unknown. */
export function settled(setting: Setting<boolean>, what: string): Condition {
  if (isKnown(setting)) return setting.known ? ALWAYS : NEVER;
  return undecided(`${what}: ${setting.identity}`, `${what} is not known: ${setting.unknown}`);
}

/** The text of a setting; where it is unknown, one of which nothing is known but its identity. */
export const textOf = (setting: Setting<Text>): Text =>
  isKnown(setting) ? setting.known : { opaque: setting.identity, nature: 'unknown', reason: setting.unknown };

/** The value of a setting, or what to go on with where it is unknown. */
export const valueOr = <T>(setting: Setting<T>, otherwise: T): T => (isKnown(setting) ? setting.known : otherwise);
