export type { Attacker } from '../environment/index.ts';
export { checkEveryTuple, type Disagreement, type EveryTuple } from './every-tuple.ts';
export { type HostDependence, type HostDependences, hostDependence } from './host-dependence.ts';
export { challengeReason } from './inspection.ts';
export type { ProofLimits } from './limits.ts';
export { type Arrival, type Proof, type ProofOptions, type ProofStatistics, prove } from './prove.ts';
export type { RequestSet } from './request-set.ts';
export { SharedProofs } from './shared-proofs.ts';
export type { Witness } from './witness.ts';
