import type { Compilation } from '../compilation.ts';
import type { Component } from '../component.ts';
import { SHARED_FINDER } from '../components.ts';
import type { Inspection } from '../inspection.ts';
import { LiteralSet } from '../literals/literal-set.ts';
import { countOf, hasNumber, maskOf, type NumberMask, type NumbersFound, overlaps } from '../literals/numbers-found.ts';
import { type Part, rootPart } from '../part.ts';
import { type CompiledRegex, compileRegex } from '../regex/regex.ts';
import { type CompiledStatement, occurring } from '../statements/statement.ts';
import { compileTextSource } from '../text-source.ts';
import type { BehaviorSetting } from './behavior.ts';

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
const literals = new LiteralSet(true);

/** Compiled when first asked: few requests come near any. */
const regexes = new Map<string, CompiledRegex>();

function regexOf(source: string): CompiledRegex {
  const known = regexes.get(source) ?? compileRegex(source);
  // INVARIANT: these patterns are our own, and a test compiles them all.
  if ('fault' in known) throw new Error(`Cannot compile the attack pattern ${source}: ${known.reason}`);
  regexes.set(source, known);
  return known;
}

/** Which of some texts occur in a component, in their order. */
export function literalsIn(
  texts: readonly string[],
  FieldToMatch: unknown,
  { compilation }: BehaviorSetting,
): (inspection: Inspection) => readonly string[] {
  const numbered = texts.map((text) => ({ text, number: literals.add(text) }));
  const any = maskOf(numbered.map(({ number }) => number));
  const fetch = compileTextSource(
    { FieldToMatch: rootPart(FieldToMatch), TextTransformations: rootPart([{ Type: 'NONE', Priority: 0 }]) },
    compilation,
  )?.fetch;
  return (inspection) => {
    const found = fetch?.(inspection).found(SHARED_FINDER, literals);
    if (!found || !overlaps(found, any)) return [];
    return numbered.filter(({ number }) => hasNumber(found, number)).map(({ text }) => text);
  };
}

/** What makes a component an attack. */
interface Signs {
  /** Texts that are signs by themselves. */
  readonly sure: NumberMask;
  /** Regular expressions, each with the texts that call for it. */
  readonly unsure: readonly { readonly near: readonly Near[]; readonly nearMask: NumberMask; readonly regex: string }[];
  /** All these texts. */
  readonly any: NumberMask;
}

/** A text that calls for a regular expression, and its number. */
interface Near {
  readonly text: string;
  readonly number: number;
}

function signsOf(patterns: readonly AttackPattern[]): Signs {
  const sure = patterns.flatMap((pattern) => (typeof pattern === 'string' ? [literals.add(pattern)] : []));
  const unsure = patterns.flatMap((pattern) =>
    typeof pattern === 'string'
      ? []
      : [{ near: [pattern.near].flat().map((text) => ({ text, number: literals.add(text) })), regex: pattern.regex }],
  );
  const numbers = (near: readonly Near[]): readonly number[] => near.map(({ number }) => number);
  return {
    sure: maskOf(sure),
    unsure: unsure.map(({ near, regex }) => ({ near, nearMask: maskOf(numbers(near)), regex })),
    any: maskOf([...sure, ...unsure.flatMap(({ near }) => numbers(near))]),
  };
}

function confirmed({ sure, unsure, any }: Signs, found: NumbersFound, component: Component): boolean {
  if (!overlaps(found, any)) return false;
  if (overlaps(found, sure)) return true;
  return unsure.some(
    ({ near, nearMask, regex }) => overlaps(found, nearMask) && matchesNear(component, near, found, regexOf(regex)),
  );
}

/**
 * Whether the regular expression matches around one of the texts that call for it. No match lies elsewhere, so what stands farther
 * away than the longest match is not looked at, and a text full of them costs no more than a few looks at the whole.
 */
function matchesNear(component: Component, near: readonly Near[], found: NumbersFound, regex: CompiledRegex): boolean {
  if (!Number.isFinite(regex.longest)) return component.texts.some(regex.test);
  const there = near.filter(({ number }) => hasNumber(found, number));
  const endsOf = countOf(found) <= FEW ? endsOfOne(component) : endsOfAll(component);
  return component.texts.some((text, at) => there.some((one) => matchesAround(text, endsOf(one, at), regex)));
}

/** Where a text ends in the component's text at that place. */
type EndsOf = (one: Near, at: number) => readonly number[];

/** So few texts are found again sooner one by one than by a pass that finds all. */
const FEW = 8;

/** Beyond ASCII capitals count as small letters here: what is found so too many is asked about in vain. */
function endsOfOne(component: Component): EndsOf {
  return ({ text }, at) => {
    const ends: number[] = [];
    const [wanted, within] = [text.toLowerCase(), folded(component, at)];
    for (let found = within.indexOf(wanted); found >= 0; found = within.indexOf(wanted, found + 1))
      ends.push(found + wanted.length);
    return ends;
  };
}

/** Long texts of components in small letters; short ones are folded sooner than looked up. */
const foldedTexts = new WeakMap<Component, string[]>();
const LONG = 1024;

function folded(component: Component, at: number): string {
  const text = component.texts[at] ?? '';
  if (text.length < LONG) return text.toLowerCase();
  const known = foldedTexts.get(component) ?? [];
  foldedTexts.set(component, known);
  known[at] ??= text.toLowerCase();
  return known[at];
}

/** Where each text that was looked for ends, in each text of components in which many were found. */
const places = new WeakMap<Component, readonly ReadonlyMap<number, readonly number[]>[]>();

function endsOfAll(component: Component): EndsOf {
  const known = places.get(component) ?? component.texts.map(placesIn);
  places.set(component, known);
  return ({ number }, at) => known[at]?.get(number) ?? [];
}

function placesIn(text: string): ReadonlyMap<number, readonly number[]> {
  const ends = new Map<number, number[]>();
  literals.eachPlace(text, (number, end) => {
    const before = ends.get(number);
    if (before) before.push(end);
    else ends.set(number, [end]);
  });
  return ends;
}

function matchesAround(text: string, ends: readonly number[], { longest, testBetween }: CompiledRegex): boolean {
  for (let at = 0; at < ends.length; at++) {
    const from = Math.max(0, (ends[at] ?? 0) - longest);
    let last = ends[at] ?? 0;
    // Places whose surroundings overlap are looked at together.
    while (at + 1 < ends.length && (ends[at + 1] ?? 0) - longest <= last + longest + 1) last = ends[++at] ?? 0;
    if (testBetween(text, from, Math.min(text.length, last + longest + 1))) return true;
  }
  return false;
}

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
    const found = component.found(SHARED_FINDER, literals);
    return found !== undefined && confirmed(signs, found, component);
  };
  const title = `${statement[ATTACK].title} in ${source.title}`;
  const reason = `whether AWS WAF sees ${title}`;
  const sign = { fetch: source.fetch, among: { number: SHARED_FINDER, finder: literals }, numbers: signs.any };
  return { capacity: 0, matches, described: occurring(compilation, title, reason, matches), title, sign };
}
