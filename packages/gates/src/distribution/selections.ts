import { FORWARD_NONE, type Forwarded, type Forwarding } from '@sallyport/architecture';
import type { Selection } from '../rewrite.ts';

/** What of a viewer's request goes to the origin. */
export interface Selections {
  readonly headers: Selection;
  readonly cookies: Selection;
  readonly queryStrings: Selection;
  /** The CloudFront headers that are added, in the policies' spelling. */
  readonly added: readonly string[];
  /** Whether the viewer's Host, User-Agent and Authorization reach the origin. */
  readonly host: boolean;
  readonly userAgent: boolean;
  readonly authorization: 'always' | 'never' | 'not for GET and HEAD';
}

/**
 * Headers that go to the origin whatever the policies say: AWS's table has them as forwarded and not configurable. AWS
 * publishes it for the older settings; that it holds for policies too is our reading.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
const NOT_CONFIGURABLE = [
  'Content-Length',
  'Transfer-Encoding',
  'Request-Range',
  'Cache-Control',
  'Pragma',
  'Max-Forwards',
];

/** Those that go as well where a list of names is all that is forwarded, but that a block list can take away. */
const BY_DEFAULT = ['Content-Type', 'Range', 'Via', 'X-Forwarded-For'];

/** With the older settings, headers that are removed unless they are listed. Same page. */
const REMOVED_UNLESS_LISTED = [
  'Accept',
  'Accept-Charset',
  'Accept-Language',
  'Expect',
  'Referer',
  'X-HTTP-Method-Override',
];

/** What a behavior forwards. */
export function selectionsOf(forwarding: Forwarding): Selections {
  if (forwarding.by === 'forwarded-values') return legacySelections(forwarding);
  const { cachePolicy, originRequestPolicy: request } = forwarding;
  const headers = together(cachePolicy.headers, request?.headers ?? FORWARD_NONE, lowerCase);
  const withEncoding = cachePolicy.acceptEncoding ? plus(headers, ['Accept-Encoding']) : headers;
  return {
    headers: plus(
      withEncoding,
      withEncoding.keep === 'all-except' ? NOT_CONFIGURABLE : [...NOT_CONFIGURABLE, ...BY_DEFAULT],
    ),
    cookies: together(cachePolicy.cookies, request?.cookies ?? FORWARD_NONE),
    queryStrings: together(cachePolicy.queryStrings, request?.queryStrings ?? FORWARD_NONE),
    added: [...cachePolicy.headers.names, ...(request ? addedBy(request.headers) : [])].filter(isCloudFrontHeader),
    host: keeps(headers, 'Host'),
    userAgent: keeps(headers, 'User-Agent'),
    authorization: keeps(headers, 'Authorization') ? 'always' : 'never',
  };
}

/**
 * The values that two policies forward together: those of the cache policy always go, the origin request policy adds.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-how-origin-request-policies-and-cache-policies-work-together.html
 */
export function together(cache: Forwarded, request: Forwarded, spell: (name: string) => string = asIs): Selection {
  if (cache.keep === 'none') return selectionOf(request);
  if (request.keep === 'none') return selectionOf(cache);
  if (cache.keep === 'all' || request.keep === 'all') return { keep: 'all' };
  if (cache.keep === 'only' && request.keep === 'only') return only([...cache.names, ...request.names]);
  if (cache.keep === 'only') return allExcept(without(request.names, cache.names, spell));
  if (request.keep === 'only') return allExcept(without(cache.names, request.names, spell));
  return allExcept([...cache.names, ...request.names]);
}

const selectionOf = ({ keep, names }: Forwarded): Selection =>
  keep === 'only' || keep === 'all-except' ? { keep, names } : { keep };

const only = (names: readonly string[]): Selection => ({ keep: 'only', names: [...new Set(names)] });

const allExcept = (names: readonly string[]): Selection =>
  names.length === 0 ? { keep: 'all' } : { keep: 'all-except', names: [...new Set(names)] };

const asIs = (name: string): string => name;
const lowerCase = (name: string): string => name.toLowerCase();

function without(names: readonly string[], taken: readonly string[], spell: typeof asIs): readonly string[] {
  const gone = new Set(taken.map(spell));
  return names.filter((name) => !gone.has(spell(name)));
}

/** The selection, with some more headers let through. */
function plus(select: Selection, names: readonly string[]): Selection {
  switch (select.keep) {
    case 'all':
      return select;
    case 'none':
      return only(names);
    case 'only':
      return only([...select.names, ...names]);
    case 'all-except':
      return allExcept(select.names.filter((name) => !includesName(names, name)));
  }
}

const includesName = (names: readonly string[], name: string): boolean =>
  names.some((one) => one.toLowerCase() === name.toLowerCase());

function keeps(select: Selection, name: string): boolean {
  if (select.keep === 'only') return includesName(select.names, name);
  return select.keep === 'all-except' ? !includesName(select.names, name) : select.keep === 'all';
}

/** A block list takes CloudFront headers away; every other list of names adds them. */
const addedBy = ({ keep, names }: Forwarded): readonly string[] => (keep === 'all-except' ? [] : names);

const isCloudFrontHeader = (name: string): boolean => name.toLowerCase().startsWith('cloudfront-');

/** ForwardedValues: other headers pass, unlike with policies. `*` forwards all of them, Host included. */
function legacySelections(values: Extract<Forwarding, { by: 'forwarded-values' }>): Selections {
  const all = values.headers.includes('*');
  const listed = (name: string): boolean => all || includesName(values.headers, name);
  return {
    headers: all ? { keep: 'all' } : allExcept(REMOVED_UNLESS_LISTED.filter((name) => !listed(name))),
    cookies: selectionOf(values.cookies),
    queryStrings: { keep: values.queryString ? 'all' : 'none' },
    added: values.headers.filter(isCloudFrontHeader),
    host: listed('Host'),
    userAgent: listed('User-Agent'),
    authorization: listed('Authorization') ? 'always' : 'not for GET and HEAD',
  };
}
