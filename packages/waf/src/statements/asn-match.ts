import { forwardedAddress } from '../forwarded-address.ts';
import type { Inspection } from '../inspection.ts';
import { integer, items, members } from '../part.ts';
import { type StatementCompiler, undecided } from './statement.ts';

const MOST_NUMBERS = 100;

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_AsnMatchStatement.html */
export const asnMatch: StatementCompiler = (part, compilation) => {
  const parts = members(part, { required: ['AsnList'], optional: ['ForwardedIPConfig'] });
  const numbers = items(parts?.AsnList, 1, MOST_NUMBERS)?.map((item) => integer(item, 0, 0xffffffff));
  const forwarded = parts?.ForwardedIPConfig && forwardedAddress(parts.ForwardedIPConfig);
  if (!numbers || (parts?.ForwardedIPConfig && !forwarded)) return undefined;
  const wanted = new Set(numbers);
  const matches = (inspection: Inspection): boolean => {
    const { request } = inspection;
    const addresses = forwarded?.addresses(request);
    if (addresses && 'absent' in addresses) return false;
    if (addresses && 'fallback' in addresses) return addresses.fallback;
    const { address, asn } = request.connection;
    const [first = address] = addresses?.found ?? [];
    // The connection tells of its own address only; 0 stands for an address without a number.
    const number = (first === address ? asn : compilation.addressData(first)?.asn) ?? 0;
    if (forwarded) inspection.forwardedAsn = number;
    else inspection.clientAsn = number;
    return wanted.has(number);
  };
  const title = `autonomous system of ${forwarded ? `the first address of ${forwarded.header}` : 'the client'} in ${[...wanted].join(', ')}`;
  return {
    capacity: 1,
    matches,
    described: undecided(compilation, title, 'an autonomous system number', matches),
    title,
  };
};
