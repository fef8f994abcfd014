import { type AddressSet, CLOUDFRONT_BLOCKS } from '@sallyport/gates';
import ipaddr from 'ipaddr.js';

/** Blocks of one address family: by prefix length, the networks written out. */
type Blocks = Map<number, Set<string>>;

/** An address set as a predicate; its cost grows with the prefix lengths in use, not with the blocks. */
export function compileAddressSet(
  set: AddressSet,
  broken: (cidr: string) => void = () => {},
): (address: string) => boolean {
  const families: Record<'ipv4' | 'ipv6', Blocks> = { ipv4: new Map(), ipv6: new Map() };
  for (const cidr of set.includes === 'cloudfront' ? [...set.cidrs, ...CLOUDFRONT_BLOCKS] : set.cidrs) {
    const text = cidr.includes('/') ? cidr : `${cidr}/${cidr.includes(':') ? 128 : 32}`;
    if (!ipaddr.isValidCIDR(text)) broken(cidr);
    else add(families, ...ipaddr.parseCIDR(text));
  }
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return contains(families[parsed.kind()], parsed.toByteArray());
  };
}

function add(
  families: Readonly<Record<'ipv4' | 'ipv6', Blocks>>,
  address: ipaddr.IPv4 | ipaddr.IPv6,
  bits: number,
): void {
  const blocks = families[address.kind()];
  const networks = blocks.get(bits) ?? new Set();
  networks.add(network(address.toByteArray(), bits));
  blocks.set(bits, networks);
}

function contains(blocks: Blocks, bytes: readonly number[]): boolean {
  for (const [bits, networks] of blocks) if (networks.has(network(bytes, bits))) return true;
  return false;
}

/** The first `bits` bits of an address. */
function network(bytes: readonly number[], bits: number): string {
  let text = '';
  for (const [at, byte] of bytes.entries()) {
    const kept = Math.min(8, Math.max(0, bits - at * 8));
    text += `${byte & (0xff00 >> kept)}.`;
  }
  return text;
}
