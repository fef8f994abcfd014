import type { Compilation } from '../compilation.ts';
import { detectCrossSiteScripting } from '../cross-site-scripting/detect.ts';
import type { Inspection } from '../inspection.ts';
import { type FoundData, fieldMatch } from '../match-detail.ts';
import { choice, members, type Part, refuse } from '../part.ts';
import { detectInComponent } from '../sql-injection/component.ts';
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
    detection(part, parts ?? {}, compilation, {
      capacity: SQLI_CAPACITY[level],
      what: `SQL injection (${level})`,
      found: { conditionType: 'SQL_INJECTION', sensitivityLevel: level },
      detect: (text, component) => detectInComponent(component, text, level)?.matchedData,
    })
  );
};

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_XssMatchStatement.html */
export const xssMatch: StatementCompiler = (part, compilation) => {
  const parts = members(part, { required: TEXT_MEMBERS, optional: ['PreParseTextTransformations'] });
  return detection(part, parts ?? {}, compilation, {
    capacity: XSS_CAPACITY,
    what: 'cross-site scripting',
    found: { conditionType: 'XSS' },
    detect: (text) => detectCrossSiteScripting(text)?.matchedData,
  });
};

interface Detector {
  readonly capacity: number;
  readonly what: string;
  readonly found: FoundData;
  /** What makes the text of a component an attack, for the log; undefined where it is none. */
  readonly detect: (text: string, component: string) => readonly string[] | undefined;
}

/** AWS never names its engine: whatever a detector says of a component that is there is approximated, a match or none. */
function detection(
  part: Part,
  parts: Parameters<typeof compileTextSource>[0],
  compilation: Compilation,
  { capacity, what, found, detect }: Detector,
): CompiledStatement | undefined {
  const source = compileTextSource(parts, compilation);
  if (!source) return undefined;
  if (source.field.onlyExactly) return refuse(part, `${what} in ${source.field.name}`, 'an exact string match');
  const title = `${what} in ${source.title}`;
  const approximation = `${title} is detected in our way: AWS does not publish its own`;
  const matches = (inspection: Inspection): boolean => {
    const component = source.fetch(inspection);
    if (component.verdict !== undefined) return component.verdict;
    const { texts } = component;
    if (texts.length > 0) inspection.approximations.push(approximation);
    for (let index = 0; index < texts.length; index++) {
      const matchedData = detect(texts[index] ?? '', source.field.name);
      if (!matchedData) continue;
      inspection.fieldMatches.push(fieldMatch(found, source.field, matchedData, inspection, index));
      return true;
    }
    return false;
  };
  return {
    capacity: source.capacity(capacity),
    matches,
    described: undecided(compilation, title, title, matches),
    title,
  };
}
