import type { Compilation } from '../compilation.ts';
import { isCrossSiteScripting } from '../injection/cross-site-scripting.ts';
import { isSqlInjection } from '../injection/sql-injection.ts';
import type { Inspection } from '../inspection.ts';
import { choice, members, type Part, refuse } from '../part.ts';
import { compileTextSource, someText } from '../text-source.ts';
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
    approximated(part, parts ?? {}, compilation, {
      capacity: SQLI_CAPACITY[level],
      what: `SQL injection (${level})`,
      test: (found) => isSqlInjection(found, level),
    })
  );
};

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_XssMatchStatement.html */
export const xssMatch: StatementCompiler = (part, compilation) => {
  const parts = members(part, { required: TEXT_MEMBERS, optional: ['PreParseTextTransformations'] });
  return approximated(part, parts ?? {}, compilation, {
    capacity: XSS_CAPACITY,
    what: 'cross-site scripting',
    test: isCrossSiteScripting,
  });
};

interface Detector {
  readonly capacity: number;
  readonly what: string;
  readonly test: (text: string) => boolean;
}

/** AWS never says how it detects these: whatever is decided here rests on an approximation. */
function approximated(
  part: Part,
  parts: Parameters<typeof compileTextSource>[0],
  compilation: Compilation,
  { capacity, what, test }: Detector,
): CompiledStatement | undefined {
  const source = compileTextSource(parts, compilation);
  if (!source) return undefined;
  if (source.field.onlyExactly) return refuse(part, `${what} in ${source.field.name}`, 'an exact string match');
  const title = `${what} in ${source.title}`;
  const matches = (inspection: Inspection): boolean => {
    inspection.approximations.add(`how AWS WAF detects ${what}`);
    return someText(source.fetch(inspection), test);
  };
  return {
    capacity: source.capacity(capacity),
    matches,
    described: undecided(compilation, title, title, matches),
    title,
  };
}
