import { type Headers, headerValues } from './headers.ts';

/** One cookie of a Cookie header, not decoded. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
}

/** The cookies of all Cookie headers, in order. Names keep their case. */
export function cookies(headers: Headers): readonly Cookie[] {
  return headerValues(headers, 'cookie').flatMap((line) =>
    line.split(';').flatMap((piece): Cookie[] => {
      const text = piece.trim();
      if (text === '') return [];
      const at = text.indexOf('=');
      return [at < 0 ? { name: '', value: text } : { name: text.slice(0, at), value: text.slice(at + 1) }];
    }),
  );
}
