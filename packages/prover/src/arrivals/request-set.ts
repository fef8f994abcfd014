import type { Languages } from '../language/index.ts';
import { type Bounds, type Diagram, type Diagrams, EVERYTHING, NOTHING, type Point } from '../sets/index.ts';
import type { Space } from './space.ts';
import type { Witness, WitnessMaker } from './witness.ts';

/** All requests of one kind that arrive somewhere. */
export interface RequestSet {
  /** It may be inhabited. */
  readonly possible: boolean;
  /** It is inhabited, whatever the undecided tests give. */
  readonly certain: boolean;
  /** The undecided tests that it depends on. */
  readonly reasons: readonly string[];
  /**
   * Some of its requests, those that rest on nothing undecided first, among them those that do not hang on chance, and of
   * different paths and methods first.
   */
  witnesses(most: number): readonly Witness[];
}

/** What request sets are read with. */
export interface Reading {
  readonly space: Space;
  readonly diagrams: Diagrams;
  readonly maker: WitnessMaker;
  readonly languages: Languages;
}

/** The requests that belong to a set whatever the undecided tests give. */
export const certainly = ({ space, diagrams }: Reading, { must }: Bounds): Diagram =>
  diagrams.cut(must, space.firstUndecided, NOTHING);

/** The requests that may belong to a set. */
export const possibly = ({ space, diagrams }: Reading, { may }: Bounds): Diagram =>
  diagrams.cut(may, space.firstUndecided, EVERYTHING);

export function requestSet(reading: Reading, set: Bounds): RequestSet {
  const sure = certainly(reading, set);
  return {
    possible: set.may !== NOTHING,
    certain: sure !== NOTHING,
    reasons: reasonsOf(reading, set),
    witnesses: (most) => {
      const known = spelt(reading, sure);
      const steady = reading.diagrams.cut(known, reading.space.firstDraw, NOTHING);
      const lucky = reading.diagrams.without(known, steady);
      const first = differentPoints(reading, steady, most);
      const points = [...first, ...differentPoints(reading, lucky, most - first.length)];
      const unsure = reading.diagrams.without(set.may, sure);
      const others = differentPoints(reading, unsure, most - points.length);
      const leftOut = leftOutReasons(reading);
      return [
        ...points.map((point) => reading.maker.witness(point, [])),
        ...others.map((point) => reading.maker.witness(point, leftOut)),
      ];
    },
  };
}

/** Without the points in a class that nobody has explored: no value of it is known, so there is nothing to send. */
export const spelt = ({ space, diagrams }: Pick<Reading, 'space' | 'diagrams'>, set: Diagram): Diagram =>
  space.variables.reduce((left, { rest }, place) => {
    if (rest === undefined) return left;
    const unexplored = Int32Array.from(space.sizes, (_, at) => (at === place ? rest : -1));
    return diagrams.without(left, diagrams.cube(unexplored));
  }, set);

function reasonsOf({ space, diagrams }: Reading, { must, may }: Bounds): readonly string[] {
  const support = new Set([...diagrams.support(may), ...diagrams.support(must)]);
  const identities = [...space.reasons.keys()].filter((identity) => {
    const place = space.undecided.get(identity);
    return place === undefined ? must !== may : support.has(place);
  });
  return [...new Set(identities.map((identity) => space.reasons.get(identity) ?? identity))];
}

/** The undecided tests past the cap: they have no variable, so every unsure point may rest on each of them. */
const leftOutReasons = ({ space }: Reading): readonly string[] =>
  [...space.reasons].flatMap(([identity, reason]) => (space.undecided.has(identity) ? [] : [reason]));

/** Points of a set, no two of one path and method as long as there are others. */
function differentPoints(reading: Reading, set: Diagram, most: number): readonly Point[] {
  const { space } = reading;
  const places = [space.places.get('path'), space.places.get('method')];
  const different = points(reading, set, most, (point) =>
    point.map((index, place) => (places.includes(place) ? index : -1)),
  );
  const rest = different.reduce((left, point) => reading.diagrams.without(left, reading.diagrams.cube(point)), set);
  return [...different, ...points(reading, rest, most - different.length, (point) => point)];
}

/** Members of a set one after the other; each takes its neighbours with it. */
function points(
  { diagrams }: Reading,
  set: Diagram,
  most: number,
  neighbours: (point: Point) => Point,
): readonly Point[] {
  const found: Point[] = [];
  let left = set;
  while (found.length < most) {
    const point = diagrams.member(left);
    if (!point) break;
    found.push(point);
    left = diagrams.without(left, diagrams.cube(neighbours(point)));
  }
  return found;
}
