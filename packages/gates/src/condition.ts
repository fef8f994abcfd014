import type { Text } from '@sallyport/architecture';
import type { Request } from '@sallyport/http';
import type { Attribute, Traveller } from './attribute.ts';
import type { TextRewrite } from './text-rewrite.ts';

/**
 * How one text is compared. Texts are byte strings; `fold` compares ASCII letters without regard to case. `secret` marks a
 * comparison with keys: attackers do not know even those that are written out in the sources.
 */
export type Matcher =
  | { readonly is: 'equal'; readonly to: Text; readonly fold?: boolean; readonly secret?: true }
  | { readonly is: 'one-of'; readonly of: readonly Text[]; readonly fold?: boolean; readonly secret?: true }
  | { readonly is: 'starting-with'; readonly text: string; readonly fold?: boolean }
  | { readonly is: 'ending-with'; readonly text: string; readonly fold?: boolean }
  | { readonly is: 'containing'; readonly text: string; readonly fold?: boolean }
  /** `*` is any run of bytes, also `/`; `?` one byte; with `escapes` a `\` takes the next byte literally. */
  | { readonly is: 'glob'; readonly pattern: string; readonly fold?: boolean; readonly escapes?: boolean }
  /** An API Gateway resource path: `{x}` one segment, `{x+}` the rest, a trailing slash ignored. */
  | { readonly is: 'resource-path'; readonly template: string }
  /** A regular expression without look-around and back-references, searched for (not anchored). `dialect` names its syntax. */
  | { readonly is: 'regex'; readonly source: string; readonly fold?: boolean; readonly dialect: 'waf' | 'alb' };

/** Addresses, as CIDR blocks, or as AWS's name for a list that changes without notice. */
export interface AddressSet {
  /** Equal ids, equal sets. */
  readonly id: string;
  readonly cidrs: readonly string[];
  /** `cloudfront` adds every address that CloudFront connects to origins from. */
  readonly includes?: 'cloudfront';
}

/**
 * One test.
 *
 * - `text`: some value of the attribute, after `through`, matches. Absent attributes match nothing.
 * - `present`: the attribute has a value.
 * - `address`: the attribute `address` lies in the set.
 * - `undecided`: only a running system can tell (a SQL injection, a customer's function, a setting that is not known).
 *   The prover treats it as a free Boolean of that identity; the runtime calls `decide`. Equal identities are the same
 *   thing asked twice and get the same answer. With a `share` chance decides, for each request anew: whoever sends a
 *   request again and again meets both answers, so the prover lets the attacker choose.
 * - `limit`: a length or count that a shortest witness never exceeds. The prover takes it as false; the runtime asks it.
 */
export type Test =
  | {
      readonly test: 'text';
      readonly on: Attribute;
      readonly matches: Matcher;
      readonly through?: readonly TextRewrite[];
    }
  | { readonly test: 'present'; readonly on: Attribute }
  | { readonly test: 'address'; readonly in: AddressSet }
  | {
      readonly test: 'undecided';
      readonly identity: string;
      readonly reason: string;
      readonly decide: (request: Traveller) => boolean;
      /** For this attacker it certainly holds (a legitimate client credential is accepted by the authorizer). */
      readonly heldBy?: 'credential';
      /** For how large a share of the requests it holds, by chance: above 0 and below 1. */
      readonly share?: number;
      /** Some requests meet it and others do not, whatever else they are: a count that is exceeded. */
      readonly occurs?: true;
    }
  | { readonly test: 'limit'; readonly label: string; readonly exceeded: (request: Request) => boolean };

/** A Boolean combination of tests. `{ all: [] }` is always true, `{ any: [] }` never. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Test;

export const ALWAYS: Condition = { all: [] };
export const NEVER: Condition = { any: [] };

/** Every test of a condition, negated ones too. */
export function allTests(condition: Condition): readonly Test[] {
  if ('all' in condition) return condition.all.flatMap(allTests);
  if ('any' in condition) return condition.any.flatMap(allTests);
  return 'not' in condition ? allTests(condition.not) : [condition];
}
