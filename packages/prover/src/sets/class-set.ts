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
