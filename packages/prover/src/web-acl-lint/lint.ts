import type { Request } from '@sallyport/http';
import type { Evaluation } from '@sallyport/waf';
import type { LintCase } from './lint-case.ts';
import type { Rule } from './reading/rule.ts';

/**
 * error: shown by a request that any client can send, whatever the origin is · warning: it rests on what the finding says it
 * assumes, or weakens a control · note: worth knowing.
 */
export type Level = 'error' | 'warning' | 'note';

/** What the engine must decide for a request to show what it is said to show. */
export interface Expected {
  /** `refused`: anything but ALLOW. */
  readonly action?: Evaluation['action'] | 'refused';
  /** The rule that ends the evaluation, as traces have it. */
  readonly by?: string;
  /** A rule that does not match. */
  readonly unmatched?: string;
  readonly counted?: string;
  /** A header that the origin does not get. */
  readonly lacks?: string;
}

/** A request with what it shows. */
export interface Shown {
  /** What happens to it, as a clause: `is let through`. */
  readonly says: string;
  readonly request: Request;
  readonly expected: Expected;
  /** So many requests at one time, of which `request` is the last; `at` gives each, `how` says what they differ in. */
  readonly series?: { readonly times: number; readonly at: (index: number) => Request; readonly how: string };
}

/** One fault of a web ACL. */
export interface Found {
  /** Undefined where it is about the web ACL as a whole. */
  readonly rule?: Pick<Rule, 'shown'>;
  readonly path: string;
  /** The ARN of the referenced group that the path belongs to. */
  readonly of?: string;
  readonly level: Level;
  /** What was seen, in sentences with the names of this case. */
  readonly detail: string;
  /** What the origin, or what stands before the web ACL, must do for it to matter; absent for nothing. */
  readonly assumes?: string;
  readonly shown: readonly Shown[];
}

/** One row of the catalogue that a web ACL alone, or with what it is attached to, decides. */
export interface Lint {
  readonly id: string;
  readonly title: string;
  readonly remedy: string;
  readonly source: string;
  readonly find: (of: LintCase) => readonly Found[];
}

/** Where a rule is, for a finding about it. */
export const at = (rule: Rule, path: string = rule.path): Pick<Found, 'rule' | 'path' | 'of'> => ({
  rule,
  path,
  ...(rule.of === undefined ? {} : { of: rule.of }),
});

/** "a", "a" and "b", "a", "b" and 3 more. */
export function listed(names: readonly string[], most = 4): string {
  const quoted = [...new Set(names)].map((name) => `"${name}"`);
  const shown = quoted.length > most ? [...quoted.slice(0, most - 1), `${quoted.length - most + 1} more`] : quoted;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

export const DEVELOPER_GUIDE = 'https://docs.aws.amazon.com/waf/latest/developerguide';
