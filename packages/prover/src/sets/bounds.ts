import { type Diagram, type Diagrams, EVERYTHING, NOTHING } from './diagrams.ts';

/**
 * A set that is known up to undecided tests beyond those with a variable of their own: `must` lies in it, it lies in
 * `may`. Where both are one, nothing costs more.
 */
export interface Bounds {
  readonly must: Diagram;
  readonly may: Diagram;
}

export const exactly = (diagram: Diagram): Bounds => ({ must: diagram, may: diagram });
export const NO_REQUEST: Bounds = exactly(NOTHING);
export const EVERY_REQUEST: Bounds = exactly(EVERYTHING);
export const PERHAPS: Bounds = { must: NOTHING, may: EVERYTHING };

const isExact = ({ must, may }: Bounds): boolean => must === may;

export function andBounds(diagrams: Diagrams, a: Bounds, b: Bounds): Bounds {
  const must = diagrams.and(a.must, b.must);
  return isExact(a) && isExact(b) ? exactly(must) : { must, may: diagrams.and(a.may, b.may) };
}

export function orBounds(diagrams: Diagrams, a: Bounds, b: Bounds): Bounds {
  const must = diagrams.or(a.must, b.must);
  return isExact(a) && isExact(b) ? exactly(must) : { must, may: diagrams.or(a.may, b.may) };
}

export function withoutBounds(diagrams: Diagrams, a: Bounds, b: Bounds): Bounds {
  const must = diagrams.without(a.must, b.may);
  return isExact(a) && isExact(b) ? exactly(must) : { must, may: diagrams.without(a.may, b.must) };
}
