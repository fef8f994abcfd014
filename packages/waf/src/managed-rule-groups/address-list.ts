import type { BehaviorSetting, Matches } from './behavior.ts';

/** The ARNs under which the two IP sets of an address list are found. */
const arnOf = (name: string, version: 'IPV4' | 'IPV6'): string => `managed ${name} ${version}`;

const VERSIONS = ['IPV4', 'IPV6'] as const;

/** Address lists as IP sets, by ARN; a set holds addresses of one version. */
export function addressSets(lists: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, unknown> {
  const sets = new Map<string, unknown>();
  for (const [name, addresses] of lists)
    for (const version of VERSIONS) {
      const of = addresses.filter((cidr) => cidr.includes(':') === (version === 'IPV6'));
      sets.set(arnOf(name, version), { IPAddressVersion: version, Addresses: of });
    }
  return sets;
}

/** The statement that the client's address is in a list that was handed in. */
export const inAddressList = (name: string): unknown => ({
  OrStatement: {
    Statements: VERSIONS.map((version) => ({ IPSetReferenceStatement: { Arn: arnOf(name, version) } })),
  },
});

/** Whether the client's address is in a list; in none that was not handed in. */
export const addressIn = (name: string, { compilation, holds }: BehaviorSetting): Matches =>
  compilation.addressLists.has(name) ? holds(inAddressList(name)) : () => false;
