import type { Compilation } from '../compilation.ts';
import type { Addresses, ForwardedAddress } from '../forwarded-address.ts';
import { forwardedAddress } from '../forwarded-address.ts';
import type { Inspection } from '../inspection.ts';
import { items, members, type Part, refuse, text } from '../part.ts';
import { COUNTRY_CODES } from './country-codes.ts';
import { type StatementCompiler, undecided } from './statement.ts';

const MOST_CODES = 50;
/** Country of an address that nobody has looked up. */
const NOWHERE = 'XX';

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_GeoMatchStatement.html */
export const geoMatch: StatementCompiler = (part, compilation) => {
  const parts = members(part, { required: ['CountryCodes'], optional: ['ForwardedIPConfig'] });
  const codes = items(parts?.CountryCodes, 1, MOST_CODES)?.map(countryCode);
  const forwarded = parts?.ForwardedIPConfig && forwardedAddress(parts.ForwardedIPConfig);
  if (!codes || (parts?.ForwardedIPConfig && !forwarded)) return undefined;
  const listed = codes.flatMap((code) => (code ? [code] : []));
  const wanted = new Set(listed);
  const matches = (inspection: Inspection): boolean => {
    const place = placeOf(inspection, forwarded, compilation);
    if (typeof place === 'boolean') return place;
    addLabels(inspection, place, forwarded ? 'forwardedip' : 'clientip');
    return wanted.has(place.country);
  };
  const title = `country of ${forwarded ? `the first address of ${forwarded.header}` : 'the client'} in ${listed.join(', ')}`;
  return {
    capacity: 1,
    matches,
    described: forwarded
      ? undecided(compilation, title, 'the country of a forwarded IP address', matches)
      : { kind: 'countries', codes: listed },
    title,
  };
};

function countryCode(part: Part): string | undefined {
  const code = text(part, 2, 2);
  return code === undefined || COUNTRY_CODES.has(code)
    ? code
    : refuse(part, `"${code}"`, 'an ISO 3166 country code that AWS WAF lists');
}

interface PlaceOfAddress {
  readonly country: string;
  readonly region: string | undefined;
}

/** Where the address lies; a Boolean where the forwarded header decides. The connection tells of its own address only. */
function placeOf(
  { request }: Inspection,
  forwarded: ForwardedAddress | undefined,
  { addressData }: Compilation,
): PlaceOfAddress | boolean {
  const { address, country, region } = request.connection;
  const own = { country: country ?? NOWHERE, region };
  if (!forwarded) return own;
  const addresses: Addresses = forwarded.addresses(request);
  if ('absent' in addresses) return false;
  if ('fallback' in addresses) return addresses.fallback;
  const [first = ''] = addresses.found;
  if (first === address) return own;
  const facts = addressData(first);
  return { country: facts?.country ?? NOWHERE, region: facts?.region };
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-geo-match.html: on every request inspected. */
function addLabels(inspection: Inspection, place: PlaceOfAddress, of: 'clientip' | 'forwardedip'): void {
  const prefix = `awswaf:${of}:geo:`;
  inspection.pendingLabels.push(`${prefix}country:${place.country}`);
  inspection.pendingLabels.push(`${prefix}region:${place.country}-${place.region ?? NOWHERE}`);
}
