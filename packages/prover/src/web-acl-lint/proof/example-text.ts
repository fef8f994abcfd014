import type { DescribedStatement } from '@sallyport/waf';
import { type Language, Languages, patternLanguage } from '../../language/index.ts';
import { textDescriptions } from './leaf-language.ts';

/** Bytes in order of how well they read. */
const PLEASANT = 'abcdefghijklmnopqrstuvwxyz0123456789-_/.ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Texts that are likely to match patterns, read off how they are written: the first alternative, the fewest repetitions. Cheap,
 * where a shortest text of the language would take too many states; whether one matches, the engine has to say.
 */
export function exampleTexts(described: DescribedStatement): readonly string[] {
  const languages = new Languages();
  return textDescriptions(described).flatMap(({ matches }) => {
    if (!('regex' in matches)) return [];
    // A word boundary takes no text of its own.
    const source = matches.regex.replace(/\\[bB]/g, '');
    const language = patternLanguage(languages, { is: 'regex', source, dialect: 'waf' });
    return (language && example(language)) ?? [];
  });
}

/** A text of a language that is written without intersections and complements. */
function example(language: Language): string | undefined {
  switch (language.kind) {
    case 'empty':
    case 'repeat':
      return '';
    case 'bytes':
      return byteOf(language.set.has);
    case 'then': {
      let text = '';
      for (let rest: Language = language; ; rest = rest.rest) {
        const first = example(rest.kind === 'then' ? rest.first : rest);
        if (first === undefined) return undefined;
        text += first;
        if (rest.kind !== 'then') return text;
      }
    }
    case 'either':
      return language.nullable ? '' : language.of.map(example).find((text) => text !== undefined);
    default:
      return undefined;
  }
}

const byteOf = (has: Uint8Array): string | undefined =>
  [...PLEASANT].find((letter) => has[letter.charCodeAt(0)] === 1) ?? lowest(has);

function lowest(has: Uint8Array): string | undefined {
  const at = has.indexOf(1);
  return at < 0 ? undefined : String.fromCharCode(at);
}
