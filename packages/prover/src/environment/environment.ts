import { isOpaque } from '@sallyport/architecture';
import type { Attribute } from '@sallyport/gates';
import { cookies, queryArguments } from '@sallyport/http';
import { ABSENT, type Binding, bindingName, constant, original, unknownBinding } from './binding.ts';
import { KEPT_ALL, type Kept, keeps, keepsAll, keepsNone, keptName } from './kept.ts';

/** What all attributes hold at some point of a request's way. */
export interface Environment {
  /** Equal names, equal environments. */
  readonly name: string;
  /** The attributes that something has been done to by name. */
  readonly bindings: ReadonlyMap<Attribute, Binding>;
  /** What of the others is let through, as far as their names tell. */
  readonly headers: Kept;
  readonly queryArguments: Kept;
  readonly cookies: Kept;
  /** The web ACLs passed, which may have inserted headers. */
  readonly insertedBy: string;
}

type Parts = Omit<Environment, 'name'>;

export const environment = (parts: Parts): Environment => new NamedEnvironment(parts);

/** Most environments lead to the next one before anybody asks their name, so it is made when asked for. */
class NamedEnvironment implements Environment {
  readonly bindings: Environment['bindings'];
  readonly headers: Kept;
  readonly queryArguments: Kept;
  readonly cookies: Kept;
  readonly insertedBy: string;
  #name: string | undefined;

  constructor({ bindings, headers, queryArguments, cookies, insertedBy }: Parts) {
    this.bindings = bindings;
    this.headers = headers;
    this.queryArguments = queryArguments;
    this.cookies = cookies;
    this.insertedBy = insertedBy;
  }

  get name(): string {
    this.#name ??= nameOf(this);
    return this.#name;
  }
}

function nameOf({ bindings, headers, queryArguments, cookies, insertedBy }: Parts): string {
  const bound = [...bindings].map(([attribute, binding]) => `${attribute}=${bindingName(binding)}`).sort();
  return [...bound, ...[headers, queryArguments, cookies].map(keptName), insertedBy].join('\n');
}

/** The request as it was sent. */
export const AS_SENT: Environment = environment({
  bindings: new Map(),
  headers: KEPT_ALL,
  queryArguments: KEPT_ALL,
  cookies: KEPT_ALL,
  insertedBy: '',
});

export const withBinding = (env: Environment, attribute: Attribute, binding: Binding): Environment =>
  environment({ ...env, bindings: new Map([...env.bindings, [attribute, binding]]) });

/**
 * AWS WAF may insert headers into the requests that it lets pass, all with this prefix.
 * https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-incoming-request.html
 */
const INSERTED_PREFIX = 'x-amzn-waf-';

/** What an attribute holds in an environment. */
export function lookUp(env: Environment, attribute: Attribute): Binding {
  const known = env.bindings.get(attribute);
  if (known) return known;
  const [kind, name] = splitAttribute(attribute);
  if (kind === 'header') return lookUpHeader(env, attribute, name);
  if (kind === 'argument') return lookUpArgument(env, attribute, name);
  if (kind === 'cookie') return lookUpCookie(env, attribute, name);
  return attribute === 'query' ? lookUpQuery(env) : original(attribute);
}

export function splitAttribute(attribute: Attribute): readonly [kind: string, name: string] {
  const colon = attribute.indexOf(':');
  return colon < 0 ? [attribute, ''] : [attribute.slice(0, colon), attribute.slice(colon + 1)];
}

function lookUpHeader(env: Environment, attribute: Attribute, name: string): Binding {
  if (name === 'cookie') return lookUpCookieHeader(env);
  if (env.insertedBy !== '' && name.startsWith(INSERTED_PREFIX))
    return unknownBinding(`${attribute} after ${env.insertedBy}`, `a header that a web ACL may insert`, undefined);
  return keeps(env.headers, name) ? original(attribute) : ABSENT;
}

function lookUpQuery({ queryArguments: kept }: Environment): Binding {
  if (keepsAll(kept)) return original('query');
  const reason = 'the query string after some of its arguments were left out';
  // An empty query string stays as it is.
  return unknownBinding(`query ${keptName(kept)}`, reason, undefined, keepsNone(kept) ? [''] : undefined);
}

function lookUpCookieHeader({ cookies: kept }: Environment): Binding {
  if (keepsAll(kept)) return original('header:cookie');
  if (keepsNone(kept)) return ABSENT;
  return unknownBinding(`cookies ${keptName(kept)}`, 'the Cookie header after some cookies were left out', undefined);
}

function lookUpArgument(env: Environment, attribute: Attribute, name: string): Binding {
  const query = env.bindings.get('query');
  if (!query) return keeps(env.queryArguments, name) ? original(attribute) : ABSENT;
  const text = knownText(query);
  if (text === undefined)
    return unknownBinding(`${attribute} of ${bindingName(query)}`, 'a rewritten query string', undefined);
  return constant(...queryArguments(text).flatMap((piece) => (piece.name === name ? [piece.value ?? ''] : [])));
}

function lookUpCookie(env: Environment, attribute: Attribute, name: string): Binding {
  const header = env.bindings.get('header:cookie');
  if (!header) return keeps(env.cookies, name) ? original(attribute) : ABSENT;
  if (header.kind === 'constant' && header.texts.length === 0) return ABSENT;
  const text = knownText(header);
  if (text === undefined)
    return unknownBinding(`${attribute} of ${bindingName(header)}`, 'a rewritten Cookie header', undefined);
  return constant(...cookies([['cookie', text]]).flatMap((cookie) => (cookie.name === name ? [cookie.value] : [])));
}

/** The text of a constant that is known letter by letter. */
export function knownText(binding: Binding): string | undefined {
  if (binding.kind !== 'constant') return undefined;
  const [text] = binding.texts;
  return text === undefined || isOpaque(text) ? undefined : text;
}
