// Makes the data about addresses that the command has built in out of two npm packages: packages/cli/ip-data/addresses.bin.
// Read by packages/runtime/src/node/ip-data; docs/decisions/0024-built-in-ip-data.md says why it is made, not installed.
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ipaddr from 'ipaddr.js';

const require = createRequire(import.meta.url);
const file = fileURLToPath(new URL('../packages/cli/ip-data/addresses.bin', import.meta.url));
/** By geofeeds, registries and autonomous systems, in this order. */
const COUNTRIES_IPV4 = '@ip-location-db/geo-whois-asn-country';
/** Of IPv6 that one says AU, where APNIC resides, of thousands of blocks that APNIC has handed on; this one goes by autonomous system. */
const COUNTRIES_IPV6 = '@ip-location-db/asn-country';
const ASNS = '@ip-location-db/asn';

/** Changed with what stands in the file for the same packages. */
const FORMAT = 1;

const folderOf = (name) => dirname(require.resolve(`${name}/package.json`));
const versionOf = (name) => require(`${name}/package.json`).version;

/** Does nothing where the file is already made of the installed packages. */
export function makeIpData() {
  const versions = Object.fromEntries([COUNTRIES_IPV4, COUNTRIES_IPV6, ASNS].map((name) => [name, versionOf(name)]));
  const made = existsSync(file) ? headOf(file) : undefined;
  if (made?.format === FORMAT && JSON.stringify(made.packages) === JSON.stringify(versions)) return;
  const tables = [
    table('country', 'ipv4', COUNTRIES_IPV4, countryCode),
    table('country', 'ipv6', COUNTRIES_IPV6, countryCode),
    table('asn', 'ipv4', ASNS, Number),
    table('asn', 'ipv6', ASNS, Number),
  ];
  const head = JSON.stringify({
    format: FORMAT,
    packages: versions,
    tables: tables.map(({ of, family, entries }) => ({ of, family, entries })),
  });
  mkdirSync(dirname(file), { recursive: true });
  const bytes = Buffer.concat([padded(Buffer.from(`${head}\n`), 0x20), ...tables.flatMap(({ columns }) => columns)]);
  // Whoever reads it meanwhile reads the one before.
  writeFileSync(`${file}.new`, bytes);
  renameSync(`${file}.new`, file);
}

/** The first line of a file that was made before. */
function headOf(path) {
  const bytes = Buffer.alloc(4096);
  const opened = openSync(path, 'r');
  readSync(opened, bytes);
  closeSync(opened);
  try {
    return JSON.parse(bytes.toString('latin1').split('\n', 1)[0]);
  } catch {
    return undefined;
  }
}

/** Two letters as a number of 16 bits. */
const countryCode = (text) => (text.charCodeAt(0) << 8) | text.charCodeAt(1);

/** First, last and value of each range; of IPv6 the upper 64 bits: what is narrower than a /64 is left out. */
function ranges(name, family, read) {
  return readFileSync(join(folderOf(name), `${name.split('/')[1]}-${family}-num.csv`), 'latin1')
    .split('\n')
    .flatMap((line) => {
      if (line === '') return [];
      const [first, last, value] = line.split(',', 3);
      if (family === 'ipv4') return [{ first: Number(first), last: Number(last), value: read(value) }];
      const upper = { first: (BigInt(first) + 0xffffffffffffffffn) >> 64n, last: ((BigInt(last) + 1n) >> 64n) - 1n };
      return upper.last < upper.first ? [] : [{ ...upper, value: read(value) }];
    });
}

/** Where what is known changes, in order; 0 stands for nothing known. Of ranges within one another, the inner one counts. */
function changes(list, one) {
  const sorted = list.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.last > b.last ? -1 : 1));
  const made = [];
  const open = [];
  const set = (at, value) => {
    if (made.at(-1)?.at === at) made.pop();
    if ((made.at(-1)?.value ?? 0) !== value) made.push({ at, value });
  };
  const closeBefore = (at) => {
    while (open.length > 0 && (at === undefined || open.at(-1).last < at)) {
      const { last } = open.pop();
      while (open.length > 0 && open.at(-1).last <= last) open.pop();
      set(last + one, open.at(-1)?.value ?? 0);
    }
  };
  for (const range of sorted) {
    closeBefore(range.first);
    set(range.first, range.value);
    open.push(range);
  }
  closeBefore(undefined);
  return made;
}

/** Blocks that nobody has on the internet: documentation, private networks and the like. */
function specialBlocks(family) {
  const { SpecialRanges } = (family === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6).prototype;
  // These are in use: servers of the reverse DNS, and of automatic multicast tunnelling.
  const { as112, as112v6, amt, ...special } = SpecialRanges;
  const blocks = Object.values(special).flatMap((one) => (Array.isArray(one[0]) ? one : [one]));
  return blocks.flatMap(([address, prefix]) => {
    const number = address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const size = 1n << BigInt((family === 'ipv4' ? 32 : 128) - prefix);
    if (family === 'ipv4') return [{ first: Number(number), end: Number(number + size) }];
    return prefix > 64 ? [] : [{ first: number >> 64n, end: (number + size) >> 64n }];
  });
}

/** Nothing is known from the beginning of a block to its end; after it, what was known there. */
function without(made, { first, end }) {
  const before = made.findLast(({ at }) => at < first)?.value ?? 0;
  const after = made.findLast(({ at }) => at <= end)?.value ?? 0;
  const kept = made.filter(({ at }) => at < first || at > end);
  const place = kept.findIndex(({ at }) => at > end);
  const edges = [
    ...(before === 0 ? [] : [{ at: first, value: 0 }]),
    ...(after === 0 ? [] : [{ at: end, value: after }]),
  ];
  return kept.toSpliced(place < 0 ? kept.length : place, 0, ...edges);
}

/** The columns of a table: where what is known changes, and to what. */
function table(of, family, name, read) {
  const [one, end] = family === 'ipv4' ? [1, 2 ** 32] : [1n, 1n << 64n];
  const made = specialBlocks(family)
    .reduce(without, changes(ranges(name, family, read), one))
    .filter(({ at }) => at < end);
  const words =
    family === 'ipv4'
      ? [made.map(({ at }) => at)]
      : [made.map(({ at }) => Number(at >> 32n)), made.map(({ at }) => Number(at & 0xffffffffn))];
  const values = (of === 'country' ? Uint16Array : Uint32Array).from(made.map(({ value }) => value));
  const columns = [...words.map((column) => Uint32Array.from(column)), values];
  return { of, family, entries: made.length, columns: columns.map((column) => padded(Buffer.from(column.buffer), 0)) };
}

/** Columns begin at multiples of eight. The head keeps its line feed at its end. */
function padded(bytes, fill) {
  const missing = (8 - (bytes.length % 8)) % 8;
  if (fill === 0x20) return Buffer.concat([bytes.subarray(0, -1), Buffer.alloc(missing, fill), bytes.subarray(-1)]);
  return Buffer.concat([bytes, Buffer.alloc(missing, fill)]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) makeIpData();
