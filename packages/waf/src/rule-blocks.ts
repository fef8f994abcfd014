import type { EvaluationStep } from './compiled.ts';
import type { Inspection } from './inspection.ts';
import { overlaps, unionOf } from './literals/numbers-found.ts';
import type { CompiledRule, Ending } from './rule.ts';
import type { Sign } from './statements/statement.ts';

/** Runs a rule, or several that follow one another. */
export type Run = (inspection: Inspection) => Ending | undefined;

/**
 * The rules in their order, neighbours that each look for texts taken together: where none of the texts is there, all of them are
 * passed over at once, however many they are.
 */
export function inBlocks(rules: readonly CompiledRule[]): readonly Run[] {
  const runs: Run[] = [];
  let block: SearchingRule[] = [];
  for (const { searching, run } of rules) {
    if (searching) block.push({ ...searching, run });
    else {
      runs.push(...runsOf(block), run);
      block = [];
    }
  }
  return [...runs, ...runsOf(block)];
}

const runsOf = (block: readonly SearchingRule[]): readonly Run[] =>
  block.length > 1 ? [passedOver(block)] : block.map(({ run }) => run);

/** A rule that does nothing but note a step unless some text is found. */
interface SearchingRule {
  readonly sign: Sign;
  readonly passed: EvaluationStep;
  readonly run: Run;
}

/** Where the rules of a block look: all that is looked for in one component is asked about together. */
interface Place {
  readonly sign: Sign;
  /** The first rule of the block that looks there, by its place in it. */
  readonly first: number;
}

function placesOf(rules: readonly SearchingRule[]): readonly Place[] {
  const places: { first: number; signs: Sign[] }[] = [];
  for (const [first, { sign }] of rules.entries()) {
    const known = places.find(
      ({ signs: [one] }) => one?.fetch === sign.fetch && one.among.number === sign.among.number,
    );
    if (known) known.signs.push(sign);
    else places.push({ first, signs: [sign] });
  }
  return places.flatMap(({ first, signs }) => {
    const [one] = signs;
    return one ? [{ first, sign: { ...one, numbers: unionOf(signs.map(({ numbers }) => numbers)) } }] : [];
  });
}

function passedOver(rules: readonly SearchingRule[]): Run {
  const places = placesOf(rules);
  const steps = rules.map(({ passed }) => passed);
  const stepsBefore = places.map(({ first }) => steps.slice(0, first));
  return (inspection) => {
    for (let at = 0; at < places.length; at++) {
      const place = places[at];
      if (!place || !mayHold(place.sign, inspection)) continue;
      // No component that an earlier rule looks at holds any of the texts.
      inspection.notes.push(stepsBefore[at] ?? []);
      return runFrom(rules, place.first, inspection);
    }
    inspection.notes.push(steps);
    return undefined;
  };
}

function runFrom(rules: readonly SearchingRule[], from: number, inspection: Inspection): Ending | undefined {
  for (let at = from; at < rules.length; at++) {
    const rule = rules[at];
    if (!rule) continue;
    if (!mayHold(rule.sign, inspection)) {
      inspection.notes.push(rule.passed);
      continue;
    }
    const ending = rule.run(inspection);
    if (ending) return ending;
  }
  return undefined;
}

/** Whether one of the texts is there, or a fallback setting has decided without looking. */
function mayHold({ fetch, among, numbers }: Sign, inspection: Inspection): boolean {
  const component = fetch(inspection);
  if (component.verdict !== undefined) return true;
  const found = component.found(among.number, among.finder);
  return found !== undefined && overlaps(found, numbers);
}

/** Runs rules in order until one ends the evaluation. */
export function runRules(runs: readonly Run[], inspection: Inspection): Ending | undefined {
  for (const run of runs) {
    const ending = run(inspection);
    if (ending) return ending;
  }
  return undefined;
}
