import { isOpaque } from '@sallyport/architecture';
import {
  applyTextRewrite,
  attributeReader,
  CLOUDFRONT_ADDRESS,
  type Rewrite,
  type TextRewrite,
  type Traveller,
} from '@sallyport/gates';
import { type Connection, headerValue, headerValues, joinTarget, nameTest, splitTarget } from '@sallyport/http';
import { asciiLower } from './ascii.ts';
import { type Draft, draftOf, removeHeader, setHeader } from './draft.ts';
import { factValue } from './fact.ts';
import { compileSelection, selectCookies, selectHeaders, selectQuery } from './selection.ts';
import type { World } from './world.ts';

type Change = (draft: Draft, world: World) => void;
type RewriteOf<Kind> = Extract<Rewrite, { readonly do: Kind }>;

/** A list of rewrites as one function. */
export function compileRewrites(by: readonly Rewrite[]): (request: Traveller, world: World) => Traveller {
  const changes = withRemovalsTogether(by);
  return (request, world) => {
    const draft = draftOf(request);
    for (const change of changes) change(draft, world);
    return draft;
  };
}

/** Headers that are removed one after the other go in one pass. */
function withRemovalsTogether(by: readonly Rewrite[]): readonly Change[] {
  const changes: Change[] = [];
  let names: string[] = [];
  const removeNames = (): void => {
    if (names.length > 0) changes.push(compileRemoval(names));
    names = [];
  };
  for (const rewrite of by) {
    if (rewrite.do === 'set-header' && rewrite.text === undefined) names.push(rewrite.name.toLowerCase());
    else {
      removeNames();
      changes.push(compileRewrite(rewrite));
    }
  }
  removeNames();
  return changes;
}

function compileRemoval(names: readonly string[]): Change {
  const isRemoved = nameTest(names);
  return ({ headers }) => {
    let kept = 0;
    for (const header of headers) if (!isRemoved(header[0])) headers[kept++] = header;
    if (kept < headers.length) headers.length = kept;
  };
}

function compileRewrite(rewrite: Rewrite): Change {
  switch (rewrite.do) {
    case 'set-header':
      return compileSetHeader(rewrite);
    case 'set-fact':
      return compileSetFact(rewrite);
    case 'select-headers':
    case 'select-query':
    case 'select-cookies':
      return compileSelect(rewrite);
    case 'map':
      return compileMap(rewrite.on, rewrite.by);
    case 'set':
      return compileSet(rewrite.on, rewrite.text);
    case 'copy':
      return compileCopy(rewrite);
    case 'connect':
      return compileConnect(rewrite);
    case 'sign':
      return (draft) => {
        if (rewrite.principal === undefined) delete draft.principal;
        else draft.principal = rewrite.principal;
      };
  }
}

function compileSetHeader({ name, text }: RewriteOf<'set-header'>): Change {
  const lower = name.toLowerCase();
  if (text === undefined) return (draft) => removeHeader(draft, lower);
  if (isOpaque(text)) return (draft, world) => setHeader(draft, lower, [name, world.opaque(text)]);
  const header = [name, text] as const;
  return (draft) => setHeader(draft, lower, header);
}

/** A fact that is not known leaves no header behind; one that is appended leaves what is there. */
function compileSetFact({ name, fact, append }: RewriteOf<'set-fact'>): Change {
  const lower = name.toLowerCase();
  return (draft, world) => {
    const value = factValue(fact, draft, world);
    if (value === undefined) {
      if (!append) removeHeader(draft, lower);
      return;
    }
    const before = append ? headerValues(draft.headers, lower) : NOTHING;
    setHeader(draft, lower, [name, before.length === 0 ? value : `${before.join(', ')}, ${value}`]);
  };
}

const NOTHING: readonly string[] = [];

function compileSelect(rewrite: RewriteOf<'select-headers' | 'select-query' | 'select-cookies'>): Change {
  if (rewrite.select.keep === 'all') return () => {};
  if (rewrite.do === 'select-headers') {
    const keeps = compileSelection(rewrite.select, asciiLower);
    return (draft) => {
      draft.headers = selectHeaders(draft.headers, keeps);
    };
  }
  const keeps = compileSelection(rewrite.select);
  if (rewrite.do === 'select-cookies') return (draft) => selectCookies(draft, keeps);
  return onTarget(({ path, query }) => ({ path, query: selectQuery(query, keeps) }));
}

type Target = ReturnType<typeof splitTarget>;

const onTarget =
  (change: (target: Target) => Target): Change =>
  (draft) => {
    draft.target = joinTarget(change(splitTarget(draft.target)));
  };

function compileMap(on: RewriteOf<'map'>['on'], by: TextRewrite): Change {
  const change = (text: string): string => applyTextRewrite(by, text);
  switch (on) {
    case 'method':
      return (draft) => {
        draft.method = change(draft.method);
      };
    case 'path':
      return onTarget(({ path, query }) => ({ path: change(path), query }));
    case 'query':
      return onTarget(({ path, query }) => ({ path, query: query === undefined ? undefined : change(query) }));
    case 'host':
      return ({ headers }) =>
        headers.forEach(([name, value], at) => {
          if (name.length === 4 && asciiLower(name) === 'host') headers[at] = [name, change(value)];
        });
  }
}

function compileSet(on: RewriteOf<'set'>['on'], text: string): Change {
  switch (on) {
    case 'method':
      return (draft) => {
        draft.method = text;
      };
    case 'path':
      return onTarget(({ query }) => ({ path: text, query }));
    case 'query':
      return onTarget(({ path }) => ({ path, query: text }));
  }
}

function compileCopy({ to, from }: RewriteOf<'copy'>): Change {
  const valuesOf = attributeReader(from);
  return (draft) => {
    const [value] = valuesOf(draft);
    if (value === undefined) return;
    if (to === 'method') draft.method = value;
    // Where there is no Host yet, it comes first, as in a request that a client sends.
    else if (headerValue(draft.headers, 'host') === undefined) draft.headers.unshift(['Host', value]);
    else setHeader(draft, 'host', ['Host', value]);
  };
}

/** The port of the peer that stands in for the one that the system would choose. */
const EPHEMERAL_PORT = 49152;

function compileConnect(rewrite: RewriteOf<'connect'>): Change {
  const tls = tlsOf(rewrite);
  const address = peerAddress(rewrite);
  const http: Connection = { scheme: 'http', address, port: EPHEMERAL_PORT, localPort: rewrite.port };
  const https: Connection = { ...http, scheme: 'https', tls };
  // CloudFront speaks HTTP/1.1 to origins, whatever the viewer spoke:
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
  const isCloudFront = 'set' in rewrite.from;
  return (draft) => {
    const scheme = rewrite.scheme === 'unchanged' ? draft.connection.scheme : rewrite.scheme;
    draft.connection = scheme === 'https' ? https : http;
    if (isCloudFront) draft.httpVersion = '1.1';
  };
}

const peerAddress = ({ from }: RewriteOf<'connect'>): string =>
  'set' in from ? CLOUDFRONT_ADDRESS : (from.address.split('/')[0] ?? from.address);

const tlsOf = ({ serverName, clientCertificate }: RewriteOf<'connect'>): NonNullable<Connection['tls']> => ({
  ...(serverName === undefined ? {} : { serverName }),
  ...(clientCertificate === undefined ? {} : { clientCertificate: { identity: clientCertificate } }),
});
