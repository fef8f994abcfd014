import { cookies, headerValues, latin1, type QueryArgument, queryArguments, splitTarget } from '@sallyport/http';
import { byPriority, type Data, type Given, onlyEntry } from './data.ts';
import { jsonTexts } from './json.ts';
import { preParse } from './transformation.ts';

/** The texts of a component, or a Boolean where oversize handling or a fallback decides. */
export type Texts = readonly string[] | boolean;

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-fields-list.html */
export function component(field: Data, before: readonly Data[], given: Given): Texts {
  const [kind, inside] = onlyEntry(field);
  const { request } = given;
  // RFC 3986, sections 3.3 and 3.4: the path and the query end before a fragment.
  const { path, query } = splitTarget(request.target.replace(/#.*/s, ''));
  switch (kind) {
    case 'Method':
      return [request.method];
    case 'UriPath':
      return [path];
    case 'QueryString':
      return query === undefined ? [] : [query];
    case 'UriFragment':
      return request.target.includes('#') ? [request.target.slice(request.target.indexOf('#') + 1)] : [];
    case 'SingleHeader':
      return headerValues(request.headers, inside.Name);
    case 'SingleQueryArgument':
      return argumentsOf(query, before)
        .filter(({ name }) => name.toLowerCase() === inside.Name.toLowerCase())
        .map(({ value }) => value ?? '');
    case 'AllQueryArguments':
      return argumentsOf(query, before).map(({ value }) => value ?? '');
    case 'JA3Fingerprint':
      return fingerprint(request.connection.tls?.ja3, inside);
    case 'JA4Fingerprint':
      return fingerprint(request.connection.tls?.ja4, inside);
    case 'JsonBody':
      return jsonTexts(inside, bodyText(inside, given));
    case 'Body':
      return bodyText(inside, given);
    default:
      return ofMany(kind, inside, given);
  }
}

function argumentsOf(query: string | undefined, before: readonly Data[]): readonly QueryArgument[] {
  let text = query;
  for (const { Type } of byPriority(before)) text = text === undefined ? undefined : preParse(Type, text);
  return queryArguments(text);
}

const fingerprint = (found: string | undefined, { FallbackBehavior }: Data): Texts =>
  found === undefined ? FallbackBehavior === 'MATCH' : [found];

type Pair = readonly [name: string, value: string];

/** Headers, Cookies, HeaderOrder: the first 8,192 bytes and the first 200. */
function ofMany(kind: string, settings: Data, { request }: Given): Texts {
  const all: readonly Pair[] =
    kind === 'Cookies' ? cookies(request.headers).map(({ name, value }): Pair => [name, value]) : request.headers;
  const seen = inspectable(all);
  if (seen.length < all.length || size(all) > MOST_BYTES) {
    if (settings.OversizeHandling === 'MATCH') return true;
    if (settings.OversizeHandling === 'NO_MATCH') return false;
  }
  if (kind === 'HeaderOrder') return [seen.map(([name]) => name.toLowerCase()).join(':')];
  return pairs(settings, seen, kind);
}

const MOST_BYTES = 8192;
const MOST_PAIRS = 200;
const size = (all: readonly Pair[]): number => all.reduce((sum, [name, value]) => sum + name.length + value.length, 0);

/** As far as the limits go; the one that crosses the limit of bytes is cut. AWS does not say what is counted. */
function inspectable(all: readonly Pair[]): readonly Pair[] {
  return all.slice(0, MOST_PAIRS).flatMap(([name, value], at): Pair[] => {
    const left = MOST_BYTES - size(all.slice(0, at));
    return left <= 0 ? [] : [[name.slice(0, left), value.slice(0, Math.max(0, left - name.length))]];
  });
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_Headers.html, API_Cookies.html */
function pairs({ MatchScope, MatchPattern }: Data, all: readonly Pair[], kind: string): readonly string[] {
  const folded = (name: string): string => (kind === 'Headers' ? name.toLowerCase() : name);
  const isIn = (names: readonly string[], name: string): boolean => names.map(folded).includes(folded(name));
  const kept = all.filter(([name]) => {
    if (MatchPattern.All) return true;
    const included = MatchPattern[`Included${kind}`];
    return included ? isIn(included, name) : !isIn(MatchPattern[`Excluded${kind}`], name);
  });
  return kept.flatMap(([name, value]) => [
    ...(MatchScope === 'VALUE' ? [] : [name]),
    ...(MatchScope === 'KEY' ? [] : [value]),
  ]);
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_Body.html */
function bodyText(settings: Data, { request, world }: Given): Texts {
  const { body } = request;
  const oversize = !body.complete || body.bytes.length > world.bodyBytes;
  if (oversize && settings.OversizeHandling === 'MATCH') return true;
  if (oversize && settings.OversizeHandling === 'NO_MATCH') return false;
  return body.bytes.length === 0 ? [] : [latin1(body.bytes.slice(0, world.bodyBytes))];
}
