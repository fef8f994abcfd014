import type { Compilation } from '../compilation.ts';
import type { Inspection } from '../inspection.ts';
import type { Part } from '../part.ts';
import { type CompiledStatement, occurring, type StatementCompiler } from '../statements/statement.ts';

export type Matches = (inspection: Inspection) => boolean;

/** What a behavior is told when it is compiled. */
export interface BehaviorSetting {
  readonly compilation: Compilation;
  /** The group in its place in the web ACL: what its rules remember together begins with it. */
  readonly group: string;
  /** Compiles a statement in CloudFormation's shape. */
  readonly holds: (statement: unknown) => Matches;
}

const BEHAVIOR = Symbol('behavior');

/** A statement that only AWS's intelligent groups have here: what a client did before, what its token says, and the like. */
export interface BehaviorStatement {
  readonly [BEHAVIOR]: true;
  /** `more than 20 requests of one address in 10 minutes` */
  readonly title: string;
  /** Other requests are neither looked at nor counted; in CloudFormation's shape. */
  readonly among?: unknown;
  readonly matches: (setting: BehaviorSetting) => Matches;
}

export const behavior = (of: Omit<BehaviorStatement, typeof BEHAVIOR>): BehaviorStatement => ({
  [BEHAVIOR]: true,
  ...of,
});

export const isBehavior = (value: unknown): value is BehaviorStatement =>
  typeof value === 'object' && value !== null && BEHAVIOR in value;

type CompileInside = Parameters<StatementCompiler>[2];

/** The setting of a group's statements; `name` is that of the compilation they are compiled in. */
export function behaviorSetting(
  compilation: Compilation,
  group: string,
  { path, notes }: Part,
  compileInside: CompileInside,
): BehaviorSetting {
  const holds = (statement: unknown): Matches =>
    compileInside({ value: statement, path, notes }, 'nested')?.matches ?? (() => false);
  return { compilation, group, holds };
}

/** Compiles a behavior. It may match or not; what it remembers is not known when one request alone is asked about. */
export function compileBehavior(
  { title, among, matches: prepare }: BehaviorStatement,
  part: Part,
  compilation: Compilation,
  compileInside: CompileInside,
): CompiledStatement | undefined {
  const { path, notes } = part;
  const scope = among === undefined ? undefined : compileInside({ value: among, path, notes }, 'nested');
  if (among !== undefined && !scope) return undefined;
  const group = compilation.name.slice(0, compilation.name.lastIndexOf('/'));
  const behaves = prepare(behaviorSetting(compilation, group, part, compileInside));
  const matches: Matches = (inspection) => (!scope || scope.matches(inspection)) && behaves(inspection);
  const alone = occurring(compilation, `${compilation.name} ${title}`, title, matches);
  return {
    capacity: 0,
    matches,
    described: scope ? { kind: 'all', of: [scope.described, alone] } : alone,
    title: scope ? `${title}, where ${scope.title}` : title,
  };
}
