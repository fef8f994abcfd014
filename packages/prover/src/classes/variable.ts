import type { Attribute } from '@sallyport/gates';
import type { Atom } from '../environment/index.ts';
import type { ClassSet } from '../sets/class-set.ts';

/** An attribute made finite: its values fall into classes that the tests do not tell apart. */
export interface Variable {
  readonly attribute: Attribute;
  readonly size: number;
  /** The values of a request in this class; none: the attribute is absent. undefined: the class is `rest`. */
  readonly values: (index: number) => readonly string[] | undefined;
  /** The class that an attribute is in where nothing is asked of it. */
  readonly usual: number;
  readonly classesOf: (atom: Atom) => ClassSet;
  /** The class of all that was not explored, because limits were reached: every test on it may hold. */
  readonly rest: number | undefined;
  /** The class of these values. `unsendable`: no attacker sends them. `unclassified`: one does, and no class has them. */
  readonly classify: (values: readonly string[]) => number | Unclassed;
  readonly states: number;
}

/** Why values are in no class. The second is a defect: classes must cover whatever can be sent. */
export type Unclassed = 'unsendable' | 'unclassified';
