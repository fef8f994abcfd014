import type { Compilation } from '../compilation.ts';
import { compileAttackStatement, isAttackStatement } from '../managed-rule-groups/attack-pattern.ts';
import { compileBehavior, isBehavior } from '../managed-rule-groups/behavior.ts';
import { onlyMember, type Part, refuse } from '../part.ts';
import type { UnknownValue } from '../unknown-value.ts';
import { asnMatch } from './asn-match.ts';
import { byteMatch } from './byte-match.ts';
import { geoMatch } from './geo-match.ts';
import { sqliMatch, xssMatch } from './injection-match.ts';
import { ipSetReference } from './ip-set-reference.ts';
import { labelMatch } from './label-match.ts';
import { and, not, or } from './logical.ts';
import { appliedWithHeaders } from './not-applied.ts';
import { rateBased } from './rate-based.ts';
import { regexMatch } from './regex-match.ts';
import { regexPatternSetReference } from './regex-pattern-set-reference.ts';
import { sizeConstraint } from './size-constraint.ts';
import type { CompiledStatement, Standing, StatementCompiler } from './statement.ts';

/** The statements that hold or do not. https://docs.aws.amazon.com/waf/latest/APIReference/API_Statement.html */
export const STATEMENTS = {
  ByteMatchStatement: byteMatch,
  SqliMatchStatement: sqliMatch,
  XssMatchStatement: xssMatch,
  SizeConstraintStatement: sizeConstraint,
  GeoMatchStatement: geoMatch,
  IPSetReferenceStatement: ipSetReference,
  RegexPatternSetReferenceStatement: regexPatternSetReference,
  RateBasedStatement: rateBased,
  AndStatement: and,
  OrStatement: or,
  NotStatement: not,
  LabelMatchStatement: labelMatch,
  RegexMatchStatement: regexMatch,
  AsnMatchStatement: asnMatch,
} satisfies Record<string, StatementCompiler>;

const BY_NAME: ReadonlyMap<string, StatementCompiler> = new Map(Object.entries(STATEMENTS));
const LOGICAL = new Set(['AndStatement', 'OrStatement', 'NotStatement']);
const TOP_ONLY = new Set(['RateBasedStatement', 'ManagedRuleGroupStatement', 'RuleGroupReferenceStatement']);

/** Compiles a Statement: exactly one member. What is unknown in it makes it undecided. */
export function compileStatement(
  part: Part | undefined,
  compilation: Compilation,
  standing: Standing = 'top',
): CompiledStatement | undefined {
  if (!part) return undefined;
  const before = part.notes.unknowns.length;
  const compiled = compileKnown(part, compilation, standing);
  const unknowns = part.notes.unknowns.splice(before);
  return unknowns.length === 0 ? compiled : ofUnknowns(unknowns, part, compilation, compiled?.capacity ?? 0);
}

function compileKnown(part: Part, compilation: Compilation, standing: Standing): CompiledStatement | undefined {
  if (isAttackStatement(part.value)) return compileAttackStatement(part.value, part, compilation);
  if (isBehavior(part.value))
    return compileBehavior(part.value, part, compilation, (inside, where) =>
      compileStatement(inside, compilation, where),
    );
  const chosen = onlyMember(part, 'statement');
  if (!chosen) return undefined;
  if (standing !== 'top' && TOP_ONLY.has(chosen.name))
    return refuse(chosen.part, `a ${chosen.name} inside another statement`, 'one at the top of a rule only');
  const compile = BY_NAME.get(chosen.name);
  if (!compile) return refuse(chosen.part, 'an unknown member', 'a statement');
  const compiled = compile(chosen.part, compilation, (inside, where) => compileStatement(inside, compilation, where));
  // A statement on an address alone says so itself.
  return compiled && standing !== 'nested' && LOGICAL.has(chosen.name)
    ? appliedWithHeaders(compiled, chosen.part.value, compilation)
    : compiled;
}

/** A statement that the sources do not tell: evaluated as no match, and every outcome with it is labelled. */
function ofUnknowns(
  unknowns: readonly UnknownValue[],
  part: Part,
  { name }: Compilation,
  capacity: number,
): CompiledStatement {
  const reason = unknowns.map((unknown) => unknown.reason).join('; ');
  const identity = `${name} ${part.path} ${unknowns.map((unknown) => unknown.identity).join(' ')}`;
  return {
    capacity,
    matches: (inspection) => {
      inspection.approximations.push(reason);
      return false;
    },
    described: { kind: 'undecided', identity, reason },
    title: `unknown: ${reason}`,
  };
}
