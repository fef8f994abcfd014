import type { Edit } from '../template.ts';
import type { Attacker, HandedIn } from '../variants/variant.ts';

type Verdict = 'protected' | 'bypassable' | 'unknown';

/** The example with something in it that the sources do not tell, or that a careless proof would overlook. */
export interface SoundnessCase {
  readonly id: string;
  readonly title: string;
  readonly change: Edit;
  /** What stages serve, handed in beside the template. */
  readonly deployed?: readonly HandedIn[];
  /** What *no side door* must be for `Api`; an attacker that is left out has the verdict of the one before. */
  readonly expects: Readonly<{ internet: Verdict } & Partial<Record<Attacker, Verdict>>>;
  /** What the front door must be, where the case is about it. */
  readonly front?: 'holds' | 'falls' | 'unknown';
  /** What the guard must be, where the case is about it. */
  readonly guard?: 'holds' | 'falls' | 'unknown';
  /** The page that says why. */
  readonly source: string;
}
