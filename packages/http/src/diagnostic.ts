/** A place in a source. Lines and columns count from 1. */
export interface Place {
  /** The source as the user named it, or its path inside the source folder. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly logicalId?: string;
  /** The property's path inside its resource, such as `DistributionConfig.Origins.0.DomainName`. */
  readonly property?: string;
}

/**
 * error: the source cannot be understood as a whole · warning: a part of it is not understood, so verdicts that rest on
 * it are unknown · note: worth knowing, no verdict depends on it.
 */
export type Severity = 'error' | 'warning' | 'note';

/** Something about the sources that the user should know. Diagnostics are collected, never thrown. */
export interface Diagnostic {
  /** Kebab-case, documented in docs/diagnostics.md, such as `unknown-function`. */
  readonly code: string;
  readonly severity: Severity;
  /** `Cannot <verb> <thing>: <state found>, expected <state wanted>`, user's values in double quotes. */
  readonly message: string;
  readonly place?: Place;
  /** What to do about it. */
  readonly help?: string;
}
