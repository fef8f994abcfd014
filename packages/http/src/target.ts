/** A request-target taken apart at the first `?`, nothing decoded. */
export interface TargetParts {
  /** What stands before the first `?`. */
  readonly path: string;
  /** What stands after the first `?`; undefined where there is none (`/a` and `/a?` differ). */
  readonly query: string | undefined;
}

/** Takes a request-target apart. An absolute-form target (RFC 9112, section 3.2.2) loses its scheme and authority. */
export function splitTarget(target: string): TargetParts {
  // Nearly all begin with a slash: no scheme has to be looked for.
  const origin = target.startsWith('/') ? null : /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/?#]*/.exec(target);
  const rest = origin ? target.slice(origin[0].length) : target;
  const at = rest.indexOf('?');
  const path = at < 0 ? rest : rest.slice(0, at);
  return { path: path === '' && origin ? '/' : path, query: at < 0 ? undefined : rest.slice(at + 1) };
}

/** What stands before the first `?`, without an object around it. */
export function targetPath(target: string): string {
  if (!target.startsWith('/')) return splitTarget(target).path;
  const at = target.indexOf('?');
  return at < 0 ? target : target.slice(0, at);
}

/** Puts a request-target together again. */
export function joinTarget({ path, query }: TargetParts): string {
  return query === undefined ? path : `${path}?${query}`;
}

/** One argument of a query string, as it stands there (not decoded); `value` is undefined where there is no `=`. */
export interface QueryArgument {
  readonly name: string;
  readonly value: string | undefined;
}

/** The arguments of a raw query string, split at `&`, in order; empty pieces are kept as arguments with an empty name. */
export function queryArguments(query: string | undefined): readonly QueryArgument[] {
  if (query === undefined || query === '') return [];
  return query.split('&').map((piece) => {
    const at = piece.indexOf('=');
    return at < 0 ? { name: piece, value: undefined } : { name: piece.slice(0, at), value: piece.slice(at + 1) };
  });
}
