import {
  applyTextRewrite,
  attributeValues,
  CLOUDFRONT_ADDRESS,
  type Rewrite,
  type TextRewrite,
  type Traveller,
} from '@sallyport/gates';
import {
  type Connection,
  type Headers,
  headerValue,
  headerValues,
  joinTarget,
  splitTarget,
  withHeader,
  withoutHeader,
} from '@sallyport/http';
import { asciiLower } from './ascii.ts';
import { factValue } from './fact.ts';
import { spell } from './matcher.ts';
import { compileSelection, selectCookies, selectHeaders, selectQuery } from './selection.ts';
import type { World } from './world.ts';

/** One change to a request. */
export type Change = (request: Traveller, world: World) => Traveller;

type RewriteOf<Kind> = Extract<Rewrite, { readonly do: Kind }>;

/** A rewrite as a function. */
export function compileRewrite(rewrite: Rewrite): Change {
  switch (rewrite.do) {
    case 'set-header':
      return setHeader(rewrite);
    case 'set-fact':
      return setFact(rewrite);
    case 'select-headers': {
      const keeps = compileSelection(rewrite.select, asciiLower);
      return onHeaders((headers) => selectHeaders(headers, keeps));
    }
    case 'select-query': {
      const keeps = compileSelection(rewrite.select);
      return onTarget(({ path, query }) => ({ path, query: selectQuery(query, keeps) }));
    }
    case 'select-cookies': {
      const keeps = compileSelection(rewrite.select);
      return rewrite.select.keep === 'all'
        ? (request) => request
        : onHeaders((headers) => selectCookies(headers, keeps));
    }
    case 'map':
      return map(rewrite.on, rewrite.by);
    case 'set':
      return set(rewrite.on, rewrite.text);
    case 'copy':
      return copy(rewrite);
    case 'connect':
      return connect(rewrite);
    case 'sign':
      return ({ principal: _previous, ...request }) =>
        rewrite.principal === undefined ? request : { ...request, principal: rewrite.principal };
  }
}

const onHeaders =
  (change: (headers: Headers, request: Traveller, world: World) => Headers): Change =>
  (request, world) => {
    const headers = change(request.headers, request, world);
    return headers === request.headers ? request : { ...request, headers };
  };

type Target = ReturnType<typeof splitTarget>;

const onTarget =
  (change: (target: Target) => Target): Change =>
  (request) => {
    const target = joinTarget(change(splitTarget(request.target)));
    return target === request.target ? request : { ...request, target };
  };

function setHeader({ name, text }: RewriteOf<'set-header'>): Change {
  if (text === undefined) return onHeaders((headers) => withoutHeader(headers, name));
  return onHeaders((headers, _request, world) => withHeader(headers, name, spell(text, world)));
}

/** A fact that is not known leaves no header behind; one that is appended leaves what is there. */
function setFact({ name, fact, append }: RewriteOf<'set-fact'>): Change {
  return onHeaders((headers, request, world) => {
    const value = factValue(fact, request, world);
    if (!append) return value === undefined ? withoutHeader(headers, name) : withHeader(headers, name, value);
    if (value === undefined) return headers;
    return withHeader(headers, name, [...headerValues(headers, name), value].join(', '));
  });
}

function map(on: RewriteOf<'map'>['on'], by: TextRewrite): Change {
  const change = (text: string): string => applyTextRewrite(by, text);
  switch (on) {
    case 'method':
      return (request) => ({ ...request, method: change(request.method) });
    case 'path':
      return onTarget(({ path, query }) => ({ path: change(path), query }));
    case 'query':
      return onTarget(({ path, query }) => ({ path, query: query === undefined ? undefined : change(query) }));
    case 'host':
      return onHeaders((headers) =>
        headers.map(([name, value]) => [name, asciiLower(name) === 'host' ? change(value) : value]),
      );
  }
}

function set(on: RewriteOf<'set'>['on'], text: string): Change {
  switch (on) {
    case 'method':
      return (request) => ({ ...request, method: text });
    case 'path':
      return onTarget(({ query }) => ({ path: text, query }));
    case 'query':
      return onTarget(({ path }) => ({ path, query: text }));
  }
}

function copy({ to, from }: RewriteOf<'copy'>): Change {
  return (request) => {
    const [value] = attributeValues(request, from);
    if (value === undefined) return request;
    if (to === 'method') return { ...request, method: value };
    return { ...request, headers: withHost(request.headers, value) };
  };
}

/** Where there is no Host yet, it comes first, as in a request that a client sends. */
const withHost = (headers: Headers, host: string): Headers =>
  headerValue(headers, 'host') === undefined ? [['Host', host], ...headers] : withHeader(headers, 'Host', host);

/** The port of the peer that stands in for the one that the system would choose. */
const EPHEMERAL_PORT = 49152;

function connect(rewrite: RewriteOf<'connect'>): Change {
  return (request) => {
    const before = request.connection;
    const scheme = rewrite.scheme === 'unchanged' ? before.scheme : rewrite.scheme;
    const peer: Pick<Connection, 'address' | 'port'> = { address: peerAddress(rewrite), port: EPHEMERAL_PORT };
    const connection: Connection = { ...peer, scheme, localPort: rewrite.port };
    return { ...request, connection: scheme === 'https' ? { ...connection, tls: tlsOf(rewrite) } : connection };
  };
}

const peerAddress = ({ from }: RewriteOf<'connect'>): string =>
  'set' in from ? CLOUDFRONT_ADDRESS : (from.address.split('/')[0] ?? from.address);

const tlsOf = ({ serverName, clientCertificate }: RewriteOf<'connect'>): NonNullable<Connection['tls']> => ({
  ...(serverName === undefined ? {} : { serverName }),
  ...(clientCertificate === undefined ? {} : { clientCertificate: { identity: clientCertificate } }),
});
