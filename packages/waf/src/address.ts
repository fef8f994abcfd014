import { hexadecimal } from '@sallyport/http';
import ipaddr from 'ipaddr.js';

/**
 * An address as hexadecimal digits, eight for IPv4 and 32 for IPv6, so that addresses of a family sort as texts.
 * IPv4 addresses written in IPv6 are IPv4. Undefined for what is no address.
 */
export function addressKey(address: string): string | undefined {
  const number = plainNumber(address);
  if (number !== undefined) return hexadecimal(number);
  if (!ipaddr.isValid(address) || (!address.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(address)))
    return undefined;
  return digits(ipaddr.process(address).toByteArray());
}

/** The number of an IPv4 address in its usual spelling, which most have; undefined for what has to be looked at closely. */
function plainNumber(address: string): number | undefined {
  let number = 0;
  let byte = -1;
  let dots = 0;
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at) - 48;
    if (code === DOT && byte >= 0) {
      number = number * 256 + byte;
      byte = -1;
      dots++;
    } else if (code < 0 || code > 9 || byte === 0) return undefined;
    else byte = byte < 0 ? code : byte * 10 + code;
    if (byte > 255) return undefined;
  }
  return dots === 3 && byte >= 0 ? number * 256 + byte : undefined;
}

/** A dot, counted from the digit 0. */
const DOT = 46 - 48;

const digits = (bytes: readonly number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A CIDR block: the family it is of, and its first and last address as keys. */
export interface Block {
  readonly version: 'IPV4' | 'IPV6';
  readonly prefix: number;
  readonly first: string;
  readonly last: string;
}

/** Reads a CIDR block; undefined for what is none. */
export function parseBlock(cidr: string): Block | undefined {
  if (!ipaddr.isValidCIDR(cidr)) return undefined;
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  const bytes = address.toByteArray();
  const edge = (fill: number): string =>
    digits(bytes.map((byte, at) => (byte & mask(prefix, at)) | (fill & ~mask(prefix, at) & 0xff)));
  return { version: bytes.length === 4 ? 'IPV4' : 'IPV6', prefix, first: edge(0), last: edge(0xff) };
}

const mask = (prefix: number, at: number): number => (0xff00 >> Math.min(8, Math.max(0, prefix - at * 8))) & 0xff;

/** Whether an address lies in one of the blocks, by a binary search. */
export function addressTest(blocks: readonly Block[]): (address: string) => boolean {
  const merged: { first: string; last: string }[] = [];
  for (const { first, last } of [...blocks].sort((a, b) => (a.first < b.first ? -1 : 1))) {
    const before = merged.at(-1);
    if (before && before.first.length === first.length && first <= before.last) before.last = later(before.last, last);
    else merged.push({ first, last });
  }
  const families = new Map([8, 32].map((length) => [length, merged.filter(({ first }) => first.length === length)]));
  return (address) => {
    const key = addressKey(address);
    return key !== undefined && contains(families.get(key.length) ?? [], key);
  };
}

/** Keys sort as texts. */
function later(a: string, b: string): string {
  return b > a ? b : a;
}

function contains(blocks: readonly { first: string; last: string }[], key: string): boolean {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const block = blocks[middle];
    if (block && block.last < key) low = middle + 1;
    else high = middle;
  }
  const block = blocks[low];
  return block !== undefined && block.first <= key;
}
