import { allTests, type Condition, type Traveller } from '@sallyport/gates';
import { Collection } from '../../arrivals/collection.ts';
import { constraints } from '../../arrivals/constraints.ts';
import { Evaluation } from '../../arrivals/evaluation.ts';
import type { ProofLimits } from '../../arrivals/limits.ts';
import { spelt } from '../../arrivals/request-set.ts';
import { type Space, spaceOf } from '../../arrivals/space.ts';
import { WitnessMaker } from '../../arrivals/witness.ts';
import { AS_SENT, type Knowledge, mergedOf, overlaps, Pullback } from '../../environment/index.ts';
import { Languages } from '../../language/index.ts';
import { type Bounds, Diagrams, NOTHING, type Point, StepLimitReached, withoutBounds } from '../../sets/index.ts';
import { type Door, TextUniverses } from '../../universe/text-universe.ts';

/** A request out of a set, and the undecided tests that it takes to hold. */
export interface Member {
  readonly request: Traveller;
  readonly holding: readonly string[];
}

/** Some requests that match one condition and none of some others; `none` is certain. */
export type Members = { readonly none: true } | { readonly some: readonly Member[] } | { readonly unsure: string };

/** A web ACL's author knows all that it compares with; a client may send anything. */
const EVERYTHING_KNOWN: Knowledge = {
  knows: () => true,
  isGranted: () => false,
  signs: () => false,
  certificates: () => [],
};
const DOOR: Door = { hosts: ['www.example.com'], schemes: ['https'], basePath: '' };

/** Rules are many and each is asked by itself, so that what one may cost is far below what a whole proof may. */
const LIMITS: ProofLimits = {
  classes: { states: 4000, classes: 1000 },
  strictClasses: { states: 1000, classes: 300 },
  steps: 20_000,
  undecided: 24,
  hops: 1,
  visits: 1,
};

const MOST_MEMBERS = 4;

/** Requests that match `wanted` and none of `avoided`. */
export const members = (wanted: Condition, avoided: readonly Condition[] = []): Members =>
  withinSteps(() => {
    const made = requestsThat(wanted, avoided, LIMITS);
    return made.left.may === NOTHING ? { none: true } : { some: membersOf(made) };
  });

/** Whether some request matches `wanted` and none of `avoided`: both words are certain, else there are reasons. */
export type Occurrence = 'some' | 'none' | { readonly unsure: string };

/**
 * The same as a word. A test that only a running system decides may be counted on both to hold and not to hold where it says
 * that it occurs; of any other nobody knows which of them it can do.
 */
export const occurrence = (
  wanted: Condition,
  avoided: readonly Condition[] = [],
  limits: Partial<ProofLimits> = {},
): Occurrence =>
  withinSteps((): Occurrence => {
    const made = requestsThat(wanted, avoided, { ...LIMITS, ...limits });
    const { diagrams, space, left } = made;
    if (left.may === NOTHING) return 'none';
    const occurring = identitiesThatOccur([wanted, ...avoided]);
    const open = [...space.undecided].filter(([identity]) => !occurring.has(identity));
    const known = spelt(made, left.must);
    const settled = open.reduce(
      (set, [, place]) => diagrams.and(diagrams.restrict(set, place, 0), diagrams.restrict(set, place, 1)),
      known,
    );
    if (settled !== NOTHING) return 'some';
    const reasons = [...space.reasons].flatMap(([identity, reason]) => (occurring.has(identity) ? [] : [reason]));
    return { unsure: [...new Set(reasons)].join('; ') };
  });

const identitiesThatOccur = (conditions: readonly Condition[]): ReadonlySet<string> =>
  new Set(
    conditions
      .flatMap(allTests)
      .flatMap((test) => (test.test === 'undecided' && test.occurs === true ? [test.identity] : [])),
  );

function withinSteps<Result>(work: () => Result): Result | { readonly unsure: string } {
  try {
    return work();
  } catch (error) {
    if (error instanceof StepLimitReached) return { unsure: 'its conditions are too many to be told apart' };
    throw error;
  }
}

/** The requests that match one condition and none of some others, with what it takes to read them. */
interface Made {
  readonly space: Space;
  readonly diagrams: Diagrams;
  readonly universes: TextUniverses;
  readonly left: Bounds;
}

function requestsThat(wanted: Condition, avoided: readonly Condition[], limits: ProofLimits): Made {
  const languages = new Languages();
  const universes = new TextUniverses(languages, EVERYTHING_KNOWN, DOOR);
  const { pullback, collection } = collected([wanted, ...avoided], languages, universes);
  const constraint = constraints(languages, pullback, collection);
  collection.note(constraint);
  const space = spaceOf(collection, { languages, universes, pullback, limits, fromAnywhere: true });
  const diagrams = new Diagrams(space.sizes, limits.steps);
  const evaluation = new Evaluation(space, diagrams);
  const set = (condition: Condition) => evaluation.set(pullback.condition(condition, AS_SENT));
  const start = evaluation.set(constraint);
  const meant = { must: diagrams.and(start.must, set(wanted).must), may: diagrams.and(start.may, set(wanted).may) };
  const left = avoided.reduce((rest, condition) => withoutBounds(diagrams, rest, set(condition)), meant);
  return { space, diagrams, universes, left };
}

function membersOf({ space, diagrams, universes, left }: Made): readonly Member[] {
  const maker = new WitnessMaker(space, universes, 'web-acl');
  const some: Member[] = [];
  for (let rest = left.must === NOTHING ? left.may : left.must; some.length < MOST_MEMBERS; ) {
    const point = diagrams.member(rest);
    if (!point) break;
    some.push({ request: maker.witness(point).request, holding: holding(point, space.undecided) });
    rest = diagrams.without(rest, diagrams.cube(point));
  }
  return some;
}

const holding = (point: Point, undecided: ReadonlyMap<string, number>): readonly string[] =>
  [...undecided].flatMap(([identity, place]) => (point[place] === 1 ? [identity] : []));

/** Notes all tests; a second time where whole texts and their parts are tested both. */
function collected(conditions: readonly Condition[], languages: Languages, universes: TextUniverses) {
  const noted = (pullback: Pullback) => {
    const collection = new Collection();
    for (const condition of conditions) collection.note(pullback.condition(condition, AS_SENT));
    return { pullback, collection };
  };
  const of = (merged: ReturnType<typeof mergedOf>) =>
    noted(new Pullback(languages, EVERYTHING_KNOWN, universes, overlaps(merged)));
  const first = of({ queryArguments: false, cookies: false });
  const merged = mergedOf(first.collection.texts.keys());
  return merged.queryArguments || merged.cookies ? of(merged) : first;
}
