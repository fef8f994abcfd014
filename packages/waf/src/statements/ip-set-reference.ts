import { addressTest, type Block, parseBlock } from '../address.ts';
import type { Compilation } from '../compilation.ts';
import { type AddressSource, type ForwardedAddress, forwardedAddress, peerAddress } from '../forwarded-address.ts';
import type { Inspection } from '../inspection.ts';
import { choice, items, members, type Part, refuse, text } from '../part.ts';
import { carryOver, referenced } from './referenced.ts';
import { type CompiledStatement, type StatementCompiler, undecided, unread } from './statement.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-ipset-match.html */
const CAPACITY = 1;
const ANY_POSITION_CAPACITY = 4;
const MOST_ADDRESSES = 10_000;

/** The CIDR blocks of an IP set, each with its text. */
function readBlocks(part: Part): readonly { readonly cidr: string; readonly block: Block }[] | undefined {
  const set = members(part, {
    required: ['IPAddressVersion', 'Addresses'],
    optional: ['Name', 'Id', 'ARN', 'Description', 'Scope', 'Tags'],
  });
  const version = choice(set?.IPAddressVersion, ['IPV4', 'IPV6']);
  return items(set?.Addresses, 0, MOST_ADDRESSES)?.flatMap((item) => {
    const cidr = text(item, 1, 50);
    const block = cidr === undefined ? undefined : parseBlock(cidr);
    if (cidr === undefined) return [];
    if (!block || block.prefix === 0 || (version && block.version !== version)) {
      refuse(item, `"${cidr}"`, `an ${version ?? 'IP'} block in CIDR notation with a prefix other than /0`);
      return [];
    }
    return [{ cidr, block }];
  });
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSetReferenceStatement.html */
export const ipSetReference: StatementCompiler = (part, compilation) => {
  const arnName = compilation.shape === 'api' ? 'ARN' : 'Arn';
  const parts = members(part, { required: [arnName], optional: ['IPSetForwardedIPConfig'] });
  const set = referenced(parts?.[arnName], compilation.references.ipSets, 'IP set');
  const forwarded = parts?.IPSetForwardedIPConfig && forwardedAddress(parts.IPSetForwardedIPConfig, true);
  if (parts?.IPSetForwardedIPConfig && !forwarded) return undefined;
  if (!set) return unread(capacityOf(forwarded));
  const blocks = readBlocks(set.part);
  carryOver(set, part, compilation);
  return blocks && compiled(set.arn, blocks, forwarded, compilation);
};

const capacityOf = (forwarded: ForwardedAddress | undefined): number =>
  CAPACITY + (forwarded?.position === 'ANY' ? ANY_POSITION_CAPACITY : 0);

function compiled(
  arn: string,
  blocks: readonly { readonly cidr: string; readonly block: Block }[],
  forwarded: ForwardedAddress | undefined,
  compilation: Compilation,
): CompiledStatement {
  const source: AddressSource = forwarded?.addresses ?? peerAddress;
  const test = addressTest(blocks.map(({ block }) => block));
  const matches = ({ request }: Inspection): boolean => {
    const addresses = source(request);
    return 'found' in addresses ? addresses.found.some(test) : 'fallback' in addresses && addresses.fallback;
  };
  const from = forwarded ? `${forwarded.position} address of ${forwarded.header}` : 'client address';
  const title = `${from} in IP set "${arn}"`;
  return {
    capacity: capacityOf(forwarded),
    matches,
    described: forwarded
      ? undecided(compilation, title, 'a forwarded IP address', matches)
      : { kind: 'addresses', cidrs: blocks.map(({ cidr }) => cidr) },
    title,
  };
}
