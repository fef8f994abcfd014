import type { Request } from '@sallyport/http';

// biome-ignore lint/suspicious/noExplicitAny: a definition is plain data that the engine has already checked
export type Data = any;

/** What is known of an address that a header names. */
export interface ReferencePlace {
  readonly country?: string;
  readonly region?: string;
  readonly asn?: number;
}

/** What the reference needs beside the definition. */
export interface ReferenceWorld {
  readonly labelPrefix: string;
  readonly bodyBytes: number;
  /** CIDR blocks by ARN. */
  readonly ipSets: Readonly<Record<string, readonly string[]>>;
  readonly regexPatternSets?: Readonly<Record<string, readonly string[]>>;
  /** Definitions by ARN. */
  readonly ruleGroups?: Readonly<Record<string, Data>>;
  readonly places?: Readonly<Record<string, ReferencePlace>>;
  /** The moments at which rate-based rules have counted a request, by rule and aggregation instance. */
  readonly counted?: Map<string, number[]>;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly now?: number;
}

/** A request before a statement, and where the statement stands. */
export interface Given {
  readonly request: Request;
  readonly world: ReferenceWorld;
  readonly labels: Set<string>;
  /** Labels of the statement under evaluation; other rules see them once it has ended. */
  readonly pending: string[];
  /** What labels of the statement's own context begin with. */
  readonly prefix: string;
  /** The rule's name with those of what it is in. */
  readonly rule: string;
}

/** The only member of a structure that stands for a choice. */
export const onlyEntry = (structure: Data): readonly [name: string, inside: Data] => {
  const [entry = ['', {}]] = Object.entries(structure);
  return entry;
};

export const byPriority = (list: readonly Data[]): readonly Data[] => [...list].sort((a, b) => a.Priority - b.Priority);
