import { type Attribute, type Fact, headerAttribute, type Rewrite, type Selection } from '@sallyport/gates';
import { ABSENT, type Binding, bindingName, constant, mappedBinding, unknownBinding } from './binding.ts';
import { type Environment, environment, knownText, lookUp, withBinding } from './environment.ts';
import { keeps, keepsAll, keptBy, keptByBoth } from './kept.ts';

type RewriteOf<Kind> = Extract<Rewrite, { readonly do: Kind }>;

const lower = (name: string): string => name.toLowerCase();
const exactly = (name: string): string => name;

/** The environment after a rewrite. `where` names the place, so that facts drawn in two places are two things. */
export function rewritten(env: Environment, rewrite: Rewrite, where: string): Environment {
  switch (rewrite.do) {
    case 'set-header': {
      const binding = rewrite.text === undefined ? ABSENT : constant(rewrite.text);
      return withBinding(env, headerAttribute(rewrite.name), binding);
    }
    case 'set-fact':
      return setFact(env, rewrite, where);
    case 'select-headers':
      return selectHeaders(env, rewrite.select);
    case 'select-query':
      return selectQuery(env, rewrite.select);
    case 'select-cookies':
      return selectCookies(env, rewrite.select);
    case 'map':
      return withBinding(env, rewrite.on, mappedBinding(lookUp(env, rewrite.on), rewrite.by));
    case 'set':
      return withBinding(env, rewrite.on, constant(rewrite.text));
    case 'copy':
      return withBinding(env, rewrite.to, copied(lookUp(env, rewrite.from), lookUp(env, rewrite.to)));
    case 'connect':
      return connected(env, rewrite);
    case 'sign':
      return withBinding(env, 'principal', rewrite.principal === undefined ? ABSENT : constant(rewrite.principal));
  }
}

/** Facts that every request has; others may be missing, and then the header is. */
const ALWAYS_KNOWN: ReadonlySet<Fact> = new Set([
  'request-id',
  'client-address',
  'client-port',
  'via',
  'date',
  'trace-id',
]);

function setFact(env: Environment, { name, fact, append }: RewriteOf<'set-fact'>, where: string): Environment {
  const attribute = headerAttribute(name);
  const before = append ? `${bindingName(lookUp(env, attribute))} and ` : '';
  const present = ALWAYS_KNOWN.has(fact) ? true : undefined;
  const reason = `the header "${name}", which is set to a fact of the running system (${fact})`;
  return withBinding(env, attribute, unknownBinding(`${before}${fact} at ${where}`, reason, present));
}

/** Host is never touched by a selection of headers, and Cookie has its own. */
function selectHeaders(env: Environment, select: Selection): Environment {
  const kept = keptBy(select, lower);
  if (keepsAll(kept)) return env;
  const bindings = [...env.bindings].map(([attribute, binding]): readonly [Attribute, Binding] => {
    const dropped =
      attribute.startsWith('header:') &&
      attribute !== 'header:cookie' &&
      !keeps(kept, attribute.slice('header:'.length));
    return [attribute, dropped ? ABSENT : binding];
  });
  return environment({ ...env, bindings: new Map(bindings), headers: keptByBoth(env.headers, kept) });
}

function selectQuery(env: Environment, select: Selection): Environment {
  const kept = keptBy(select, exactly);
  const query = env.bindings.get('query');
  if (keepsAll(kept)) return env;
  if (!query) return environment({ ...env, queryArguments: keptByBoth(env.queryArguments, kept) });
  const nameOf = (piece: string): string => piece.split('=', 1)[0] ?? '';
  return withBinding(
    env,
    'query',
    selected(query, '&', (piece) => keeps(kept, nameOf(piece))),
  );
}

function selectCookies(env: Environment, select: Selection): Environment {
  const kept = keptBy(select, exactly);
  const header = env.bindings.get('header:cookie');
  if (keepsAll(kept)) return env;
  if (!header) return environment({ ...env, cookies: keptByBoth(env.cookies, kept) });
  const nameOf = (piece: string): string => (piece.includes('=') ? (piece.split('=', 1)[0] ?? '') : '');
  return withBinding(
    env,
    'header:cookie',
    selected(header, '; ', (piece) => piece !== '' && keeps(kept, nameOf(piece))),
  );
}

/** What is left of a list of pieces, where its text is known. */
function selected(binding: Binding, separator: '&' | '; ', keep: (piece: string) => boolean): Binding {
  if (binding.kind === 'constant' && binding.texts.length === 0) return binding;
  const text = knownText(binding);
  if (text === undefined)
    return unknownBinding(
      `selected ${bindingName(binding)}`,
      'a rewritten text of which parts are left out',
      undefined,
    );
  if (separator === '&' && text === '') return binding;
  const pieces = text.split(separator.trim()).map((piece) => (separator === '&' ? piece : piece.trim()));
  const kept = pieces.filter(keep);
  return kept.length === 0 ? ABSENT : constant(kept.join(separator));
}

/** The first value of another attribute, if it has one. */
function copied(from: Binding, old: Binding): Binding {
  switch (from.kind) {
    case 'constant': {
      const [first] = from.texts;
      return first === undefined ? old : constant(first);
    }
    case 'original':
      return { kind: 'fallback', present: from.on, then: { ...from, first: true }, otherwise: old };
    case 'fallback':
      return { ...from, then: copied(from.then, old), otherwise: copied(from.otherwise, old) };
    case 'cloudfront':
      return unknownBinding('cloudfront address', 'the address of a CloudFront server', true);
    case 'unknown':
      return unknownBinding(`first ${bindingName(from)} or ${bindingName(old)}`, from.reason, true);
  }
}

/** The request now comes over another connection; what TLS told of the old one is gone. */
function connected(env: Environment, rewrite: RewriteOf<'connect'>): Environment {
  const scheme = rewrite.scheme === 'unchanged' ? lookUp(env, 'scheme') : constant(rewrite.scheme);
  const overTls = (text: string | undefined): Binding => {
    if (text === undefined) return ABSENT;
    const known = knownText(scheme);
    if (known === undefined) return unknownBinding(`tls ${text}`, 'whether the connection uses TLS', undefined, [text]);
    return known === 'https' ? constant(text) : ABSENT;
  };
  const country = `country of ${bindingName(lookUp(env, 'address'))} after ${bindingName(lookUp(env, 'country'))}`;
  const changes: readonly (readonly [Attribute, Binding])[] = [
    ['scheme', scheme],
    ['address', 'set' in rewrite.from ? { kind: 'cloudfront' } : constant(rewrite.from.address)],
    ['port', constant(String(rewrite.port))],
    ['server-name', overTls(rewrite.serverName)],
    ['client-certificate', overTls(rewrite.clientCertificate)],
    ['country', unknownBinding(country, 'the country of a server that connects', undefined)],
  ];
  return environment({ ...env, bindings: new Map([...env.bindings, ...changes]) });
}

/** A web ACL has let the request pass: headers that it may insert are not known from here on. */
export function inspected(env: Environment, webAcl: string): Environment {
  const bindings = [...env.bindings].filter(([attribute]) => !attribute.startsWith('header:x-amzn-waf-'));
  return environment({ ...env, bindings: new Map(bindings), insertedBy: `${env.insertedBy} ${webAcl}` });
}
