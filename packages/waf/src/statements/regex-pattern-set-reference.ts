import { items, members, type Part, text } from '../part.ts';
import { compileTextSource } from '../text-source.ts';
import { isUnknownValue } from '../unknown-value.ts';
import { carryOver, referenced } from './referenced.ts';
import { matchingAny, readRegex } from './regex-match.ts';
import { type StatementCompiler, unread } from './statement.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-regex-pattern-set-match.html */
const CAPACITY = 25;
const MOST_PATTERNS = 10;

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RegexPatternSetReferenceStatement.html */
export const regexPatternSetReference: StatementCompiler = (part, compilation) => {
  const arnName = compilation.shape === 'api' ? 'ARN' : 'Arn';
  const parts = members(part, {
    required: [arnName, 'FieldToMatch', 'TextTransformations'],
    optional: ['PreParseTextTransformations'],
  });
  const source = compileTextSource(parts ?? {}, compilation);
  const set = referenced(parts?.[arnName], compilation.references.regexPatternSets, 'regex pattern set');
  if (!set) return source && unread(source.capacity(CAPACITY));
  const patterns = readSet(set.part)?.map(readRegex);
  carryOver(set, part, compilation);
  const regexes = patterns?.flatMap((regex) => (regex ? [regex] : []));
  return source && regexes && matchingAny(source, regexes, part, { capacity: CAPACITY, compilation });
};

/** The patterns of a set: texts in CloudFormation, objects with a RegexString in the API. */
function readSet(part: Part): readonly (Part | undefined)[] | undefined {
  const set = members(part, {
    required: ['RegularExpressionList'],
    optional: ['Name', 'Id', 'ARN', 'Description', 'Scope', 'Tags'],
  });
  if (set?.Description) text(set.Description, 0, 256);
  return items(set?.RegularExpressionList, 0, MOST_PATTERNS)?.map((item) =>
    typeof item.value === 'object' && !isUnknownValue(item.value)
      ? members(item, { required: ['RegexString'] })?.RegexString
      : item,
  );
}
