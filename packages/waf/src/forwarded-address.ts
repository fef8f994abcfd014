import { headerValues, type Request } from '@sallyport/http';
import { addressKey } from './address.ts';
import { fallbackBehavior } from './fields/oversize.ts';
import { choice, members, type Part, refuse, text } from './part.ts';

/**
 * The addresses that a statement looks at: some, the answer of the fallback where the header holds none, or nothing at all
 * where the header is absent: the statement is then not applied.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-forwarded-ip-address.html
 */
export type Addresses =
  | { readonly found: readonly string[] }
  | { readonly fallback: boolean }
  | { readonly absent: true };

export type AddressSource = (request: Request) => Addresses;

export const peerAddress: AddressSource = (request) => ({ found: [request.connection.address] });

type Position = 'FIRST' | 'LAST' | 'ANY';
const MOST_ADDRESSES = 10;

/** Reads a ForwardedIPConfig (the first address counts) or, with a Position, an IPSetForwardedIPConfig. */
export function forwardedAddress(part: Part | undefined, withPosition = false): ForwardedAddress | undefined {
  const settings = members(part, {
    required: ['HeaderName', 'FallbackBehavior', ...(withPosition ? (['Position'] as const) : [])],
  });
  const header = text(settings?.HeaderName, 1, 255);
  const fallback = fallbackBehavior(settings?.FallbackBehavior);
  const position = withPosition ? choice(settings?.Position, ['FIRST', 'LAST', 'ANY']) : 'FIRST';
  if (header === undefined || !fallback || !position) return undefined;
  if (settings?.HeaderName && !/^[a-zA-Z0-9-]+$/.test(header))
    return refuse(settings.HeaderName, `"${header}"`, 'letters, digits and hyphens');
  return { header, position, addresses: (request) => read(request, header, position, fallback === 'MATCH') };
}

export interface ForwardedAddress {
  readonly header: string;
  readonly position: Position;
  readonly addresses: AddressSource;
}

function read(request: Request, header: string, position: Position, fallback: boolean): Addresses {
  const lines = headerValues(request.headers, header);
  if (lines.length === 0) return { absent: true };
  const listed = lines
    .join(',')
    .split(',')
    .map((item) => item.trim());
  // Where ANY meets one malformed address among others, AWS does not say that the others still count (approximated: they do not).
  const wanted = pick(listed, position);
  return wanted.every((address) => addressKey(address) !== undefined) ? { found: wanted } : { fallback };
}

function pick(listed: readonly string[], position: Position): readonly string[] {
  if (position === 'ANY') return listed.slice(-MOST_ADDRESSES);
  const one = position === 'FIRST' ? listed[0] : listed.at(-1);
  return one === undefined ? [] : [one];
}
