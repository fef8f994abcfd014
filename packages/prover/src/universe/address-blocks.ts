import { type AddressSet, CLOUDFRONT_BLOCKS } from '@sallyport/gates';
import ipaddr from 'ipaddr.js';
import { RESERVED_BLOCKS } from './reserved-blocks.ts';

/** A run of addresses of one family, both ends included. */
export interface Block {
  readonly family: 'ipv4' | 'ipv6';
  readonly first: bigint;
  readonly last: bigint;
}

export const widthOf = (family: Block['family']): bigint => (family === 'ipv4' ? 32n : 128n);

export const addressNumber = (address: ipaddr.IPv4 | ipaddr.IPv6): bigint =>
  address.toByteArray().reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);

/** The address with this number, in its usual spelling. */
export function addressText(family: Block['family'], number: bigint): string {
  const length = family === 'ipv4' ? 4 : 16;
  const bytes = Array.from({ length }, (_, at) => Number((number >> BigInt(8 * (length - 1 - at))) & 0xffn));
  return ipaddr.fromByteArray(bytes).toString();
}

/** A CIDR block or a single address; undefined where it is neither. */
export function blockOf(cidr: string): Block | undefined {
  const text = cidr.includes('/') ? cidr : `${cidr}/${cidr.includes(':') ? 128 : 32}`;
  if (!ipaddr.isValidCIDR(text)) return undefined;
  const [address, bits] = ipaddr.parseCIDR(text);
  const family = address.kind();
  const size = 1n << (widthOf(family) - BigInt(bits));
  const first = (addressNumber(address) / size) * size;
  return { family, first, last: first + size - 1n };
}

export const blocksOf = (cidrs: readonly string[]): readonly Block[] => cidrs.flatMap((cidr) => blockOf(cidr) ?? []);

/** The blocks that CloudFront connects to origins from. */
export const CLOUDFRONT_ADDRESSES = blocksOf(CLOUDFRONT_BLOCKS);
/** The blocks that no request from the internet comes from. */
export const RESERVED_ADDRESSES = blocksOf(RESERVED_BLOCKS);

/** The blocks of a set, those behind AWS's name for a list included. */
export const blocksOfSet = (set: AddressSet): readonly Block[] =>
  set.includes === 'cloudfront' ? [...blocksOf(set.cidrs), ...CLOUDFRONT_ADDRESSES] : blocksOf(set.cidrs);

export function containsAddress(set: AddressSet, address: string): boolean {
  const block = blockOf(address);
  if (!block) return false;
  return blocksOfSet(set).some(
    (one) => one.family === block.family && one.first <= block.first && block.last <= one.last,
  );
}

const within = (inner: Block, outer: Block): boolean =>
  inner.family === outer.family && outer.first <= inner.first && inner.last <= outer.last;
const overlap = (a: Block, b: Block): boolean => a.family === b.family && a.first <= b.last && b.first <= a.last;

/** Blocks joined where they touch, so that `0.0.0.0/1` and `128.0.0.0/1` are the whole world. */
export function joined(blocks: readonly Block[]): readonly Block[] {
  const out: Block[] = [];
  const sorted = [...blocks].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  for (const family of ['ipv4', 'ipv6'] as const) {
    let open: Block | undefined;
    for (const block of sorted.filter((one) => one.family === family)) {
      if (open && block.last <= open.last) continue;
      if (open && block.first <= open.last + 1n) open = { ...open, last: block.last };
      else {
        if (open) out.push(open);
        open = block;
      }
    }
    if (open) out.push(open);
  }
  return out;
}

/**
 * Whether the addresses that CloudFront connects from lie in a set; undefined where only some do, since the published list
 * changes. IPv4 decides unless the set has IPv6 blocks alone: origins are connected to over IPv4 unless told otherwise.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
 */
export function cloudFrontIsIn(set: AddressSet): boolean | undefined {
  if (set.includes === 'cloudfront') return true;
  const blocks = joined(blocksOf(set.cidrs));
  const published = CLOUDFRONT_ADDRESSES.filter(({ family }) => family === 'ipv4');
  if (published.every((block) => blocks.some((outer) => within(block, outer)))) return true;
  return CLOUDFRONT_ADDRESSES.some((block) => blocks.some((other) => overlap(block, other))) ? undefined : false;
}
