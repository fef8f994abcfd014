import type { Compilation } from '../compilation.ts';
import type { Component, Inspection } from '../inspection.ts';
import type { Part } from '../part.ts';
import { type CompiledRegex, compileRegex } from '../regex/regex.ts';
import { type CompiledStatement, undecided } from '../statements/statement.ts';
import { compileTextSource } from '../text-source.ts';
import { LiteralSet } from './literal-set.ts';

/**
 * A sign of an attack: a text that occurs anywhere, in small letters, capitals counting as small; or a regular expression
 * that matches only where that text (or one of those) occurs, and is asked only then.
 */
export type AttackPattern = string | { readonly near: string | readonly string[]; readonly regex: string };

/** The signs of one class of attack. */
export interface AttackClass {
  /** What a match may mean: `local file inclusion`. */
  readonly title: string;
  readonly patterns: readonly AttackPattern[];
}

const ATTACK = Symbol('attack class');

/** A statement that only AWS's managed groups have here: some sign of the class occurs in the component. */
export interface AttackStatement {
  readonly [ATTACK]: AttackClass;
  readonly FieldToMatch: unknown;
  /** Names of text transformations, in order of application. */
  readonly transformations: readonly string[];
}

export const attackStatement = (
  attack: AttackClass,
  FieldToMatch: unknown,
  transformations: readonly string[],
): AttackStatement => ({ [ATTACK]: attack, FieldToMatch, transformations });

export const isAttackStatement = (value: unknown): value is AttackStatement =>
  typeof value === 'object' && value !== null && ATTACK in value;

/** All texts that some rule looks for: one pass over a component finds those of every rule, in every web ACL. */
const literals = new LiteralSet();
/** What was found in a component of a request; components are fetched once a request. */
const findings = new WeakMap<Component, ReadonlySet<number>>();

function foundIn(component: Component): ReadonlySet<number> {
  const known = findings.get(component);
  if (known) return known;
  const found = new Set<number>();
  for (const text of component.texts) literals.find(text, found);
  findings.set(component, found);
  return found;
}

/** Compiled when first asked: few requests come near any. */
const regexes = new Map<string, CompiledRegex>();

function regexOf(source: string): CompiledRegex {
  const known = regexes.get(source) ?? compileRegex(source);
  // INVARIANT: these patterns are our own, and a test compiles them all.
  if ('fault' in known) throw new Error(`Cannot compile the attack pattern ${source}: ${known.reason}`);
  regexes.set(source, known);
  return known;
}

/** By the number of a text: the regular expressions that it calls for, none where it is itself a sign. */
type Signs = ReadonlyMap<number, readonly string[]>;

function signsOf(patterns: readonly AttackPattern[]): Signs {
  const signs = new Map<number, string[]>();
  for (const pattern of patterns) {
    if (typeof pattern === 'string') {
      signs.set(literals.add(pattern), []);
      continue;
    }
    for (const near of typeof pattern.near === 'string' ? [pattern.near] : pattern.near) {
      const number = literals.add(near);
      const known = signs.get(number);
      if (!known) signs.set(number, [pattern.regex]);
      else if (known.length > 0) known.push(pattern.regex);
    }
  }
  return signs;
}

const confirmed = (sources: readonly string[], texts: readonly string[]): boolean =>
  sources.length === 0 || sources.some((source) => texts.some((text) => regexOf(source).test(text)));

/** Compiles a statement of AWS's managed groups. What AWS looks for is not published: the patterns are our approximation. */
export function compileAttackStatement(
  statement: AttackStatement,
  { path, notes }: Part,
  compilation: Compilation,
): CompiledStatement | undefined {
  const part = (value: unknown): Part => ({ value, path, notes });
  const source = compileTextSource(
    {
      FieldToMatch: part(statement.FieldToMatch),
      TextTransformations: part(statement.transformations.map((Type, Priority) => ({ Type, Priority }))),
    },
    compilation,
  );
  if (!source) return undefined;
  const signs = signsOf(statement[ATTACK].patterns);
  const matches = (inspection: Inspection): boolean => {
    const component = source.fetch(inspection);
    if (component.verdict !== undefined) return component.verdict;
    if (component.texts.length === 0) return false;
    for (const number of foundIn(component)) {
      const sources = signs.get(number);
      if (sources && confirmed(sources, component.texts)) return true;
    }
    return false;
  };
  const title = `${statement[ATTACK].title} in ${source.title}`;
  const reason = `whether AWS WAF sees ${title}`;
  return { capacity: 0, matches, described: undecided(compilation, title, reason, matches), title };
}
