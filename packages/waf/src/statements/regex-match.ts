import { utf8 } from '@sallyport/http';
import type { Compilation } from '../compilation.ts';
import type { Component } from '../component.ts';
import type { Inspection } from '../inspection.ts';
import { maskOf, type NumberMask, overlaps } from '../literals/numbers-found.ts';
import { members, type Part, refuse, text } from '../part.ts';
import { type CompiledRegex, compileRegex } from '../regex/regex.ts';
import { compileTextSource, someText, type TextSource } from '../text-source.ts';
import { unknownValue } from '../unknown-value.ts';
import { asked, type CompiledStatement, type StatementCompiler } from './statement.ts';

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_Regex.html; the quota page says 200. */
const MOST_CHARACTERS = 512;

/** Compiles a pattern, or notes why AWS would refuse it. */
export function readRegex(part: Part | undefined): CompiledRegex | undefined {
  const pattern = text(part, 1, MOST_CHARACTERS);
  if (!part || pattern === undefined) return undefined;
  const regex = compileRegex(utf8(pattern));
  if (!('fault' in regex)) return regex;
  if (regex.fault === 'refused') return refuse(part, regex.reason, 'a regular expression that AWS WAF supports');
  part.notes.unknowns.push(unknownValue(`regex ${pattern}`, `what AWS makes of ${regex.reason} in "${pattern}"`));
  return undefined;
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RegexMatchStatement.html */
export const regexMatch: StatementCompiler = (part, compilation) => {
  const parts = members(part, {
    required: ['RegexString', 'FieldToMatch', 'TextTransformations'],
    optional: ['PreParseTextTransformations'],
  });
  const source = compileTextSource(parts ?? {}, compilation);
  const regex = readRegex(parts?.RegexString);
  return source && regex && matchingAny(source, [regex], part, { capacity: 3, compilation });
};

/** A statement that holds where one of the patterns has a match. */
export function matchingAny(
  source: TextSource,
  regexes: readonly CompiledRegex[],
  part: Part,
  { capacity, compilation }: { readonly capacity: number; readonly compilation: Compilation },
): CompiledStatement | undefined {
  if (source.field.onlyExactly)
    return refuse(part, `a regular expression on ${source.field.name}`, 'an exact string match');
  const matches = matcher(source, regexes, compilation);
  const each = regexes.map(({ plain, test: regexTest }) => ({
    kind: 'text' as const,
    on: source.described,
    transformations: source.transformations,
    matches: { regex: plain },
    holds: asked(compilation, (inspection) => someText(source.fetch(inspection), regexTest)),
  }));
  const [first] = each;
  return {
    capacity: source.capacity(capacity),
    matches,
    described: first && each.length === 1 ? first : { kind: 'any', of: each },
    title: `${source.title} matches ${regexes.map(({ plain }) => `/${plain}/`).join(' or ')}`,
  };
}

/** So many texts are worth a pass over a component that finds them all. */
const WORTH_A_PASS = 8;

/** Whether some text has a match. Where many patterns look at a field, those are left out without whose texts there is none. */
function matcher(
  source: TextSource,
  regexes: readonly CompiledRegex[],
  { components }: Compilation,
): (inspection: Inspection) => boolean {
  const { number, finder } = components.telltales(source.field.key);
  const tests = regexes.map(({ test, required }) => ({
    test,
    telltales: required && maskOf(required.map((text) => finder.add(text))),
  }));
  const isCalledFor = (component: Component, telltales: NumberMask | undefined): boolean => {
    if (!telltales || finder.size < WORTH_A_PASS) return true;
    const found = component.found(number, finder);
    return found !== undefined && overlaps(found, telltales);
  };
  return (inspection) => {
    const component = source.fetch(inspection);
    if (component.verdict !== undefined) return component.verdict;
    for (const { test, telltales } of tests)
      if (isCalledFor(component, telltales) && component.texts.some(test)) return true;
    return false;
  };
}
