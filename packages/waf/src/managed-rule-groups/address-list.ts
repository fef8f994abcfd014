import type { BehaviorSetting, Matches } from './behavior.ts';

export type AddressLists = ReadonlyMap<string, readonly string[]>;

/** An IP set holds no more, and addresses of one version. */
const MOST_ADDRESSES = 10_000;

/** The IP sets that an address list is cut into, with their ARNs. */
function setsOf(
  name: string,
  addresses: readonly string[],
): readonly { readonly arn: string; readonly set: unknown }[] {
  return (['IPV4', 'IPV6'] as const).flatMap((IPAddressVersion) => {
    const of = addresses.filter((cidr) => cidr.includes(':') === (IPAddressVersion === 'IPV6'));
    const count = Math.max(1, Math.ceil(of.length / MOST_ADDRESSES));
    return Array.from({ length: count }, (_none, at) => ({
      arn: `managed ${name} ${IPAddressVersion} ${at}`,
      set: { IPAddressVersion, Addresses: of.slice(at * MOST_ADDRESSES, (at + 1) * MOST_ADDRESSES) },
    }));
  });
}

/** Address lists as IP sets, by ARN. */
export const addressSets = (lists: AddressLists): ReadonlyMap<string, unknown> =>
  new Map([...lists].flatMap(([name, addresses]) => setsOf(name, addresses).map(({ arn, set }) => [arn, set])));

/** The statement that the client's address is in a list; undefined where it was not handed in. */
export function inAddressList(name: string, lists: AddressLists): unknown {
  const addresses = lists.get(name);
  if (!addresses) return undefined;
  const Statements = setsOf(name, addresses).map(({ arn }) => ({ IPSetReferenceStatement: { Arn: arn } }));
  return { OrStatement: { Statements } };
}

/** Whether the client's address is in a list; in none that was not handed in. */
export function addressIn(name: string, { compilation, holds }: BehaviorSetting): Matches {
  const statement = inAddressList(name, compilation.addressLists);
  return statement === undefined ? () => false : holds(statement);
}
