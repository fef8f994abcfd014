import type { DescribedStatement } from '@sallyport/waf';
import ipaddr from 'ipaddr.js';

/** Whether a statement certainly holds for no request: an empty IP set, an empty list of patterns, a text that no path can be. */
export function holdsNever(statement: DescribedStatement): boolean {
  switch (statement.kind) {
    case 'never':
      return true;
    case 'addresses':
      return statement.cidrs.length === 0;
    case 'countries':
      return statement.codes.length === 0;
    case 'any':
      return statement.of.every(holdsNever);
    case 'all':
      return statement.of.some(holdsNever) || excludesItself(statement.of);
    case 'not':
      return holdsAlways(statement.of);
    case 'text':
      return foldsAway(statement);
    case 'undecided':
      return false;
  }
}

/** Whether a statement certainly holds for every request. */
export function holdsAlways(statement: DescribedStatement): boolean {
  switch (statement.kind) {
    case 'addresses':
      return coversEverything(statement.cidrs);
    case 'all':
      return statement.of.every(holdsAlways);
    case 'any':
      return statement.of.some(holdsAlways) || coversEverything(statement.of.flatMap(cidrsOf));
    case 'not':
      return holdsNever(statement.of);
    case 'text':
      return fitsEveryPath(statement);
    default:
      return false;
  }
}

const cidrsOf = (statement: DescribedStatement): readonly string[] =>
  statement.kind === 'addresses' ? statement.cidrs : [];

/** The same field, unchanged, cannot be two texts at once. */
function excludesItself(statements: readonly DescribedStatement[]): boolean {
  const exact = new Map<string, string>();
  return statements.some((statement) => {
    if (statement.kind !== 'text' || 'regex' in statement.matches || statement.matches.position !== 'EXACTLY')
      return false;
    const key = JSON.stringify([statement.on, statement.transformations]);
    const other = exact.get(key);
    exact.set(key, statement.matches.text);
    return other !== undefined && other !== statement.matches.text;
  });
}

/** A text with capitals is never found in one that was folded to small letters, and the other way round. */
function foldsAway({ transformations, matches }: Extract<DescribedStatement, { kind: 'text' }>): boolean {
  if ('regex' in matches) return false;
  const last = transformations.at(-1);
  return (last === 'LOWERCASE' && /[A-Z]/.test(matches.text)) || (last === 'UPPERCASE' && /[a-z]/.test(matches.text));
}

/**
 * Whether a text is what every path begins with: "/" (RFC 9112, section 3.2.1; an empty path is sent as "/"). The asterisk of
 * `OPTIONS *` names the server, and no resource behind it.
 */
function fitsEveryPath({ on, transformations, matches }: Extract<DescribedStatement, { kind: 'text' }>): boolean {
  if (on.field !== 'uri-path' || 'regex' in matches || matches.text !== '/') return false;
  const keepsSlashes = transformations.every((each) => ['NONE', 'LOWERCASE', 'UPPERCASE'].includes(each));
  return keepsSlashes && (matches.position === 'STARTS_WITH' || matches.position === 'CONTAINS');
}

/** Whether blocks of addresses cover both IPv4 and IPv6. */
function coversEverything(cidrs: readonly string[]): boolean {
  const blocks = cidrs.flatMap((cidr) => (ipaddr.isValidCIDR(cidr) ? [ipaddr.parseCIDR(cidr)] : []));
  return (['ipv4', 'ipv6'] as const).every((kind) =>
    covers(
      blocks.flatMap(([address, length]) => (address.kind() === kind ? [bitsOf(address.toByteArray(), length)] : [])),
    ),
  );
}

const bitsOf = (bytes: readonly number[], length: number): string =>
  bytes
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, length);

/** Whether every text of bits begins with one of the prefixes. */
function covers(prefixes: readonly string[]): boolean {
  if (prefixes.includes('')) return true;
  if (prefixes.length === 0) return false;
  const after = (bit: string): readonly string[] =>
    prefixes.filter((prefix) => prefix.startsWith(bit)).map((prefix) => prefix.slice(1));
  return covers(after('0')) && covers(after('1'));
}
