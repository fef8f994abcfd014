import type { GateId, Origin, Outcome } from '@sallyport/gates';
import type { Diagnostic } from '@sallyport/http';
import type { Arrival, Attacker, HostDependence, Witness } from './proof.ts';
import type { WavedThrough } from './waved-through.ts';

/** What is said of the claim "no side door". */
export type Verdict = 'protected' | 'bypassable' | 'unknown';

/** What is said of the claims "the front door opens" and "the guard sees". */
export type ClaimState = 'holds' | 'falls' | 'unknown';

/** A word, and the reasons for it where it is `unknown` (for a front door also where it `falls`). */
export interface Judged<Word> {
  readonly is: Word;
  readonly reasons: readonly string[];
}

/** A request that reached an application without a web ACL in blocking mode, as the runtime confirmed. */
export interface Bypass {
  readonly attacker: Attacker;
  readonly origin: Origin;
  readonly arrival: Arrival;
  readonly witness: Witness;
  /** What became of it when it was replayed. */
  readonly outcome: Outcome;
}

/** A front door through which nothing comes: a probe, and what became of it. */
export interface Refusal {
  readonly origin: Origin;
  /** The entrance through which a request should come. */
  readonly entrance: string;
  readonly probe: Witness;
  readonly outcome: Outcome;
}

/** A web ACL that decides by something that its author did not mean. */
export interface Blindness {
  readonly origin: Origin;
  readonly entrance: string;
  readonly why: { readonly host: HostDependence } | { readonly waved: WavedThrough };
  readonly escaping: Witness;
  /** What became of the escaping request when it was replayed. */
  readonly outcome: Outcome;
}

/** The three claims about one origin. */
export interface OriginVerdicts {
  readonly origin: Origin;
  /** For the attackers that were asked for. */
  readonly noSideDoor: Readonly<Partial<Record<Attacker, Judged<Verdict>>>>;
  readonly frontDoorOpens: Judged<ClaimState>;
  readonly guardSees: Judged<ClaimState>;
}

/** All that the proofs say, before causes are named. */
export interface Verdicts {
  readonly attackers: readonly Attacker[];
  readonly origins: readonly OriginVerdicts[];
  readonly bypasses: readonly Bypass[];
  readonly refusals: readonly Refusal[];
  readonly blindnesses: readonly Blindness[];
  /** The gates that requests through a distribution pass, by the distribution's gate: the way that is meant. */
  readonly intended: ReadonlyMap<GateId, ReadonlySet<GateId>>;
  readonly diagnostics: readonly Diagnostic[];
}
