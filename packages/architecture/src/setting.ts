import type { Place } from '@sallyport/http';
import type { Text } from './text.ts';
import { known, type Setting, type Value } from './value.ts';

/** The value at a path of map keys and list indices, such as `DistributionConfig.Origins.0`; undefined where it is absent. */
export function at(value: Value | undefined, ...path: readonly (string | number)[]): Value | undefined {
  let here = value;
  for (const key of path) {
    if (here?.kind === 'unknown') return here;
    if (here?.kind === 'map') here = here.entries.get(String(key));
    else if (here?.kind === 'list' && typeof key === 'number') here = here.items[key];
    else return undefined;
  }
  return here;
}

const unknownSetting = (value: Value, reason: string): { unknown: string; identity: string; place: Place } => ({
  unknown: value.kind === 'unknown' ? value.reason : value.kind === 'opaque' ? value.text.reason : reason,
  identity: value.kind === 'unknown' ? value.identity : value.kind === 'opaque' ? value.text.opaque : reason,
  place: value.place,
});

/** A text, known or opaque. Numbers and booleans become the text that CloudFormation makes of them. */
export function textSetting(value: Value): Setting<Text> {
  if (value.kind === 'opaque') return known(value.text, value.place);
  if (value.kind === 'unknown')
    return known({ opaque: value.identity, nature: 'unknown', reason: value.reason, place: value.place }, value.place);
  if (value.kind === 'scalar' && value.value !== null) return known(String(value.value), value.place);
  return unknownSetting(value, 'expected a text');
}

/** A text that must be known letter by letter. */
export function stringSetting(value: Value): Setting<string> {
  if (value.kind === 'scalar' && value.value !== null) return known(String(value.value), value.place);
  return unknownSetting(value, 'expected a text');
}

/** A Boolean; CloudFormation also takes the texts `true` and `false`. */
export function booleanSetting(value: Value): Setting<boolean> {
  if (value.kind === 'scalar') {
    const text = String(value.value).toLowerCase();
    if (text === 'true' || text === 'false') return known(text === 'true', value.place);
  }
  return unknownSetting(value, 'expected true or false');
}

/** A number; CloudFormation also takes a number's text. */
export function numberSetting(value: Value): Setting<number> {
  if (value.kind === 'scalar' && value.value !== null && value.value !== '' && Number.isFinite(Number(value.value)))
    return known(Number(value.value), value.place);
  return unknownSetting(value, 'expected a number');
}

/** The items of a list; a single value stands for a list of one, as in CloudFormation. */
export function itemsSetting(value: Value): Setting<readonly Value[]> {
  if (value.kind === 'list') return known(value.items, value.place);
  if (value.kind === 'unknown' || value.kind === 'opaque') return unknownSetting(value, 'expected a list');
  return known([value], value.place);
}
