import type { Language, Languages } from '../language/index.ts';
import { type ClassLimits, textClasses } from './text-classes.ts';

/** How many classes a language is likely to add: suffixes more than prefixes, "contains" the most. */
function weight(language: Language, all: Language): number {
  let sum = 0;
  for (let rest = language; ; rest = rest.rest) {
    const first = rest.kind === 'then' ? rest.first : rest;
    if (first === all) sum += rest.kind === 'then' ? 2 : sum > 0 ? 3 : 0;
    else if (first.kind !== 'bytes' && first.kind !== 'empty') sum += 4;
    if (rest.kind !== 'then') return sum;
  }
}

/** As many of some tests as fit under the limits, the cheap ones first. */
export function fitting<Test extends { readonly language: Language }>(
  languages: Languages,
  tests: readonly Test[],
  universe: Language,
  limits: ClassLimits,
): readonly Test[] {
  const sorted = tests
    .map((test) => ({ test, weight: weight(test.language, languages.all) }))
    .sort((a, b) => a.weight - b.weight)
    .map(({ test }) => test);
  const fits = (count: number): boolean => {
    const list = sorted.slice(0, count).map(({ language }) => language);
    return textClasses(languages, list, universe, limits).complete;
  };
  let low = 0;
  for (let high = sorted.length + 1; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return sorted.slice(0, low);
}
