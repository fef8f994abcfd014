import type { Selection } from '@sallyport/gates';
import { type Header, headerValues, lowerName } from '@sallyport/http';
import { type Draft, removeHeader, setHeader } from './draft.ts';

/** Whether a name, spelled as the selection's own were, is let through. */
export type Keeps = (name: string) => boolean;

export function compileSelection(select: Selection, spelling: (name: string) => string = (name) => name): Keeps {
  switch (select.keep) {
    case 'all':
      return () => true;
    case 'none':
      return () => false;
    case 'only': {
      const names = new Set(select.names.map(spelling));
      return (name) => names.has(name);
    }
    case 'all-except': {
      const names = new Set(select.names.map(spelling));
      return (name) => !names.has(name);
    }
  }
}

/** The headers let through. Host stays, and so does Cookie: cookies are selected by their own names. */
export function selectHeaders(headers: readonly Header[], keeps: Keeps): Header[] {
  return headers.filter(([name]) => {
    const lower = lowerName(name);
    return lower === 'host' || lower === 'cookie' || keeps(lower);
  });
}

/** The query string with the arguments let through; undefined where none is left. */
export function selectQuery(query: string | undefined, keeps: Keeps): string | undefined {
  if (query === undefined || query === '') return query;
  const kept = query.split('&').filter((piece) => {
    const at = piece.indexOf('=');
    return keeps(at < 0 ? piece : piece.slice(0, at));
  });
  return kept.length === 0 ? undefined : kept.join('&');
}

/** Leaves one Cookie header that holds the cookies let through, or none. */
export function selectCookies(draft: Draft, keeps: Keeps): void {
  const lines = headerValues(draft.headers, 'cookie');
  if (lines.length === 0) return;
  const pieces = lines.flatMap((line) => line.split(';').map((piece) => piece.trim()));
  const kept = pieces.filter((piece) => {
    const at = piece.indexOf('=');
    return piece !== '' && keeps(at < 0 ? '' : piece.slice(0, at));
  });
  if (kept.length === 0) removeHeader(draft, 'cookie');
  else setHeader(draft, 'cookie', ['Cookie', kept.join('; ')]);
}
