import { headerValue, type Request } from '@sallyport/http';
import { bodyText, hex, pathOf, queryOf, withBody, withHeaderValue, withPath, withQuery } from './draft.ts';

/** The same request in other words, if the origin takes them so. */
export interface Equivalent {
  readonly request: Request;
  /** What has been done to it: `%61 for "a"`. */
  readonly how: string;
  /** What the origin has to do for both to be the same to it. */
  readonly assumes: string;
  /** Whether nearly every origin does. */
  readonly usual: boolean;
}

const DECODES_PATH = 'the origin decodes percent-encoding in paths';
const DECODES_ARGUMENTS = 'the origin decodes percent-encoding in arguments';
const DECODES_FORM = 'the origin decodes percent-encoding in forms';

/** Ways to spell a path; the second is what the origin must do. */
export function pathEquivalents(request: Request): readonly Equivalent[] {
  const path = pathOf(request);
  const of = (changed: string, how: string, assumes: string, usual = false): readonly Equivalent[] =>
    changed === path ? [] : [{ request: withPath(request, changed), how, assumes, usual }];
  const letters = letterSpellings(path).flatMap(({ text, how }) => of(text, how, DECODES_PATH, true));
  const slash = /^\/[^/]/.test(path);
  return [
    ...letters,
    ...(slash ? of(`/${path}`, '"//" for the first "/"', 'the origin takes many slashes for one') : []),
    ...of(path.replace(/(.)\/(?=[^/])/, '$1//'), '"//" for a "/"', 'the origin takes many slashes for one'),
    ...(slash ? of(`/.${path}`, '"/./" for the first "/"', 'the origin takes dot segments out of paths') : []),
    ...of(
      otherCase(path),
      'letters in the other case',
      'the origin does not tell capitals from small letters in paths',
    ),
    ...letterSpellings(path).flatMap(({ text, how }) =>
      of(text.replaceAll('%', '%25'), `${how}, encoded once more`, 'the origin decodes paths twice'),
    ),
  ];
}

export function queryEquivalents(request: Request): readonly Equivalent[] {
  const query = queryOf(request);
  if (query === undefined || query === '') return [];
  const at = query.lastIndexOf('=');
  const [name, value] = at < 0 ? ['', query] : [query.slice(0, at + 1), query.slice(at + 1)];
  const of = (text: string, how: string, assumes: string, usual = false): Equivalent => ({
    request: withQuery(request, `${name}${text}`),
    how,
    assumes,
    usual,
  });
  return [
    ...letterSpellings(value).map(({ text, how }) => of(text, how, DECODES_ARGUMENTS, true)),
    ...whole(value).map(({ text, how }) => of(text, how, DECODES_ARGUMENTS, true)),
    ...letterSpellings(value).map(({ text, how }) =>
      of(text.replaceAll('%', '%25'), `${how}, encoded once more`, 'the origin decodes arguments twice'),
    ),
    ...unicode(value).map(({ text, how }) => of(text, how, 'the origin understands %u escapes (IIS does)')),
  ];
}

export function bodyEquivalents(request: Request): readonly Equivalent[] {
  const body = bodyText(request);
  const type = headerValue(request.headers, 'content-type') ?? '';
  if (type.startsWith('application/json')) {
    const changed = body.replace(
      /(:\s*")((?:[^"\\]|\\.)+)(")/,
      (_all, before: string, text: string, after: string) =>
        before + text.replace(/[A-Za-z]/g, (letter) => `\\u00${hex(letter).toLowerCase()}`) + after,
    );
    if (changed === body) return [];
    return [
      {
        request: withBody(request, changed, type),
        how: '\\u escapes in the JSON text',
        assumes: 'the origin reads JSON',
        usual: true,
      },
    ];
  }
  if (!type.includes('form-urlencoded')) return [];
  const at = body.lastIndexOf('=');
  const [name, value] = [body.slice(0, at + 1), body.slice(at + 1)];
  return [...letterSpellings(value), ...whole(value)].map(({ text, how }) => ({
    request: withBody(request, `${name}${text}`, type),
    how,
    assumes: DECODES_FORM,
    usual: true,
  }));
}

/** Hosts are the same in either case (RFC 9110, section 4.2.3). */
export function hostEquivalents(request: Request): readonly Equivalent[] {
  const host = headerValue(request.headers, 'host') ?? '';
  const changed = otherCase(host);
  if (changed === host) return [];
  return [
    {
      request: withHeaderValue(request, 'Host', changed),
      how: 'the Host in the other case',
      assumes: 'host names are the same in either case, as RFC 9110 has it',
      usual: true,
    },
  ];
}

interface Spelling {
  readonly text: string;
  readonly how: string;
}

/** One letter percent-encoded: the first and the last. */
function letterSpellings(text: string): readonly Spelling[] {
  const places = [...text.matchAll(/(?<!%|%[0-9A-Fa-f])[A-Za-z]/g)].map(({ index }) => index);
  const chosen = [...new Set([places[0], places.at(-1), places[Math.floor(places.length / 2)]])];
  return chosen.flatMap((at) => {
    if (at === undefined) return [];
    const letter = text.charAt(at);
    return [
      { text: `${text.slice(0, at)}%${hex(letter)}${text.slice(at + 1)}`, how: `%${hex(letter)} for "${letter}"` },
    ];
  });
}

/** All letters and signs percent-encoded. */
function whole(text: string): readonly Spelling[] {
  const changed = text.replace(/%[0-9A-Fa-f]{2}|[^%]/g, (piece) => (piece.length === 3 ? piece : `%${hex(piece)}`));
  return changed === text ? [] : [{ text: changed, how: 'all of it percent-encoded' }];
}

function unicode(text: string): readonly Spelling[] {
  const at = text.search(/(?<!%|%[0-9A-Fa-f])[A-Za-z]/);
  if (at < 0) return [];
  return [
    {
      text: `${text.slice(0, at)}%u00${hex(text.charAt(at))}${text.slice(at + 1)}`,
      how: `%u00${hex(text.charAt(at))} for "${text.charAt(at)}"`,
    },
  ];
}

const otherCase = (text: string): string =>
  text.replace(/(?<!%|%[0-9A-Fa-f])[A-Za-z]/, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
