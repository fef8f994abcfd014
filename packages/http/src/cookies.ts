import { type Headers, headerValues } from './headers.ts';

/** One cookie of a Cookie header, not decoded. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
}

/** The cookies of all Cookie headers, in order. Names keep their case. */
export function cookies(headers: Headers): readonly Cookie[] {
  const found: Cookie[] = [];
  for (const line of headerValues(headers, 'cookie')) {
    for (let start = 0; start <= line.length; ) {
      const semicolon = line.indexOf(';', start);
      const end = semicolon < 0 ? line.length : semicolon;
      const text = line.slice(start, end).trim();
      if (text !== '') found.push(cookie(text));
      start = end + 1;
    }
  }
  return found;
}

function cookie(text: string): Cookie {
  const at = text.indexOf('=');
  return at < 0 ? { name: '', value: text } : { name: text.slice(0, at), value: text.slice(at + 1) };
}
