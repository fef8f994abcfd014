/** What claims take of the prover's core, under the names that they use. */
export type {
  Arrival,
  Attacker,
  HostDependence,
  HostDependences,
  Proof,
  RequestSet,
  Witness,
} from '../arrivals/index.ts';
