const UNKNOWN = Symbol('unknown value');

/** A value inside a definition that the sources do not tell. What rests on it is undecided, never refused. */
export interface UnknownValue {
  readonly [UNKNOWN]: true;
  /** Equal identities, equal values. */
  readonly identity: string;
  readonly reason: string;
}

export const unknownValue = (identity: string, reason: string): UnknownValue => ({ [UNKNOWN]: true, identity, reason });

export const isUnknownValue = (value: unknown): value is UnknownValue =>
  typeof value === 'object' && value !== null && UNKNOWN in value;
