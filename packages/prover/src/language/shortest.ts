import { Derivatives } from './derivatives.ts';
import type { Language } from './language.ts';
import type { Languages } from './languages.ts';

/**
 * A shortest, readable text of a language; null where it has none, undefined where the search was given up after that
 * many states.
 */
export function shortestText(
  languages: Languages,
  language: Language,
  mostStates = 100_000,
): string | null | undefined {
  const derivatives = new Derivatives(languages, [language]);
  const { order, byteOf } = derivatives.alphabet;
  const found = new Map<Language, string>([[language, '']]);
  for (const [state, text] of found) {
    if (state.nullable) return text;
    if (found.size > mostStates) return undefined;
    for (const column of order) {
      const next = derivatives.next(state, column);
      if (next !== languages.none && !found.has(next)) found.set(next, text + String.fromCharCode(byteOf[column] ?? 0));
    }
  }
  return null;
}
