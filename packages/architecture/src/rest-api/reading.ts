import type { Diagnostic, Place } from '@sallyport/http';
import { at, booleanSetting, itemsSetting, numberSetting, stringSetting } from '../setting.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';

/** Takes a diagnostic. */
export type Report = (diagnostic: Diagnostic) => void;

/** The setting of a property, or its default where the property is absent. */
export const booleanOr = (value: Value | undefined, absent: boolean): Setting<boolean> =>
  value ? booleanSetting(value) : known(absent);
export const stringOr = (value: Value | undefined, absent: string): Setting<string> =>
  value ? stringSetting(value) : known(absent);
export const numberOr = (value: Value | undefined, absent: number): Setting<number> =>
  value ? numberSetting(value) : known(absent);

/** The text of a value that is known letter by letter. */
export function knownString(value: Value | undefined): string | undefined {
  const setting = value && stringSetting(value);
  return setting && isKnown(setting) ? setting.known : undefined;
}

/** The items of a list; none where it is absent or unknown. */
export function items(value: Value | undefined): readonly Value[] {
  const setting = value && itemsSetting(value);
  return setting && isKnown(setting) ? setting.known : [];
}

/** The entries of a map; none where it is absent or unknown. */
export const entries = (value: Value | undefined): readonly (readonly [string, Value])[] =>
  value?.kind === 'map' ? [...value.entries] : [];

/** The known texts of a list. */
export const strings = (value: Value | undefined): readonly string[] =>
  items(value).flatMap((item) => {
    const text = knownString(item);
    return text === undefined ? [] : [text];
  });

/** The known texts of a map of texts. */
export const texts = (value: Value | undefined): ReadonlyMap<string, string> =>
  new Map(
    entries(value).flatMap(([name, item]): [string, string][] => {
      const text = knownString(item);
      return text === undefined ? [] : [[name, text]];
    }),
  );

/** The same setting of another type, where it is known. */
export const mapSetting = <A, B>(setting: Setting<A>, make: (value: A) => B): Setting<B> =>
  isKnown(setting) ? known(make(setting.known), setting.place) : setting;

/** What two settings have in common where a name is looked up: whether a value is the text, or cannot be told. */
export function isText(value: Value | undefined, text: string): boolean | undefined {
  if (!value) return false;
  const setting = stringSetting(value);
  return isKnown(setting) ? setting.known === text : undefined;
}

/** A map with its keys renamed: OpenAPI writes `requestTemplates` where CloudFormation writes `RequestTemplates`. */
export const renamed = (value: Value, rename: (key: string) => string): Value =>
  value.kind === 'map'
    ? {
        kind: 'map',
        entries: new Map([...value.entries].map(([key, item]) => [rename(key), item])),
        place: value.place,
      }
    : value;

export const capitalised = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1);

/** The value as plain JSON; unknown parts become undefined. */
export function plain(value: Value | undefined): unknown {
  switch (value?.kind) {
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map(plain);
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, item]) => [key, plain(item)]));
    default:
      return undefined;
  }
}

/** A value of a JSON text that stands in a property (a Body or a Policy given as a string), all at the same place. */
export function valueOfJson(json: unknown, place: Place): Value {
  if (Array.isArray(json)) return { kind: 'list', items: json.map((item) => valueOfJson(item, place)), place };
  if (typeof json === 'object' && json !== null)
    return {
      kind: 'map',
      entries: new Map(Object.entries(json).map(([key, item]) => [key, valueOfJson(item, place)])),
      place,
    };
  const scalar = typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean' ? json : null;
  return { kind: 'scalar', value: scalar, place };
}

/** A property that takes an object or its JSON text. */
export function jsonValue(value: Value | undefined): Value | undefined {
  if (value?.kind !== 'scalar' || typeof value.value !== 'string') return value;
  try {
    return valueOfJson(JSON.parse(value.value), value.place);
  } catch {
    return { kind: 'unknown', reason: 'it is not JSON', identity: `json ${value.value}`, place: value.place };
  }
}

export { at };
