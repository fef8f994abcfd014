import type { Attribute } from '@sallyport/gates';
import type { Atom } from '../environment/index.ts';
import { belongsTo, type Languages } from '../language/index.ts';
import { addClass, type ClassSet, classSet } from '../sets/class-set.ts';
import type { TextUniverse } from '../universe/text-universe.ts';
import { ascending } from './test-lists.ts';
import { type ClassLimits, type TextClasses, textClasses } from './text-classes.ts';
import { type ListClass, type ListClasses, listClasses, listKey } from './value-lists.ts';
import type { Variable } from './variable.ts';

export type TextAtom = Extract<Atom, { atom: 'text' }>;

/** A text attribute made finite. Tests that are not among `atoms` were left out and are none of its business. */
export function textVariable(
  languages: Languages,
  attribute: Attribute,
  atoms: readonly TextAtom[],
  universe: TextUniverse,
  limits?: ClassLimits,
): Variable {
  const texts = textClasses(
    languages,
    atoms.map(({ language }) => language),
    universe.language,
    limits,
  );
  const isFirst = (test: number): boolean => atoms[test]?.first === true;
  const inUniverse = (text: string): boolean => belongsTo(languages, universe.language, text);
  const pleasant = universe.pleasant.filter((text) => text === undefined || inUniverse(text));
  const readable = readableSingles(texts, pleasant);
  const lists = listClasses(readable, universe, { isFirst });
  const classes = pleasantFirst(lists.classes, texts, pleasant);
  return assembled(attribute, atoms, classes, {
    texts,
    complete: texts.complete && lists.complete,
    isFirst,
    usual: universe.values === 'one' ? undefined : listKey([], false),
    sendable: (values) => mayBeMany(universe, values.length) && values.every(inUniverse),
  });
}

/** Whether an attribute of this kind can have so many values. */
const mayBeMany = ({ values }: TextUniverse, count: number): boolean =>
  values === 'many' || (count === 0 ? values !== 'one' : count === 1 && values !== 'none');

interface Making {
  readonly texts: TextClasses;
  readonly complete: boolean;
  readonly isFirst: (test: number) => boolean;
  /** The key of the class that is usual, where it is not the first. */
  readonly usual: string | undefined;
  readonly sendable: (values: readonly string[]) => boolean;
}

function assembled(
  attribute: Attribute,
  atoms: readonly TextAtom[],
  classes: ListClasses['classes'],
  { texts, complete, isFirst, usual, sendable }: Making,
): Variable {
  const rest = complete ? undefined : classes.length;
  const size = classes.length + (complete ? 0 : 1);
  const indices = new Map(classes.map(({ holds, values }, index) => [listKey(holds, values.length > 0), index]));
  const present = classSet(size, (index) => index !== rest && (classes[index]?.values.length ?? 0) > 0);
  const sets = classSetsOf(atoms, classes, size);
  const holding = (values: readonly string[]): readonly number[] =>
    ascending(values.flatMap((value, at) => texts.holding(value).filter((test) => at === 0 || !isFirst(test))));
  return {
    attribute,
    size,
    rest,
    states: texts.states,
    values: (index) => classes[index]?.values,
    usual: (usual === undefined ? undefined : indices.get(usual)) ?? 0,
    classesOf: (atom) => (atom.atom === 'present' ? present : (sets.get(atom) ?? new Uint32Array(present.length))),
    classify: (values) =>
      sendable(values)
        ? (indices.get(listKey(holding(values), values.length > 0)) ?? rest ?? 'unclassified')
        : 'unsendable',
  };
}

function classSetsOf(
  atoms: readonly TextAtom[],
  classes: readonly ListClass[],
  size: number,
): ReadonlyMap<Atom, ClassSet> {
  const sets = atoms.map(() => classSet(size, () => false));
  for (const [index, { holds }] of classes.entries())
    for (const test of holds) {
      const set = sets[test];
      if (set) addClass(set, index);
    }
  return new Map(atoms.map((atom, test) => [atom, sets[test] ?? new Uint32Array(0)]));
}

/** The classes of single values, with a pleasant value in place of the shortest where there is one. */
function readableSingles(texts: TextClasses, pleasant: readonly (string | undefined)[]) {
  const better = new Map<string, string>();
  for (const text of pleasant) {
    if (text === undefined) continue;
    const key = texts.holding(text).join();
    if (!better.has(key)) better.set(key, text);
  }
  return texts.classes.map(({ holds, witness }) => ({ holds, witness: better.get(holds.join()) ?? witness }));
}

/** The classes of pleasant values before all others: a witness takes the first that fits. */
function pleasantFirst(
  classes: readonly ListClass[],
  texts: TextClasses,
  pleasant: readonly (string | undefined)[],
): readonly ListClass[] {
  const rank = new Map<string, number>();
  for (const [place, text] of pleasant.entries()) {
    const key = text === undefined ? listKey([], false) : listKey(texts.holding(text), true);
    if (!rank.has(key)) rank.set(key, place);
  }
  const rankOf = ({ holds, values }: ListClass): number =>
    rank.get(listKey(holds, values.length > 0)) ?? pleasant.length;
  return [...classes].sort((a, b) => rankOf(a) - rankOf(b) || a.values.length - b.values.length);
}
