import type { Shape } from '@sallyport/waf';

/** The component of a request that a statement looks at, with the settings that decide how much of it is seen. */
export interface Field {
  /** The member of FieldToMatch. */
  readonly name: string;
  /** Of SingleHeader and SingleQueryArgument, in small letters. */
  readonly of?: string;
  /** The query string is transformed before it is split into arguments. */
  readonly isPreParsed?: true;
  readonly oversize?: 'CONTINUE' | 'MATCH' | 'NO_MATCH';
  readonly scope?: 'ALL' | 'KEY' | 'VALUE';
  /** Of Headers and Cookies: the names that are looked at, or left out; absent for all. */
  readonly names?: { readonly included: boolean; readonly of: readonly string[] };
  /** Of JsonBody. */
  readonly invalid?: 'MATCH' | 'NO_MATCH' | 'EVALUATE_AS_STRING';
  readonly jsonPaths?: readonly string[];
}

/** Where a statement takes addresses from a header. */
export interface Forwarded {
  readonly header: string;
  readonly fallback: 'MATCH' | 'NO_MATCH';
  /** Of IP sets; all others look at the first address. */
  readonly position: 'FIRST' | 'LAST' | 'ANY';
}

interface Base {
  /** Where it stands in the definition, such as `Rules.0.Statement.ByteMatchStatement`. */
  readonly path: string;
  /** The Statement as it was written, to put it to the test alone. */
  readonly written: unknown;
  /** Whose spelling it follows. */
  readonly shape: Shape;
}

/** What a single test asks. */
export type Leaf = Base &
  (
    | { readonly kind: 'byte-match'; readonly field: Field; readonly transformations: readonly string[] }
    | { readonly kind: 'regex-match'; readonly field: Field; readonly transformations: readonly string[] }
    | {
        readonly kind: 'regex-set';
        readonly field: Field;
        readonly transformations: readonly string[];
        readonly arn: string;
        readonly patterns: number | undefined;
      }
    | {
        readonly kind: 'size';
        readonly field: Field;
        readonly transformations: readonly string[];
        readonly operator: string;
        readonly size: number;
      }
    | {
        readonly kind: 'injection';
        readonly field: Field;
        readonly transformations: readonly string[];
        readonly of: 'sql' | 'xss';
      }
    | {
        readonly kind: 'ip-set';
        readonly arn: string;
        readonly addresses?: readonly string[];
        readonly forwarded?: Forwarded;
      }
    | { readonly kind: 'geo'; readonly countries: readonly string[]; readonly forwarded?: Forwarded }
    | { readonly kind: 'asn'; readonly numbers: readonly number[]; readonly forwarded?: Forwarded }
    | { readonly kind: 'label'; readonly scope: 'LABEL' | 'NAMESPACE'; readonly key: string; readonly prefix: string }
    | { readonly kind: 'unknown' }
  );

export type TextLeaf = Extract<Leaf, { readonly field: Field }>;

/** A rate-based statement: it is counted under a key, and holds above a limit. */
export interface Rate extends Base {
  readonly kind: 'rate';
  readonly limit: number;
  readonly seconds: number;
  readonly aggregate: string;
  /** Of CUSTOM_KEYS: the members' names, with the name of the header, cookie or argument. */
  readonly keys: readonly { readonly name: string; readonly of?: string }[];
  readonly forwarded?: Forwarded;
  readonly scope?: Statement;
}

export type Statement =
  | Leaf
  | Rate
  | (Base & { readonly kind: 'and' | 'or'; readonly of: readonly Statement[] })
  | (Base & { readonly kind: 'not'; readonly of: Statement });

/** Every single test in a statement, with whether it stands under an odd number of negations. */
export function leaves(
  statement: Statement,
  negated = false,
): readonly { readonly leaf: Leaf; readonly negated: boolean }[] {
  switch (statement.kind) {
    case 'and':
    case 'or':
      return statement.of.flatMap((inside) => leaves(inside, negated));
    case 'not':
      return leaves(statement.of, !negated);
    case 'rate':
      return statement.scope ? leaves(statement.scope, negated) : [];
    default:
      return [{ leaf: statement, negated }];
  }
}

export const isTextLeaf = (leaf: Leaf): leaf is TextLeaf => 'field' in leaf;
