import { stringSetting } from '../setting.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';
import { settingAt, stringsAt } from './reading.ts';

/** Countries that are served (`whitelist`) or not (`blacklist`), as ISO 3166-1 alpha-2 codes. */
export interface GeoRestriction {
  readonly type: 'none' | 'whitelist' | 'blacklist';
  readonly locations: readonly string[];
}

/** Reads a GeoRestriction, or a tenant's GeoRestrictions. */
export function readGeoRestriction(value: Value | undefined): Setting<GeoRestriction> {
  const type = settingAt(value, ['RestrictionType'], stringSetting, 'none');
  const locations = stringsAt(value, ['Locations']);
  if (!isKnown(type)) return type;
  if (!isKnown(locations)) return locations;
  const codes = locations.known.map((code) => code.toUpperCase());
  if (type.known === 'none') return known({ type: 'none', locations: [] }, type.place);
  if (type.known === 'whitelist' || type.known === 'blacklist')
    return known({ type: type.known, locations: codes }, type.place);
  const place = type.place ? { place: type.place } : {};
  return { unknown: `RestrictionType is "${type.known}"`, identity: `RestrictionType=${type.known}`, ...place };
}
