import { utf8 } from '@sallyport/http';
import { decodeBase64 } from '../base64.ts';
import type { Compilation, Shape } from '../compilation.ts';
import type { Inspection } from '../inspection.ts';
import { POSITIONS, type PositionalConstraint } from '../literals/needles.ts';
import { hasNumber, maskOf } from '../literals/numbers-found.ts';
import { choice, members, type Part, refuse, text, untold } from '../part.ts';
import { compileTextSource, type TextSource } from '../text-source.ts';
import { asked, type CompiledStatement, type StatementCompiler } from './statement.ts';

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_ByteMatchStatement.html */
const MOST_BYTES = 200;
/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-string-match.html */
const CAPACITY = { EXACTLY: 2, STARTS_WITH: 2, ENDS_WITH: 2, CONTAINS: 10, CONTAINS_WORD: 10 } as const;

/**
 * The bytes to look for: the API carries them in base64, CloudFormation as text or in base64.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-wafv2-webacl-bytematchstatement.html
 */
function searchString(
  parts: { SearchString?: Part; SearchStringBase64?: Part },
  part: Part,
  shape: Shape,
): string | undefined {
  const { SearchString: plain, SearchStringBase64: encoded } = parts;
  if (!plain && !encoded) return refuse(part, 'no SearchString', 'SearchString or SearchStringBase64');
  // AWS's page says "either", and not what becomes of both.
  if (plain && encoded) return untold(part, 'which of SearchString and SearchStringBase64 counts is not documented');
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
  const among = compilation.components.needles(source.field.key);
  const { number, finder } = among;
  const needle = finder.add(position, wanted);
  const matches = (inspection: Inspection): boolean => {
    const component = source.fetch(inspection);
    if (component.verdict !== undefined) return component.verdict;
    const found = component.found(number, finder);
    return found !== undefined && hasNumber(found, needle);
  };
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
    search: { fetch: source.fetch, among, needle },
    sign: { fetch: source.fetch, among, numbers: maskOf([needle]) },
  };
}
