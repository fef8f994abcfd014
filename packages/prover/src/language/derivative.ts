import type { Before, Language } from './language.ts';
import type { Languages } from './languages.ts';

/** What is left of a language after a text has been read. */
export function spell(
  language: Language,
  text: string,
  derive: (language: Language, byte: number) => Language,
): Language {
  let rest = language;
  for (let at = 0; at < text.length && rest.kind !== 'none'; at++) rest = derive(rest, text.charCodeAt(at));
  return rest;
}

/** What is left of a `before` after one byte. */
export function derivedBefore(
  languages: Languages,
  language: Before,
  byte: number,
  derive: (language: Language, byte: number) => Language,
): Language {
  const [state, written] = language.by.step(language.state, byte);
  return languages.beforeState(language.by, state, spell(language.of, written, derive), derive);
}

/**
 * What may follow a byte (Brzozowski's derivative). Not memoised: for building languages and for single texts; `Derivatives`
 * does the same for many.
 */
export function derivative(languages: Languages, language: Language, byte: number): Language {
  const derive = (part: Language): Language => derivative(languages, part, byte);
  switch (language.kind) {
    case 'none':
    case 'empty':
      return languages.none;
    case 'bytes':
      return language.set.has[byte] === 1 ? languages.empty : languages.none;
    case 'then': {
      const first = languages.then(derive(language.first), language.rest);
      return language.first.nullable ? languages.either([first, derive(language.rest)]) : first;
    }
    case 'either':
      return languages.either(language.of.map(derive));
    case 'both':
      return languages.both(language.of.map(derive));
    case 'not':
      return languages.not(derive(language.of));
    case 'repeat':
      return languages.then(derive(language.of), language);
    case 'before':
      return derivedBefore(languages, language, byte, (part, next) => derivative(languages, part, next));
  }
}

/** Whether a text belongs to a language. */
export const belongsTo = (languages: Languages, language: Language, text: string): boolean =>
  spell(language, text, (rest, byte) => derivative(languages, rest, byte)).nullable;
