import { type AddressSet, CLOUDFRONT_ADDRESS, CLOUDFRONT_BLOCKS } from '@sallyport/gates';
import { classSet } from '../sets/class-set.ts';
import {
  addressText,
  type Block,
  blockOf,
  blocksOfSet,
  CLOUDFRONT_ADDRESSES,
  RESERVED_ADDRESSES,
  widthOf,
} from '../universe/address-blocks.ts';
import { ascending } from './test-lists.ts';
import type { Variable } from './variable.ts';

/** The addresses that lie in exactly these sets. */
interface AddressClass {
  readonly holds: readonly number[];
  readonly witness: string;
}

interface Event {
  readonly at: bigint;
  readonly set: number;
  readonly by: 1 | -1;
}

/** Addresses that stand for somebody (RFC 5737, RFC 3849); then the one that stands for CloudFront in both interpreters. */
const PLEASANT = ['198.51.100.7', '203.0.113.7', '192.0.2.7', '2001:db8::7', CLOUDFRONT_ADDRESS].map((address) => ({
  address,
  block: blockOf(address),
}));

/** The blocks that CloudFront connects to origins from. */
export const CLOUDFRONT: AddressSet = { id: 'published blocks of CloudFront', cidrs: CLOUDFRONT_BLOCKS };

/**
 * The address made finite. Nobody from the internet comes from reserved addresses (`fromAnywhere`: somebody does); CloudFront's
 * are always classes of their own.
 */
export function addressVariable(sets: readonly AddressSet[], fromAnywhere = false): Variable {
  const blocks = [RESERVED_ADDRESSES, CLOUDFRONT_ADDRESSES, ...sets.map(blocksOfSet)];
  const isOpen = (holds: readonly number[]): boolean => fromAnywhere || !holds.includes(0);
  const classes = pleasantFirst(
    addressClasses(blocks).filter(({ holds }) => isOpen(holds)),
    blocks,
  );
  const keys = new Map(classes.map(({ holds }, index) => [holds.join(), index]));
  const numbers = new Map([CLOUDFRONT, ...sets].map((set, index) => [set.id, index + 1]));
  const size = classes.length;
  return {
    attribute: 'address',
    size,
    rest: undefined,
    states: 0,
    usual: 0,
    values: (index) => classes[index] && [classes[index].witness],
    classesOf: (atom) => {
      const number = atom.atom === 'address' ? numbers.get(atom.in.id) : undefined;
      return classSet(size, (index) => number !== undefined && classes[index]?.holds.includes(number) === true);
    },
    classify: ([address]) => {
      const block = address === undefined ? undefined : blockOf(address);
      const holds = holding(blocks, block);
      return block && isOpen(holds) ? (keys.get(holds.join()) ?? 'unclassified') : 'unsendable';
    },
  };
}

function holding(blocks: readonly (readonly Block[])[], one: Block | undefined): readonly number[] {
  if (!one) return [];
  const has = (block: Block): boolean =>
    block.family === one.family && block.first <= one.first && one.first <= block.last;
  return blocks.flatMap((list, index) => (list.some(has) ? [index] : []));
}

/** A sweep over the ends of the blocks, IPv4 and IPv6 apart. */
function addressClasses(blocks: readonly (readonly Block[])[]): readonly AddressClass[] {
  const classes = new Map<string, AddressClass>();
  for (const family of ['ipv4', 'ipv6'] as const) sweep(family, blocks, classes);
  return [...classes.values()];
}

function sweep(
  family: Block['family'],
  blocks: readonly (readonly Block[])[],
  classes: Map<string, AddressClass>,
): void {
  const events = eventsOf(family, blocks);
  const depth = new Map<number, number>();
  const end = 1n << widthOf(family);
  let next = 0;
  for (let at = 0n; at < end; ) {
    for (let event = events[next]; event?.at === at; event = events[next]) {
      depth.set(event.set, (depth.get(event.set) ?? 0) + event.by);
      next++;
    }
    const holds = ascending([...depth].flatMap(([set, count]) => (count > 0 ? [set] : [])));
    const key = holds.join();
    if (!classes.has(key)) classes.set(key, { holds, witness: addressText(family, at) });
    at = events[next]?.at ?? end;
  }
}

function eventsOf(family: Block['family'], blocks: readonly (readonly Block[])[]): readonly Event[] {
  const events = blocks.flatMap((list, set) =>
    list.flatMap((block): Event[] =>
      block.family === family
        ? [
            { at: block.first, set, by: 1 },
            { at: block.last + 1n, set, by: -1 },
          ]
        : [],
    ),
  );
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function pleasantFirst(
  classes: readonly AddressClass[],
  blocks: readonly (readonly Block[])[],
): readonly AddressClass[] {
  const rank = new Map<string, readonly [number, string]>();
  for (const [place, { address, block }] of PLEASANT.entries()) {
    const key = holding(blocks, block).join();
    if (!rank.has(key)) rank.set(key, [place, address]);
  }
  const rankOf = ({ holds }: AddressClass): number => rank.get(holds.join())?.[0] ?? PLEASANT.length;
  return classes
    .map((one) => ({ ...one, witness: rank.get(one.holds.join())?.[1] ?? one.witness }))
    .sort((a, b) => rankOf(a) - rankOf(b));
}
