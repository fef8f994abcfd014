import { type ClassLimits, GENEROUS_LIMITS, STRICT_LIMITS } from '../classes/text-classes.ts';

/** Where the proof stops being exact; past each of them it says unknown, never something wrong. */
export interface ProofLimits {
  readonly classes: ClassLimits;
  /** What the tests that are kept must fit under, where `classes` was not enough. */
  readonly strictClasses: ClassLimits;
  /** Uncached steps of the set algebra for one entrance; ordinary proofs need less than a tenth. */
  readonly steps: number;
  /** Undecided tests with a variable of their own; the others are carried as bounds. */
  readonly undecided: number;
  /** Gates that a request may pass one after the other: 8 is far beyond any sensible chain, so more is a cycle. */
  readonly hops: number;
  /** Visits of gates, each with another way or environment. */
  readonly visits: number;
}

export const USUAL_LIMITS: ProofLimits = {
  classes: GENEROUS_LIMITS,
  strictClasses: STRICT_LIMITS,
  steps: 300_000,
  undecided: 24,
  hops: 8,
  visits: 2_000,
};
