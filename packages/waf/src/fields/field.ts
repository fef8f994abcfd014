import type { Compilation } from '../compilation.ts';
import type { DescribedField } from '../compiled.ts';
import type { Fetch } from '../components.ts';
import type { Inspection } from '../inspection.ts';
import type { Part } from '../part.ts';

/** A component that a statement looks at, checked. */
export interface CompiledField {
  /** The member of FieldToMatch. */
  readonly name: string;
  /** What it is called in a trace where the member's name does not tell which one is looked at. */
  readonly title?: string;
  readonly fetch: Fetch;
  /** Equal keys fetch the same. */
  readonly key: string;
  readonly described: DescribedField;
  /** What the text at that place of the component is the value (or the name) of; only asked for texts that are logged. */
  readonly nameAt?: (inspection: Inspection, index: number) => string | undefined;
  /** Capacity units it adds to a statement. */
  readonly addedCapacity?: number;
  /** What it multiplies a statement's own capacity units by. */
  readonly capacityFactor?: number;
  /** The component exists only for an exact string match. */
  readonly onlyExactly?: boolean;
  /** The same field with the query string changed before it is split into arguments. */
  readonly preParsed?: (transform: (query: string) => string, key: string) => CompiledField;
}

/** Makes a component out of a member of FieldToMatch; undefined where it is refused or unknown (and noted). */
export type FieldCompiler = (part: Part, compilation: Compilation) => CompiledField | undefined;
