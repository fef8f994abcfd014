import type { Compilation } from '../compilation.ts';
import type { Inspection } from '../inspection.ts';
import { choice, members, type Part, refuse } from '../part.ts';
import { compileTextSource } from '../text-source.ts';
import { type CompiledStatement, type StatementCompiler, undecided } from './statement.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-sqli-match.html */
const SQLI_CAPACITY = { LOW: 20, HIGH: 30 } as const;
/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-xss-match.html */
const XSS_CAPACITY = 40;

const TEXT_MEMBERS = ['FieldToMatch', 'TextTransformations'] as const;

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_SqliMatchStatement.html */
export const sqliMatch: StatementCompiler = (part, compilation) => {
  const parts = members(part, {
    required: TEXT_MEMBERS,
    optional: ['SensitivityLevel', 'PreParseTextTransformations'],
  });
  const level = parts?.SensitivityLevel ? choice(parts.SensitivityLevel, ['LOW', 'HIGH']) : 'LOW';
  return (
    level &&
    unmodelled(part, parts ?? {}, compilation, {
      capacity: SQLI_CAPACITY[level],
      what: `SQL injection (${level})`,
    })
  );
};

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_XssMatchStatement.html */
export const xssMatch: StatementCompiler = (part, compilation) => {
  const parts = members(part, { required: TEXT_MEMBERS, optional: ['PreParseTextTransformations'] });
  return unmodelled(part, parts ?? {}, compilation, {
    capacity: XSS_CAPACITY,
    what: 'cross-site scripting',
  });
};

interface Detector {
  readonly capacity: number;
  readonly what: string;
}

/**
 * AWS never says how it detects these, and no detector of ours is here yet: only what a fallback setting decides is known. All
 * else is evaluated as no match, and the outcome says so.
 */
function unmodelled(
  part: Part,
  parts: Parameters<typeof compileTextSource>[0],
  compilation: Compilation,
  { capacity, what }: Detector,
): CompiledStatement | undefined {
  const source = compileTextSource(parts, compilation);
  if (!source) return undefined;
  if (source.field.onlyExactly) return refuse(part, `${what} in ${source.field.name}`, 'an exact string match');
  const title = `${what} in ${source.title}`;
  const matches = (inspection: Inspection): boolean => {
    const component = source.fetch(inspection);
    if (component.verdict !== undefined) return component.verdict;
    if (component.texts.length > 0) inspection.approximations.add(`whether AWS WAF detects ${title} is not modelled`);
    return false;
  };
  return {
    capacity: source.capacity(capacity),
    matches,
    described: undecided(compilation, title, title, matches),
    title,
  };
}
