import type { ByteTable } from './byte-set.ts';
import type { Transducer } from './transducer.ts';

/**
 * A regular language over bytes, as a term. Terms are made by `Languages` only, which keeps one object for each: equal
 * terms are identical. `nullable` tells whether the empty text belongs to it.
 */
export type Language =
  | { readonly kind: 'none' | 'empty'; readonly id: number; readonly nullable: boolean }
  | { readonly kind: 'bytes'; readonly id: number; readonly nullable: boolean; readonly set: InternedBytes }
  | {
      readonly kind: 'then';
      readonly id: number;
      readonly nullable: boolean;
      readonly first: Language;
      readonly rest: Language;
    }
  | {
      readonly kind: 'either' | 'both';
      readonly id: number;
      readonly nullable: boolean;
      readonly of: readonly Language[];
    }
  | { readonly kind: 'repeat' | 'not'; readonly id: number; readonly nullable: boolean; readonly of: Language }
  /** The texts that `by`, being in `state`, takes into `of`. */
  | {
      readonly kind: 'before';
      readonly id: number;
      readonly nullable: boolean;
      readonly by: Transducer;
      readonly state: number;
      readonly of: Language;
    };

export type Before = Extract<Language, { kind: 'before' }>;

export interface InternedBytes {
  readonly id: number;
  readonly has: ByteTable;
}
