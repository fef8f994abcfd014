import type { Statement } from './statement.ts';

export type Action = 'ALLOW' | 'BLOCK' | 'COUNT' | 'CAPTCHA' | 'CHALLENGE' | 'MONETIZE';

/** A group that a rule of the web ACL stands for. */
export interface Group {
  /** The rule of the web ACL. */
  readonly rule: string;
  readonly path: string;
  /** OverrideAction Count: whatever the group decides only counts. */
  readonly counts: boolean;
  readonly scope?: Statement;
  /** Whether its rules are known: of a group of another vendor, or one that is not among the sources, they are not. */
  readonly isTold: boolean;
  /** Of managed groups. */
  readonly managed?: { readonly vendor: string; readonly name: string };
  /** The rules that would do more than count and are overridden to Count, each with the path of the override. */
  readonly countedRules: readonly { readonly name: string; readonly path: string }[];
}

/** A rule in its place of evaluation: one of the web ACL, or one of a group. */
export interface Rule {
  readonly name: string;
  /** As traces have it: `Group#Rule` inside a group. */
  readonly shown: string;
  /** From the definition's root; inside a referenced group, from that group's root. */
  readonly path: string;
  /** The ARN of the referenced group that the path belongs to. */
  readonly of?: string;
  readonly group?: Group;
  /** What it does when it matches, overrides counted in (of the group as a whole: see `group.counts`). */
  readonly action: Action;
  /** Undefined for the rules of managed groups, whose statements AWS does not publish. */
  readonly statement: Statement | undefined;
  /** Full names of the labels that it adds. */
  readonly labels: readonly string[];
  /** Names of the headers that its action inserts, as the origin gets them. */
  readonly insertedHeaders: readonly string[];
}

/** Whether a request that matches goes no further, a valid token apart. */
export const terminates = ({ action, group }: Rule): boolean => action !== 'COUNT' && group?.counts !== true;

/** Whether it can refuse a request. */
export const refuses = (rule: Rule): boolean => terminates(rule) && rule.action !== 'ALLOW';
