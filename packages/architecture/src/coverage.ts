/**
 * How faithfully a property is modelled.
 *
 * - `documented`: as AWS's page says (`source`) · `observed`: as captured publicly (`source`)
 * - `approximated`: AWS does not publish it, or only a part is modelled; `note` says which
 * - `unknown`: read and named, not modelled: whatever depends on it is unknown
 * - `no-effect`: it does not change which requests reach what (tags, descriptions, prices)
 */
export type Fidelity = 'documented' | 'observed' | 'approximated' | 'unknown' | 'no-effect';

/** One property of a resource type, by its path without list indices (`DistributionConfig.Origins.DomainName`). */
export interface PropertyCoverage {
  readonly property: string;
  readonly fidelity: Fidelity;
  readonly note?: string;
  /** The page that says so. */
  readonly source?: string;
}

/** What is understood of one resource type. docs/components is generated from these. */
export interface TypeCoverage {
  readonly type: string;
  readonly properties: readonly PropertyCoverage[];
}
