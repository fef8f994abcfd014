import type { ApplicationId, GateId, Traveller } from '@sallyport/gates';

import type { Attacker } from '../environment/knowledge.ts';

export type { Attacker };
export interface Witness {
  readonly request: Traveller;
  readonly gate: GateId;
  readonly grants: (identity: string) => boolean;
  readonly rests: readonly string[];
}
export interface RequestSet {
  readonly possible: boolean;
  readonly certain: boolean;
  readonly reasons: readonly string[];
  witnesses(most: number): readonly Witness[];
}
export interface Arrival {
  readonly gate: GateId;
  readonly application: ApplicationId;
  readonly inspectedBy: readonly string[];
  readonly passed: readonly GateId[];
  readonly requests: RequestSet;
}
export interface Proof {
  readonly attacker: Attacker;
  readonly arrivals: readonly Arrival[];
  readonly unknown: readonly string[];
}
export interface Dependence {
  readonly blocked: Witness;
  readonly escaping: Witness;
  readonly host: string;
  readonly webAcl: string;
  readonly rule: string;
}
