import type { Inspection } from '../inspection.ts';
import { choice, integer, members, refuse } from '../part.ts';
import { compileTextSource, someText } from '../text-source.ts';
import { type StatementCompiler, undecided } from './statement.ts';

const OPERATORS = {
  EQ: (size: number, limit: number) => size === limit,
  NE: (size: number, limit: number) => size !== limit,
  LE: (size: number, limit: number) => size <= limit,
  LT: (size: number, limit: number) => size < limit,
  GE: (size: number, limit: number) => size >= limit,
  GT: (size: number, limit: number) => size > limit,
};
const NAMES = ['EQ', 'NE', 'LE', 'LT', 'GE', 'GT'] as const;
const MOST = 21474836480;

/**
 * The number of bytes of a component after its transformations; of a body, of the part that is inspected.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_SizeConstraintStatement.html
 */
export const sizeConstraint: StatementCompiler = (part, compilation) => {
  const parts = members(part, {
    required: ['FieldToMatch', 'TextTransformations', 'ComparisonOperator', 'Size'],
    optional: ['PreParseTextTransformations'],
  });
  const source = compileTextSource(parts ?? {}, compilation);
  const operator = choice(parts?.ComparisonOperator, NAMES);
  const size = integer(parts?.Size, 0, MOST);
  if (!source || !operator || size === undefined) return undefined;
  if (source.field.onlyExactly) return refuse(part, `a size of ${source.field.name}`, 'an exact string match');
  const compare = OPERATORS[operator];
  const isSized = (found: string): boolean => compare(found.length, size);
  const matches = (inspection: Inspection): boolean => someText(source.fetch(inspection), isSized);
  const title = `size of ${source.title} ${operator} ${size}`;
  return { capacity: source.capacity(1), matches, described: undecided(compilation, title, title, matches), title };
};
