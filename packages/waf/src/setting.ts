import { boolean, choice, integer, items, members, type Part, text } from './part.ts';

/** Checks a setting that does not change what is let through; what is wrong in it is noted. */
export type SettingCheck = (part: Part) => void;

export const textSetting =
  (least = 0, most = Number.POSITIVE_INFINITY): SettingCheck =>
  (part) => {
    text(part, least, most);
  };

export const integerSetting =
  (least: number, most: number): SettingCheck =>
  (part) => {
    integer(part, least, most);
  };

export const booleanSetting: SettingCheck = (part) => {
  boolean(part);
};

export const oneOf =
  (...names: readonly string[]): SettingCheck =>
  (part) => {
    choice(part, names);
  };

export const listOf =
  (check: SettingCheck, least = 1, most = Number.POSITIVE_INFINITY): SettingCheck =>
  (part) => {
    for (const item of items(part, least, most) ?? []) check(item);
  };

type Checks = Readonly<Record<string, SettingCheck>>;

export const objectOf =
  (required: Checks, optional: Checks = {}): SettingCheck =>
  (part) => {
    const found = members(part, { required: Object.keys(required), optional: Object.keys(optional) });
    for (const [name, check] of Object.entries({ ...required, ...optional })) {
      const member = found?.[name];
      if (member) check(member);
    }
  };

/** Checks a setting where there is one. What the sources do not tell of it leaves no outcome in doubt. */
export function checkSetting(part: Part | undefined, check: SettingCheck): void {
  if (!part) return;
  const before = part.notes.unknowns.length;
  check(part);
  part.notes.unknowns.splice(before);
}
