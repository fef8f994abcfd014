import { type Headers, headerValues } from './headers.ts';

/** One cookie of a Cookie header, not decoded. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
}

/** The cookies of all Cookie headers, in order. Names keep their case. */
export function cookies(headers: Headers): readonly Cookie[] {
  const found: Cookie[] = [];
  for (const line of headerValues(headers, 'cookie'))
    for (const piece of line.split(';')) {
      const text = piece.trim();
      if (text === '') continue;
      const at = text.indexOf('=');
      found.push(at < 0 ? { name: '', value: text } : { name: text.slice(0, at), value: text.slice(at + 1) });
    }
  return found;
}
