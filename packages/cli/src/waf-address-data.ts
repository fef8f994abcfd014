import type { Request } from '@sallyport/http';
import type { AddressFacts } from '@sallyport/waf';
import { inputFailure } from './failure.ts';
import { builtInIpData } from './ip-data.ts';
import { readDocument } from './waf-document.ts';

/** What is known of addresses, by address. */
export type AddressData = (address: string) => AddressFacts | undefined;

/** What `--ip-data` tells of an address comes first; the rest is built in. */
export function addressData(file: string | undefined): AddressData {
  const [told, builtIn] = [readAddressData(file), builtInIpData()];
  return (address) => {
    const facts = { ...builtIn(address), ...told(address) };
    return Object.keys(facts).length === 0 ? undefined : facts;
  };
}

/** Reads `--ip-data`: `{"192.0.2.1": {"country": "DE", "region": "BE", "asn": 64496}}`. */
function readAddressData(file: string | undefined): AddressData {
  if (file === undefined) return () => undefined;
  const { data, place } = readDocument(file, 'data about addresses');
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw inputFailure(
      'ip-data',
      `Cannot read "${file}": no object found, expected addresses and what is known of them.`,
    );
  const facts = new Map<string, AddressFacts>();
  for (const [address, known] of Object.entries(data)) {
    const read = factsOf(known);
    if (!read)
      throw inputFailure(
        'ip-data',
        `Cannot read what "${file}" knows of "${address}": ${JSON.stringify(known)} found, expected {"country","region","asn"}.`,
        undefined,
        place([address]),
      );
    facts.set(address.toLowerCase(), read);
  }
  return (address) => facts.get(address.toLowerCase());
}

function factsOf(known: unknown): AddressFacts | undefined {
  if (typeof known !== 'object' || known === null) return undefined;
  const members = new Map<string, unknown>(Object.entries(known));
  const [country, region, asn] = ['country', 'region', 'asn'].map((name) => members.get(name) ?? undefined);
  const isText = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';
  const isNumber = (value: unknown): value is number | undefined => value === undefined || typeof value === 'number';
  if (!isText(country) || !isText(region) || !isNumber(asn)) return undefined;
  if ([...members.keys()].some((name) => !['country', 'region', 'asn'].includes(name))) return undefined;
  return {
    ...(country === undefined ? {} : { country }),
    ...(region === undefined ? {} : { region }),
    ...(asn === undefined ? {} : { asn }),
  };
}

/** The request with what is known of its client; what the request itself tells comes first. */
export function located(request: Request, data: AddressData): Request {
  return { ...request, connection: { ...data(request.connection.address), ...request.connection } };
}
