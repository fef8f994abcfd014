import type { Place } from '@sallyport/http';
import { at, itemsSetting, stringSetting } from '../setting.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';

/** Carries a known setting on; an unknown one keeps its reason. */
export function whenKnown<T, U>(
  setting: Setting<T>,
  next: (value: T, place: Place | undefined) => Setting<U>,
): Setting<U> {
  return isKnown(setting) ? next(setting.known, setting.place) : setting;
}

/** The setting at a path, or what AWS takes where it is absent. */
export function settingAt<T>(
  value: Value | undefined,
  path: readonly (string | number)[],
  read: (value: Value) => Setting<T>,
  absent: T,
): Setting<T> {
  const found = at(value, ...path);
  return found === undefined ? known(absent) : read(found);
}

/** The setting at a path; undefined where it is absent. */
export function optionalAt<T>(
  value: Value | undefined,
  path: readonly (string | number)[],
  read: (value: Value) => Setting<T>,
): Setting<T> | undefined {
  const found = at(value, ...path);
  return found === undefined ? undefined : read(found);
}

/** The items of the list at a path, each read; an absent list is empty. */
export function listAt<T>(
  value: Value | undefined,
  path: readonly (string | number)[],
  read: (item: Value) => T,
): Setting<readonly T[]> {
  const found = at(value, ...path);
  if (found === undefined) return known([]);
  return whenKnown(itemsSetting(found), (items, place) => known(items.map(read), place));
}

/** The texts of the list at a path, all of them known letter by letter. */
export function stringsAt(value: Value | undefined, path: readonly (string | number)[]): Setting<readonly string[]> {
  return whenKnown(listAt(value, path, stringSetting), allKnown);
}

/** A list whose items are all known, or the first unknown item. */
export function allKnown<T>(items: readonly Setting<T>[], place: Place | undefined): Setting<readonly T[]> {
  const values: T[] = [];
  for (const item of items) {
    if (!isKnown(item)) return item;
    values.push(item.known);
  }
  return known(values, place);
}
