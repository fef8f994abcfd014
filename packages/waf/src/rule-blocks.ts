import type { EvaluationStep } from './compiled.ts';
import type { Inspection } from './inspection.ts';
import { maskOf, overlaps } from './literals/numbers-found.ts';
import type { CompiledRule, Ending } from './rule.ts';
import type { Search } from './statements/statement.ts';

/** Runs a rule, or several that follow one another. */
export type Run = (inspection: Inspection) => Ending | undefined;

/**
 * The rules in their order, those that look for texts in one component taken together with their neighbours: where none of
 * these texts is there, all of them are passed over at once, however many they are.
 */
export function inBlocks(rules: readonly CompiledRule[]): readonly Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < rules.length; ) {
    const fetch = rules[at]?.searching?.search.fetch;
    let end = at + 1;
    while (fetch && rules[end]?.searching?.search.fetch === fetch) end++;
    runs.push(block(rules.slice(at, end)));
    at = end;
  }
  return runs;
}

function block(rules: readonly CompiledRule[]): Run {
  const runs = rules.map(({ run }) => run);
  const searches = rules.flatMap(({ searching }) => searching ?? []);
  const [first, second] = searches;
  return first && second ? passedOver(first.search, searches, runs) : (inspection) => runRules(runs, inspection);
}

function passedOver(
  { fetch, among }: Search,
  searches: readonly { readonly search: Search; readonly passed: EvaluationStep }[],
  runs: readonly Run[],
): Run {
  const wanted = maskOf(searches.map(({ search }) => search.needle));
  const steps = searches.map(({ passed }) => passed);
  return (inspection) => {
    const component = fetch(inspection);
    if (component.verdict !== undefined) return runRules(runs, inspection);
    const found = component.found(among.number, among.finder);
    if (found && overlaps(found, wanted)) return runRules(runs, inspection);
    for (const step of steps) inspection.trace.push(step);
    return undefined;
  };
}

/** Runs rules in order until one ends the evaluation. */
export function runRules(runs: readonly Run[], inspection: Inspection): Ending | undefined {
  for (const run of runs) {
    const ending = run(inspection);
    if (ending) return ending;
  }
  return undefined;
}
