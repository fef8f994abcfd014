import type { Place } from '@sallyport/http';
import type { Attacker } from '../claims/proof.ts';

/** The three claims, by the names that the report gives them. */
export type ClaimName = 'noSideDoor' | 'frontDoorOpens' | 'guardSees';

/** One step of a request's way: a gate, and what it decided. */
export interface PathStep {
  readonly gate: string;
  readonly decision: string;
}

/** A request as the report prints it. Texts are byte strings; a secret stands as a variable such as `$PARTNER_KEY`. */
export interface WitnessRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** null: no body. */
  readonly body: string | null;
  /** The address that it comes from. */
  readonly from: string;
}

/** A request that refutes a claim. */
export interface FindingWitness {
  /** The id of the entrance it is sent to. */
  readonly entrance: string;
  readonly request: WitnessRequest;
  /** A command line to paste. */
  readonly curl: string;
  /** Where chance decides which requests it happens to: after how many tries it has happened with a likelihood of 99 %. */
  readonly tries?: number;
  /** Whether the runtime carried it and saw what the finding says. */
  readonly replayed: boolean;
}

/** Why a claim falls, or (claim null) what should be set right although no claim falls by it. */
export interface Finding {
  /** A row of docs/findings, such as `API-03`. */
  readonly id: string;
  readonly claim: ClaimName | null;
  /** The weakest attacker for whom it holds; null where it is not about attackers. */
  readonly attacker: Attacker | null;
  /** The origin's id; null where it is not about one origin. */
  readonly origin: string | null;
  readonly title: string;
  /** What was seen in this case, in one sentence. */
  readonly detail: string;
  readonly path: readonly PathStep[];
  readonly witness: FindingWitness | null;
  readonly place: Place | null;
  readonly remedy: string;
  /** OPS-05: the parameter values under which it holds, and the finding that holds there. */
  readonly world?: { readonly parameters: Readonly<Record<string, string>>; readonly finding: string };
}
