import { headerValues, utf8 } from '@sallyport/http';
import ipaddr from 'ipaddr.js';
import { component } from './component.ts';
import { byPriority, type Data, type Given, onlyEntry, type ReferencePlace } from './data.ts';
import { isOverTheLimit } from './rate.ts';
import { transform } from './transformation.ts';

/** Whether a statement matches. https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-list.html */
export function holds(statement: Data, given: Given): boolean {
  const [kind, inside] = onlyEntry(statement);
  switch (kind) {
    case 'AndStatement':
      return inside.Statements.every((each: Data) => holds(each, given));
    case 'OrStatement':
      return inside.Statements.some((each: Data) => holds(each, given));
    case 'NotStatement':
      return !holds(inside.Statement, given);
    case 'RateBasedStatement':
      return (!inside.ScopeDownStatement || holds(inside.ScopeDownStatement, given)) && isOverTheLimit(inside, given);
    case 'GeoMatchStatement':
      given.pending.push(...geographicLabels(inside, given));
      return ofPlace(inside, given, ({ country }) => inside.CountryCodes.includes(country ?? 'XX'));
    case 'AsnMatchStatement':
      return ofPlace(inside, given, ({ asn }) => inside.AsnList.includes(asn ?? 0));
    case 'IPSetReferenceStatement':
      return addressHolds(inside, given);
    case 'LabelMatchStatement':
      return labelMatches(inside, given);
    default:
      return textHolds(kind, inside, given);
  }
}

/**
 * The addresses in a header; undefined where it is absent, none where one in question is malformed.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-forwarded-ip-address.html
 */
export function forwarded(config: Data, { request }: Given): readonly string[] | undefined {
  const lines = headerValues(request.headers, config.HeaderName);
  if (lines.length === 0) return undefined;
  const all = lines.flatMap((line) => line.split(',')).map((each) => each.trim());
  const asked = config.Position ?? 'FIRST';
  const chosen = asked === 'ANY' ? all.slice(-10) : asked === 'LAST' ? all.slice(-1) : all.slice(0, 1);
  return chosen.every(isAddress) ? chosen : [];
}

const isAddress = (text: string): boolean =>
  text.includes(':') ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text);

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_ForwardedIPConfig.html */
function ofPlace(inside: Data, given: Given, test: (place: ReferencePlace) => boolean): boolean {
  const place = placeOf(inside, given);
  if (place === undefined) return false;
  return place === 'malformed' ? inside.ForwardedIPConfig.FallbackBehavior === 'MATCH' : test(place);
}

function placeOf(inside: Data, given: Given): ReferencePlace | 'malformed' | undefined {
  const { connection } = given.request;
  if (!inside.ForwardedIPConfig) return connection;
  const addresses = forwarded(inside.ForwardedIPConfig, given);
  if (addresses === undefined) return undefined;
  const [first] = addresses;
  if (first === undefined) return 'malformed';
  return first === connection.address ? connection : (given.world.places?.[first] ?? {});
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSetForwardedIPConfig.html */
function addressHolds(inside: Data, given: Given): boolean {
  const cidrs = given.world.ipSets[inside.Arn ?? inside.ARN] ?? [];
  const config = inside.IPSetForwardedIPConfig;
  if (!config) return inSet(given.request.connection.address, cidrs);
  const addresses = forwarded(config, given);
  if (addresses === undefined) return false;
  if (addresses.length === 0) return config.FallbackBehavior === 'MATCH';
  return addresses.some((address) => inSet(address, cidrs));
}

function inSet(address: string, cidrs: readonly string[]): boolean {
  const parsed = ipaddr.process(address);
  return cidrs.some((cidr) => {
    const [network, prefix] = ipaddr.parseCIDR(cidr);
    return parsed.kind() === network.kind() && parsed.match(network, prefix);
  });
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-match.html */
function labelMatches({ Scope, Key }: Data, { labels, prefix }: Given): boolean {
  return [...labels].some((label) => {
    if (Key.startsWith('awswaf:')) return Scope === 'LABEL' ? label === Key : label.startsWith(Key);
    if (!label.startsWith(prefix)) return false;
    const parts = label.slice(prefix.length).split(':');
    if (Scope === 'LABEL') return parts.some((_part, at) => parts.slice(at).join(':') === Key);
    const namespaces = parts.slice(0, -1);
    return namespaces.some((_n, from) =>
      namespaces.some((_m, to) => to >= from && `${namespaces.slice(from, to + 1).join(':')}:` === Key),
    );
  });
}

/**
 * On every request that a geographic statement inspects, whether it matches or not.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-geo-match.html
 */
function geographicLabels(inside: Data, given: Given): readonly string[] {
  const place = placeOf(inside, given);
  if (place === undefined || place === 'malformed') return [];
  const of = inside.ForwardedIPConfig ? 'forwardedip' : 'clientip';
  const country = place.country ?? 'XX';
  return [`awswaf:${of}:geo:country:${country}`, `awswaf:${of}:geo:region:${country}-${place.region ?? 'XX'}`];
}

function textHolds(kind: string, statement: Data, given: Given): boolean {
  const found = component(statement.FieldToMatch, statement.PreParseTextTransformations ?? [], given);
  if (typeof found === 'boolean') return found;
  return found.some((raw) => {
    let text = raw;
    for (const { Type } of byPriority(statement.TextTransformations)) text = transform(Type, text);
    return compared(kind, statement, text, given);
  });
}

function compared(kind: string, statement: Data, text: string, { world }: Given): boolean {
  if (kind === 'RegexMatchStatement') return asInPcre(statement.RegexString).test(text);
  if (kind === 'RegexPatternSetReferenceStatement')
    return (world.regexPatternSets?.[statement.Arn ?? statement.ARN] ?? []).some((each) => asInPcre(each).test(text));
  if (kind === 'SizeConstraintStatement') return sized(statement, text.length);
  if (kind !== 'ByteMatchStatement') throw new Error(`the reference does not know ${kind}`);
  const wanted = statement.SearchStringBase64
    ? transform('BASE64_DECODE', statement.SearchStringBase64)
    : utf8(statement.SearchString);
  switch (statement.PositionalConstraint) {
    case 'EXACTLY':
      return text === wanted;
    case 'STARTS_WITH':
      return text.slice(0, wanted.length) === wanted;
    case 'ENDS_WITH':
      return text.length >= wanted.length && text.slice(text.length - wanted.length) === wanted;
    case 'CONTAINS':
      return text.split(wanted).length > 1;
    default:
      return new RegExp(`(?<![A-Za-z0-9_])${wanted}(?![A-Za-z0-9_])`).test(text);
  }
}

/** The classes of letters that stand in brackets. */
const POSIX: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

/** PCRE's dot stands for every byte but the line feed, ECMAScript's for fewer; a flag at the start is one of the whole. */
function asInPcre(source: string): RegExp {
  const [flags = '', inline = ''] = /^\(\?([ims]+)\)/.exec(source) ?? [];
  const pattern = source
    .slice(flags.length)
    .replace(/\[:(\w+):\]/g, (all, name: string) => POSIX[name] ?? all)
    .replace(/\[(?:\\.|[^\]\\])*\]|\\.|\./gs, (all) => (all === '.' && !inline.includes('s') ? '[^\\n]' : all));
  return new RegExp(pattern, inline);
}

function sized({ ComparisonOperator, Size }: Data, size: number): boolean {
  const order = Math.sign(size - Size);
  const holding: Readonly<Record<string, readonly number[]>> = {
    EQ: [0],
    NE: [-1, 1],
    LE: [-1, 0],
    LT: [-1],
    GE: [0, 1],
    GT: [1],
  };
  return holding[ComparisonOperator]?.includes(order) ?? false;
}
