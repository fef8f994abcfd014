import type { Traveller } from '@sallyport/gates';
import type { Connection, Header } from '@sallyport/http';

/** A request while one step rewrites it: changed in place, since a copy for each change would cost more than the change. */
export interface Draft extends Traveller {
  method: string;
  target: string;
  httpVersion: Traveller['httpVersion'];
  headers: Header[];
  connection: Connection;
  principal?: string;
}

/** A copy of a request that may be changed. */
export function draftOf(request: Traveller): Draft {
  const { method, target, httpVersion, headers, body, connection, principal } = request;
  const draft: Draft = { method, target, httpVersion, headers: headers.slice(), body, connection };
  if (principal !== undefined) draft.principal = principal;
  return draft;
}

const isNamed = (header: Header, lower: string): boolean =>
  header[0].length === lower.length && (header[0] === lower || header[0].toLowerCase() === lower);

function placeOf(headers: readonly Header[], lower: string, from = 0): number {
  for (let at = from; at < headers.length; at++) {
    const header = headers[at];
    if (header && isNamed(header, lower)) return at;
  }
  return -1;
}

/** Removes every header of that name, given in lower case. */
export function removeHeader({ headers }: Draft, lower: string, from = 0): void {
  const first = placeOf(headers, lower, from);
  if (first < 0) return;
  let kept = first;
  for (let at = first; at < headers.length; at++) {
    const header = headers[at];
    if (header && !isNamed(header, lower)) headers[kept++] = header;
  }
  headers.length = kept;
}

/** Puts one header in the place of the first of that name and removes the others, or adds it at the end. */
export function setHeader(draft: Draft, lower: string, header: Header): void {
  const at = placeOf(draft.headers, lower);
  if (at < 0) draft.headers.push(header);
  else {
    draft.headers[at] = header;
    removeHeader(draft, lower, at + 1);
  }
}
