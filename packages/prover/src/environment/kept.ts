import type { Selection } from '@sallyport/gates';

/** Which names are still let through after some selections. */
export interface Kept {
  readonly mode: 'only' | 'except';
  readonly names: ReadonlySet<string>;
}

export const KEPT_ALL: Kept = { mode: 'except', names: new Set() };
const KEPT_NONE: Kept = { mode: 'only', names: new Set() };

export const keeps = (kept: Kept, name: string): boolean => kept.names.has(name) === (kept.mode === 'only');
export const keepsAll = (kept: Kept): boolean => kept.mode === 'except' && kept.names.size === 0;
export const keepsNone = (kept: Kept): boolean => kept.mode === 'only' && kept.names.size === 0;
export const keptName = (kept: Kept): string => `${kept.mode} ${[...kept.names].sort().join()}`;

/** A selection as names; `spelling` makes names that are compared without regard to case equal. */
export function keptBy(select: Selection, spelling: (name: string) => string): Kept {
  switch (select.keep) {
    case 'all':
      return KEPT_ALL;
    case 'none':
      return KEPT_NONE;
    case 'only':
      return { mode: 'only', names: new Set(select.names.map(spelling)) };
    case 'all-except':
      return { mode: 'except', names: new Set(select.names.map(spelling)) };
  }
}

/** What both let through. */
export function keptByBoth(a: Kept, b: Kept): Kept {
  if (a.mode === 'only') return { mode: 'only', names: new Set([...a.names].filter((name) => keeps(b, name))) };
  if (b.mode === 'only') return keptByBoth(b, a);
  return { mode: 'except', names: new Set([...a.names, ...b.names]) };
}
