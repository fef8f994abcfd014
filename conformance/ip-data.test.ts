import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { openIpData } from '@sallyport/runtime/node';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';

const lookUp = openIpData(fileURLToPath(new URL('../packages/cli/ip-data/addresses.bin', import.meta.url)));

describe('well-known addresses', () => {
  test.each([
    // Google Public DNS.
    ['8.8.8.8', 'US', 15169],
    ['2001:4860:4860::8888', 'US', 15169],
    ['::ffff:8.8.8.8', 'US', 15169],
    // The RIPE NCC in Amsterdam.
    ['193.0.6.139', 'NL', 3333],
    ['2001:67c:2e8:22::c100:68b', 'NL', 3333],
    // The University of Tokyo, and the WIDE Project.
    ['133.11.0.1', 'JP', 2501],
    ['2001:200::1', 'JP', 2500],
    // The registry of Brazil.
    ['200.160.2.3', 'BR', 22548],
    // A provider in South Africa, and one in Germany.
    ['196.25.1.1', 'ZA', 5713],
    ['2a01:4f8::1', 'DE', 24940],
    // Amazon's regions in Tokyo and Paris.
    ['13.230.0.1', 'JP', 16509],
    ['35.180.0.1', 'FR', 16509],
  ])('%s is in %s, of AS%i', (address, country, asn) => {
    expect(lookUp(address)).toEqual({ country, asn });
  });
});

test('nothing is known of addresses that nobody has on the internet, nor of texts that are no addresses', () => {
  const addresses = [
    ...[
      '0.0.0.0',
      '10.1.2.3',
      '127.0.0.1',
      '169.254.169.254',
      '172.16.0.1',
      '192.168.1.1',
      '224.0.0.1',
      '255.255.255.255',
    ],
    ...['192.0.2.1', '198.18.0.1', '198.51.100.255', '203.0.113.7', '::', '::1', 'fe80::1', 'fd00::1', 'ff02::1'],
    ...['2001:db8::1', '3fff::1', '::ffff:10.0.0.1', '', 'localhost', '8.8.8', '8.8.8.8/32', '08.8.8.8'],
  ];
  expect(addresses.filter((address) => lookUp(address) !== undefined)).toEqual([]);
});

interface Row {
  readonly first: bigint;
  readonly last: bigint;
  readonly value: string;
}

function rowOf(line = ''): Row {
  const [first = '', last = '', value = ''] = line.split(',', 3);
  return { first: BigInt(first), last: BigInt(last), value };
}

/** Every 41st range that does not lie within another: those are told apart by well-known addresses alone. */
function* rangesOf(name: string, family: 'ipv4' | 'ipv6'): Generator<Row> {
  const file = createRequire(import.meta.url).resolve(`${name}/${name.split('/')[1]}-${family}-num.csv`);
  const lines = readFileSync(file, 'latin1').trim().split('\n');
  for (let at = 41; at < lines.length - 1; at += 41) {
    const [before, row, after] = [rowOf(lines[at - 1]), rowOf(lines[at]), rowOf(lines[at + 1])];
    if (before.last < row.first && row.last < after.first) yield row;
  }
}

/** Of IPv6 the first half of an address counts. */
const isWhole = ({ first, last }: Row, family: 'ipv4' | 'ipv6'): boolean =>
  family === 'ipv4' || (first % 2n ** 64n === 0n && (last + 1n) % 2n ** 64n === 0n);

function addressOf(number: bigint, family: 'ipv4' | 'ipv6'): string {
  const length = family === 'ipv4' ? 4 : 16;
  const bytes = Array.from({ length }, (_none, at) => Number((number >> BigInt(8 * (length - 1 - at))) & 255n));
  return ipaddr.fromByteArray(bytes).toString();
}

describe.each([
  ['country', '@ip-location-db/geo-whois-asn-country', 'ipv4'],
  ['country', '@ip-location-db/asn-country', 'ipv6'],
  ['asn', '@ip-location-db/asn', 'ipv4'],
  ['asn', '@ip-location-db/asn', 'ipv6'],
] as const)('the %s of %s, %s', (of, name, family) => {
  test('is found for the first and the last address of every 41st range', () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const row of rangesOf(name, family)) {
      if (!isWhole(row, family)) continue;
      for (const address of [addressOf(row.first, family), addressOf(row.last, family)]) {
        if (ipaddr.parse(address).range() !== 'unicast') continue;
        asked++;
        const found = String(lookUp(address)?.[of]);
        if (found !== row.value) wrong.push(`${address}: ${found}, expected ${row.value}`);
      }
    }
    expect(asked).toBeGreaterThan(2_000);
    expect(wrong).toEqual([]);
  });
});
