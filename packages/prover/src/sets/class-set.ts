/** A set of class numbers, one bit each. */
export type ClassSet = Uint32Array;

export function classSet(size: number, has: (index: number) => boolean): ClassSet {
  const set = new Uint32Array((size + 31) >>> 5);
  for (let index = 0; index < size; index++) if (has(index)) addClass(set, index);
  return set;
}

export function addClass(set: ClassSet, index: number): void {
  set[index >>> 5] = (set[index >>> 5] ?? 0) | (1 << (index & 31));
}

export const hasClass = (set: ClassSet, index: number): boolean =>
  (((set[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;

export const isEmptyClassSet = (set: ClassSet): boolean => set.every((word) => word === 0);

/** The lowest class; -1 where there is none. */
export function firstClass(set: ClassSet): number {
  const word = set.findIndex((bits) => bits !== 0);
  const bits = set[word] ?? 0;
  return word < 0 ? -1 : word * 32 + 31 - Math.clz32(bits & -bits);
}

export const meet = (a: ClassSet, b: ClassSet): ClassSet => {
  const out = new Uint32Array(a.length);
  for (let at = 0; at < a.length; at++) out[at] = (a[at] ?? 0) & (b[at] ?? 0);
  return out;
};

export const join = (a: ClassSet, b: ClassSet): ClassSet => {
  const out = new Uint32Array(a.length);
  for (let at = 0; at < a.length; at++) out[at] = (a[at] ?? 0) | (b[at] ?? 0);
  return out;
};

export const minus = (a: ClassSet, b: ClassSet): ClassSet => {
  const out = new Uint32Array(a.length);
  for (let at = 0; at < a.length; at++) out[at] = (a[at] ?? 0) & ~(b[at] ?? 0);
  return out;
};

export function sameClasses(a: ClassSet, b: ClassSet): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** A number that equal sets share and different ones seldom do (FNV-1a over their words). */
export function hashOf(set: ClassSet): number {
  let hash = 0x811c9dc5 ^ set.length;
  for (let at = 0; at < set.length; at++) {
    hash = Math.imul(hash ^ (set[at] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
