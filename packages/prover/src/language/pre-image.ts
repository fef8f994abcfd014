import type { TextRewrite } from '@sallyport/gates';
import { byteTable } from './byte-set.ts';
import type { Language } from './language.ts';
import type { Languages } from './languages.ts';
import { transducerOf } from './transducer.ts';

/**
 * The texts that a rewrite takes into a language; undefined where nobody can tell. The law: a text belongs to
 * `preImage(rewrite, language)` if and only if `applyTextRewrite(rewrite, text)` belongs to `language`.
 */
export function preImage(languages: Languages, rewrite: TextRewrite, language: Language): Language | undefined {
  if (language === languages.none || language === languages.all) return language;
  if (rewrite.rewrite === 'opaque') return undefined;
  if (rewrite.rewrite === 'drop-port') return beforeDropPort(languages, language);
  const transducer = transducerOf(rewrite);
  return transducer && languages.before(transducer, language);
}

/** The same through several rewrites, the first applied first. */
export function preImageThrough(
  languages: Languages,
  rewrites: readonly TextRewrite[],
  language: Language,
): Language | undefined {
  return rewrites.reduceRight<Language | undefined>((of, rewrite) => of && preImage(languages, rewrite, of), language);
}

/** Dropping a port needs to look ahead, so it is no transducer; its pre-image is plain algebra. */
function beforeDropPort(languages: Languages, language: Language): Language {
  const colonless = languages.repeat(languages.bytes(byteTable((byte) => byte !== 0x3a)));
  const digits = languages.repeat(languages.bytes(byteTable((byte) => byte >= 0x30 && byte <= 0x39)));
  const port = languages.then(languages.byte(0x3a), digits);
  const kept = languages.without(language, languages.then(colonless, port));
  return languages.either([kept, languages.then(languages.both([language, colonless]), port)]);
}
