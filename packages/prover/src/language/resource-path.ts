import { byteTable } from './byte-set.ts';
import type { Language } from './language.ts';
import type { Languages } from './languages.ts';

/**
 * An API Gateway resource path: `{x}` is one segment, `{x+}` at least one byte of whatever follows, and a slash at the end
 * is ignored.
 */
export function resourcePathLanguage(languages: Languages, template: string): Language {
  if (template === '/') return languages.literal('/');
  const parts = template
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => languages.then(languages.byte(0x2f), segmentLanguage(languages, segment)));
  return languages.sequence([...parts, languages.optional(languages.byte(0x2f))]);
}

const NOT_SLASH = byteTable((byte) => byte !== 0x2f);

function segmentLanguage(languages: Languages, segment: string): Language {
  if (!segment.startsWith('{') || segment.indexOf('}') !== segment.length - 1) return languages.literal(segment);
  if (segment.endsWith('+}')) return languages.then(languages.anyByte, languages.all);
  const notSlash = languages.bytes(NOT_SLASH);
  return languages.then(notSlash, languages.repeat(notSlash));
}
