import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { endianness } from 'node:os';
import type { AddressFacts } from '@sallyport/waf';
import ipaddr from 'ipaddr.js';
import { type RangeTable, valueAt } from './range-table.ts';

/** What is known of addresses: their country, and the autonomous system that announces them. */
export type IpData = (address: string) => AddressFacts | undefined;

type Kind = 'country' | 'asn';
type Family = 'ipv4' | 'ipv6';
type Tables = Readonly<Record<Kind, Readonly<Record<Family, RangeTable>>>>;

/** Reads the file that scripts/ip-data.mjs makes when the first address is looked up, and then keeps it (10 MB). */
export function openIpData(file: string): IpData {
  let tables: Tables | undefined;
  return (address) => {
    tables ??= readTables(readFileSync(file));
    return factsOf(address, tables);
  };
}

function factsOf(address: string, tables: Tables): AddressFacts | undefined {
  const place = placeOf(address);
  if (!place) return undefined;
  const country = valueAt(tables.country[place.family], place.high, place.low);
  const asn = valueAt(tables.asn[place.family], place.high, place.low);
  if (country === 0 && asn === 0) return undefined;
  return {
    ...(country === 0 ? {} : { country: String.fromCharCode(country >> 8, country & 255) }),
    ...(asn === 0 ? {} : { asn }),
  };
}

interface Place {
  readonly family: Family;
  readonly high: number;
  readonly low: number;
}

/** An IPv4 address that is written as IPv6 is an IPv4 address. */
function placeOf(address: string): Place | undefined {
  if (isIPv4(address)) return ipv4Place(address.split('.').map(Number));
  if (!ipaddr.IPv6.isValid(address)) return undefined;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return ipv4Place(parsed.toIPv4Address().octets);
  const [a = 0, b = 0, c = 0, d = 0] = parsed.parts;
  return { family: 'ipv6', high: a * 0x1_0000 + b, low: c * 0x1_0000 + d };
}

const ipv4Place = (bytes: readonly number[]): Place => ({
  family: 'ipv4',
  high: bytes.reduce((number, byte) => number * 256 + byte, 0),
  low: 0,
});

interface Section {
  readonly of: Kind;
  readonly family: Family;
  readonly entries: number;
}

/** A line of JSON that says what follows; then the columns of each table, each beginning at a multiple of eight. */
function readTables(file: Buffer): Tables {
  if (endianness() !== 'LE')
    throw new Error('The data about addresses is in little-endian order, as all processors that Node.js is tested on');
  // The columns must lie where their numbers can be read, whatever pool the file was read into.
  const bytes = new Uint8Array(file).buffer;
  const headEnd = file.indexOf(10) + 1;
  const head = JSON.parse(file.toString('latin1', 0, headEnd)) as { readonly tables: readonly Section[] };
  const tables = new Map<string, RangeTable>();
  let from = headEnd;
  const column = <Column>(make: (from: number) => Column, length: number): Column => {
    const made = make(from);
    from += Math.ceil(length / 8) * 8;
    return made;
  };
  for (const { of, family, entries } of head.tables) {
    const words = () => column((at) => new Uint32Array(bytes, at, entries), entries * 4);
    const upper = words();
    const lower = family === 'ipv6' ? { lower: words() } : {};
    const values = of === 'asn' ? words() : column((at) => new Uint16Array(bytes, at, entries), entries * 2);
    tables.set(`${of} ${family}`, { upper, ...lower, values });
  }
  const table = (of: Kind, family: Family): RangeTable => {
    const found = tables.get(`${of} ${family}`);
    if (!found) throw new Error(`The data about addresses has no table "${of} ${family}"`);
    return found;
  };
  const both = (of: Kind) => ({ ipv4: table(of, 'ipv4'), ipv6: table(of, 'ipv6') });
  return { country: both('country'), asn: both('asn') };
}
