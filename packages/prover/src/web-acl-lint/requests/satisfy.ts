import { headerValue, type Request } from '@sallyport/http';
import { encodeBase64 } from '@sallyport/waf';
import { exampleTexts } from '../proof/example-text.ts';
import { textDescriptions } from '../proof/leaf-language.ts';
import type { Probe } from '../proof/probe.ts';
import { isTextLeaf, type Leaf, type TextLeaf } from '../reading/statement.ts';
import {
  bodyText,
  hex,
  isSendable,
  pathOf,
  queryOf,
  urlEncoded,
  withArgument,
  withBody,
  withCookie,
  withHeaderValue,
  withPath,
  withQuery,
} from './draft.ts';

/** Few are enough: the first that does is taken. */
const MOST = 6;

/** An address that stands for a country. */
export type AddressIn = (country: string) => string | undefined;

/** The request changed so that one statement holds, each put to the engine; none where we know no way. */
export function satisfying(leaf: Leaf, probe: Probe, request: Request, addressIn: AddressIn): readonly Request[] {
  if (probe.holds(request)) return [request];
  const plain = holding(probe, candidates(leaf, texts(leaf, probe), request, addressIn));
  if (plain.length > 0 || !isTextLeaf(leaf)) return plain;
  // What the prover finds costs more.
  const text = probe.text();
  return typeof text === 'string' ? holding(probe, candidates(leaf, [text], request, addressIn)) : [];
}

/** The first few that can be sent and on which the statement holds. */
function holding({ holds }: Probe, requests: Iterable<Request>): readonly Request[] {
  const found: Request[] = [];
  for (const request of requests) {
    if (isSendable(request) && holds(request)) found.push(request);
    if (found.length >= MOST) break;
  }
  return found;
}

function* candidates(leaf: Leaf, among: Iterable<string>, request: Request, addressIn: AddressIn): Generator<Request> {
  if (isTextLeaf(leaf)) {
    for (const text of among) yield* placed(leaf, text, request);
  } else if (leaf.kind === 'ip-set') {
    const { forwarded } = leaf;
    for (const cidr of (leaf.addresses ?? []).slice(0, 3)) {
      const address = cidr.split('/')[0] ?? '';
      yield forwarded
        ? withHeaderValue(request, forwarded.header, address)
        : { ...request, connection: { ...request.connection, address } };
    }
  } else if (leaf.kind === 'geo' && leaf.forwarded) {
    const address = addressIn(leaf.countries[0] ?? '');
    if (address !== undefined) yield withHeaderValue(request, leaf.forwarded.header, address);
  } else if (leaf.kind === 'geo') {
    for (const country of leaf.countries.slice(0, 2))
      yield { ...request, connection: { ...request.connection, country } };
  } else if (leaf.kind === 'asn' && !leaf.forwarded) {
    for (const asn of leaf.numbers.slice(0, 2)) yield { ...request, connection: { ...request.connection, asn } };
  }
}

const SQL = ["1' UNION SELECT username, password FROM users--", "1' OR '1'='1", '1 OR 1=1--'];
const XSS = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>'];

/** Texts that may make the statement hold. */
function* texts(leaf: Leaf, probe: Probe): Generator<string> {
  if (!isTextLeaf(leaf)) return;
  if (leaf.kind === 'injection') yield* leaf.of === 'sql' ? SQL : XSS;
  else if (leaf.kind === 'size') {
    const size =
      leaf.operator === 'GT' ? leaf.size + 1 : leaf.operator === 'LT' ? Math.max(0, leaf.size - 1) : leaf.size;
    // A path has a slash of its own.
    for (const length of [size, Math.max(0, size - 1), size + 1]) if (length < 100_000) yield 'a'.repeat(length);
  } else {
    for (const { matches } of textDescriptions(probe.described)) if ('text' in matches) yield matches.text;
    yield* exampleTexts(probe.described);
    yield* written(leaf, probe);
  }
}

/** What a decoding transformation makes the text out of. */
function* written({ transformations }: TextLeaf, { described }: Probe): Generator<string> {
  for (const { matches } of textDescriptions(described)) {
    if (!('text' in matches)) continue;
    const all = (write: (letter: string) => string): string => matches.text.replace(/[\s\S]/g, write);
    if (transformations.includes('HEX_DECODE')) yield all((letter) => hex(letter).toLowerCase());
    if (transformations.includes('HTML_ENTITY_DECODE')) yield all((letter) => `&#${letter.charCodeAt(0)};`);
    if (transformations.some((name) => name.startsWith('BASE64'))) yield encodeBase64(matches.text);
    if (transformations.some((name) => name.startsWith('URL_DECODE'))) yield all((letter) => `%${hex(letter)}`);
  }
}

/** The ways to put a text where the statement looks. */
function* placed(leaf: TextLeaf, text: string, request: Request): Generator<Request> {
  const { field } = leaf;
  const spellings = [...new Set([text, urlEncoded(text)])];
  switch (field.name) {
    case 'UriPath':
    case 'QueryString':
    case 'SingleQueryArgument':
    case 'AllQueryArguments':
      for (const spelt of spellings) yield* inTarget(leaf, spelt, request);
      break;
    case 'SingleHeader':
      for (const spelt of spellings) yield* headerWays(field.of ?? '', spelt, request);
      break;
    case 'Headers':
      yield* amongHeaders(leaf, text, request);
      break;
    case 'Cookies':
      yield* amongCookies(leaf, spellings, request);
      break;
    case 'Body':
      yield* bodies(leaf, text, request);
      break;
    case 'JsonBody':
      yield* jsonBodies(leaf, text, request);
      break;
    case 'Method':
      yield { ...request, method: text };
      break;
    case 'JA3Fingerprint':
      yield { ...request, connection: { ...request.connection, tls: { ...request.connection.tls, ja3: text } } };
      break;
    case 'JA4Fingerprint':
      yield { ...request, connection: { ...request.connection, tls: { ...request.connection.tls, ja4: text } } };
      break;
  }
}

function* inTarget({ field }: TextLeaf, text: string, request: Request): Generator<Request> {
  if (field.name === 'UriPath') yield* paths(text, request);
  else if (field.name === 'QueryString') {
    const before = queryOf(request);
    if (before) yield withQuery(request, `${before}&${text}`);
    yield withQuery(request, text);
    yield withArgument(request, 'q', text);
  } else yield withArgument(request, field.of ?? 'q', text.replaceAll('&', '%26').replaceAll('+', '%2B'));
}

function* paths(text: string, request: Request): Generator<Request> {
  const path = pathOf(request);
  if (text.startsWith('/')) yield withPath(request, text);
  yield withPath(request, `/${text}`);
  if (path !== '/') {
    yield withPath(request, `${path}${text}`);
    yield withPath(request, `${path.replace(/\/$/, '')}/${text.replace(/^\//, '')}`);
    if (text.startsWith('/')) yield withPath(request, `${text}${path}`);
  }
}

function* headerWays(name: string, text: string, request: Request): Generator<Request> {
  if (name === 'cookie' && !text.includes('=')) yield withCookie(request, 'q', text);
  yield withHeaderValue(request, titled(name), text);
  const before = headerValue(request.headers, name);
  if (before !== undefined) yield withHeaderValue(request, titled(name), `${before} ${text}`);
}

const titled = (name: string): string => name.replace(/(^|-)[a-z]/g, (piece) => piece.toUpperCase());

function* amongHeaders({ field }: TextLeaf, text: string, request: Request): Generator<Request> {
  const { names } = field;
  const name = names?.included ? (names.of[0] ?? 'X-Note') : 'X-Note';
  if (field.scope !== 'VALUE') yield withHeaderValue(request, text, '1');
  if (field.scope !== 'KEY') yield withHeaderValue(request, titled(name.toLowerCase()), text);
}

function* amongCookies({ field }: TextLeaf, spellings: readonly string[], request: Request): Generator<Request> {
  const { names } = field;
  const name = names?.included ? (names.of[0] ?? 'q') : 'q';
  for (const spelt of spellings) {
    if (field.scope !== 'VALUE') yield withCookie(request, spelt, '1');
    if (field.scope !== 'KEY') yield withCookie(request, name, spelt.replaceAll(';', '%3B'));
  }
}

function* bodies(leaf: TextLeaf, text: string, request: Request): Generator<Request> {
  const before = bodyText(request);
  if (leaf.kind === 'size') yield withBody(request, text, 'text/plain');
  yield withBody(
    request,
    `${before === '' ? '' : `${before}&`}q=${urlEncoded(text)}`,
    'application/x-www-form-urlencoded',
  );
  yield withBody(request, JSON.stringify({ q: text }), 'application/json');
  yield withBody(request, text, 'text/plain');
}

function* jsonBodies({ field }: TextLeaf, text: string, request: Request): Generator<Request> {
  const [pointer = '/q'] = field.jsonPaths ?? [];
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const nested = (inside: unknown): unknown =>
    [...tokens]
      .reverse()
      .reduce<unknown>((value, token) => (/^\d+$/.test(token) ? [value] : { [token]: value }), inside);
  if (field.scope !== 'KEY') yield withBody(request, JSON.stringify(nested(text)), 'application/json');
  if (field.scope !== 'VALUE') yield withBody(request, JSON.stringify(nested({ [text]: 1 })), 'application/json');
}
