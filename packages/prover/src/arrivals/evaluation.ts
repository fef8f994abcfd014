import type { Attribute } from '@sallyport/gates';
import { type Atom, type Formula, isAtom } from '../environment/index.ts';
import {
  andBounds,
  type Bounds,
  type ClassSet,
  classSet,
  type Diagrams,
  EVERY_REQUEST,
  exactly,
  join,
  minus,
  NO_REQUEST,
  orBounds,
  PERHAPS,
  withoutBounds,
} from '../sets/index.ts';
import { restIdentity, type Space } from './space.ts';

const HOLDS = new Uint32Array([2]);

/** Turns formulas into sets of requests, each once. */
export class Evaluation {
  readonly #space: Space;
  readonly #diagrams: Diagrams;
  readonly #sets = new Map<Formula, Bounds>();

  constructor(space: Space, diagrams: Diagrams) {
    this.#space = space;
    this.#diagrams = diagrams;
  }

  set(formula: Formula): Bounds {
    if (typeof formula === 'boolean') return formula ? EVERY_REQUEST : NO_REQUEST;
    const known = this.#sets.get(formula) ?? this.#compute(formula);
    this.#sets.set(formula, known);
    return known;
  }

  #compute(formula: Exclude<Formula, boolean>): Bounds {
    if (isAtom(formula)) return this.#atom(formula);
    if (formula.op === 'not') return withoutBounds(this.#diagrams, EVERY_REQUEST, this.set(formula.of));
    return formula.op === 'all' ? this.#all(formula.of) : this.#any(formula.of);
  }

  #all(parts: readonly Formula[]): Bounds {
    let set = EVERY_REQUEST;
    for (const part of parts) {
      set = andBounds(this.#diagrams, set, this.set(part));
      if (set === NO_REQUEST || set.may === NO_REQUEST.may) return NO_REQUEST;
    }
    return set;
  }

  /** Tests on one attribute make one set of classes before they become a diagram. */
  #any(parts: readonly Formula[]): Bounds {
    const classes = new Map<number, ClassSet>();
    let set = NO_REQUEST;
    for (const part of parts) {
      const own = isAtom(part) ? this.#classes(part) : undefined;
      if (own) classes.set(own.place, join(classes.get(own.place) ?? own.classes, own.classes));
      else set = orBounds(this.#diagrams, set, this.set(part));
    }
    for (const [place, union] of classes) set = orBounds(this.#diagrams, set, this.#value(place, union));
    return set;
  }

  /** The classes in which a test holds, where that is all there is to it. */
  #classes(atom: Atom): { readonly place: number; readonly classes: ClassSet } | undefined {
    const attribute = attributeOf(atom);
    const place = attribute && this.#space.places.get(attribute);
    const variable = place === undefined ? undefined : this.#space.variables[place];
    if (place === undefined || !variable || variable.rest !== undefined || this.#space.leftOut.has(atom))
      return undefined;
    return { place, classes: variable.classesOf(atom) };
  }

  #atom(atom: Atom): Bounds {
    const identity = this.#space.leftOut.get(atom);
    if (identity !== undefined) return this.#undecided(identity);
    if (atom.atom === 'undecided') return this.#undecided(atom.identity);
    if (atom.atom === 'drawn') return this.#holds(this.#space.draws.get(atom.identity)?.place);
    if (atom.atom === 'granted') return this.#holds(this.#space.credentials.get(atom.identity));
    const exact = this.#classes(atom);
    if (exact) return this.#value(exact.place, exact.classes);
    return this.#withRest(atom);
  }

  #value(place: number, classes: ClassSet): Bounds {
    return exactly(this.#diagrams.value(place, classes));
  }

  #undecided(identity: string): Bounds {
    return this.#holds(this.#space.undecided.get(identity));
  }

  #holds(place: number | undefined): Bounds {
    return place === undefined ? PERHAPS : exactly(this.#diagrams.value(place, HOLDS));
  }

  /** In the class of what was not explored a test may hold or not. */
  #withRest(atom: Atom): Bounds {
    const attribute = attributeOf(atom);
    const place = attribute === undefined ? undefined : this.#space.places.get(attribute);
    const variable = place === undefined ? undefined : this.#space.variables[place];
    if (!attribute || place === undefined || !variable) return PERHAPS;
    const rest = classSet(variable.size, (index) => index === variable.rest);
    const explored = this.#value(place, minus(variable.classesOf(atom), rest));
    if (atom.atom === 'present') return orBounds(this.#diagrams, explored, this.#value(place, rest));
    const maybe = andBounds(this.#diagrams, this.#value(place, rest), this.#undecided(restIdentity(attribute, atom)));
    return orBounds(this.#diagrams, explored, maybe);
  }
}

function attributeOf(atom: Atom): Attribute | undefined {
  if (atom.atom === 'text' || atom.atom === 'present') return atom.on;
  return atom.atom === 'address' ? 'address' : undefined;
}
