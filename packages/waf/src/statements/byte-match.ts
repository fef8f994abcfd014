import { utf8 } from '@sallyport/http';
import { decodeBase64 } from '../base64.ts';
import type { Compilation, Shape } from '../compilation.ts';
import type { Inspection } from '../inspection.ts';
import { choice, members, type Part, refuse, text } from '../part.ts';
import { compileTextSource, someText, type TextSource } from '../text-source.ts';
import { asked, type CompiledStatement, type StatementCompiler } from './statement.ts';

const POSITIONS = ['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD'] as const;
export type PositionalConstraint = (typeof POSITIONS)[number];

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_ByteMatchStatement.html */
const MOST_BYTES = 200;
/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-string-match.html */
const CAPACITY = { EXACTLY: 2, STARTS_WITH: 2, ENDS_WITH: 2, CONTAINS: 10, CONTAINS_WORD: 10 } as const;

const isWordByte = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);

/** Whether the text holds the word with no letter, digit or underscore right before or after it. */
function containsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = at === 0 || !isWordByte(text.charCodeAt(at - 1));
    const end = at + word.length;
    if (before && (end === text.length || !isWordByte(text.charCodeAt(end)))) return true;
  }
  return false;
}

function test(position: PositionalConstraint, wanted: string): (text: string) => boolean {
  switch (position) {
    case 'EXACTLY':
      return (found) => found === wanted;
    case 'STARTS_WITH':
      return (found) => found.startsWith(wanted);
    case 'ENDS_WITH':
      return (found) => found.endsWith(wanted);
    case 'CONTAINS':
      return (found) => found.includes(wanted);
    case 'CONTAINS_WORD':
      return (found) => containsWord(found, wanted);
  }
}

/** The bytes to look for: the API carries them in base64, CloudFormation as text or in base64. */
function searchString(
  parts: { SearchString?: Part; SearchStringBase64?: Part },
  part: Part,
  shape: Shape,
): string | undefined {
  const { SearchString: plain, SearchStringBase64: encoded } = parts;
  if (!plain && !encoded) return refuse(part, 'no SearchString', 'SearchString or SearchStringBase64');
  const from = encoded ?? plain;
  const written = text(from);
  if (!from || written === undefined) return undefined;
  const bytes = encoded || shape === 'api' ? decodeBase64(written) : utf8(written);
  if (bytes === undefined) return refuse(from, `"${written}"`, 'base64');
  if (bytes.length === 0 || bytes.length > MOST_BYTES)
    return refuse(from, `${bytes.length} bytes`, `1 to ${MOST_BYTES}`);
  return bytes;
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_ByteMatchStatement.html */
export const byteMatch: StatementCompiler = (part, compilation) => {
  const parts = members(part, {
    required: ['FieldToMatch', 'TextTransformations', 'PositionalConstraint'],
    optional: [
      'PreParseTextTransformations',
      'SearchString',
      ...(compilation.shape === 'cloudformation' ? (['SearchStringBase64'] as const) : []),
    ],
  });
  if (!parts) return undefined;
  const source = compileTextSource(parts, compilation);
  const position = choice(parts.PositionalConstraint, POSITIONS);
  const wanted = searchString(parts, part, compilation.shape);
  if (!source || !position || wanted === undefined) return undefined;
  if (position === 'CONTAINS_WORD' && !/^[A-Za-z0-9_]+$/.test(wanted))
    return refuse(part, `CONTAINS_WORD "${wanted}"`, 'letters, digits and underscores only');
  if (source.field.onlyExactly && position !== 'EXACTLY')
    return refuse(part, `${source.field.name} with ${position}`, 'EXACTLY');
  return compiled(source, position, wanted, compilation);
};

function compiled(
  source: TextSource,
  position: PositionalConstraint,
  wanted: string,
  compilation: Compilation,
): CompiledStatement {
  const passes = test(position, wanted);
  const matches = (inspection: Inspection): boolean => someText(source.fetch(inspection), passes);
  return {
    capacity: source.capacity(CAPACITY[position]),
    matches,
    described: {
      kind: 'text',
      on: source.described,
      transformations: source.transformations,
      matches: { position, text: wanted },
      holds: asked(compilation, matches),
    },
    title: `${source.title} ${position} ${JSON.stringify(wanted)}`,
  };
}
