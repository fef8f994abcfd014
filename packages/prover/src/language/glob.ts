import type { Language } from './language.ts';
import type { Languages } from './languages.ts';

export interface GlobOptions {
  readonly fold?: boolean | undefined;
  readonly escapes?: boolean | undefined;
}

/** `*` is any run of bytes, `?` one byte; with `escapes` a `\` takes the next byte literally. */
export function globLanguage(languages: Languages, pattern: string, { fold, escapes }: GlobOptions): Language {
  const parts: Language[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern[at];
    if (letter === '*') parts.push(languages.all);
    else if (letter === '?') parts.push(languages.anyByte);
    else {
      if (letter === '\\' && escapes && at + 1 < pattern.length) at++;
      parts.push(languages.byte(pattern.charCodeAt(at), fold === true));
    }
  }
  return languages.sequence(parts);
}
