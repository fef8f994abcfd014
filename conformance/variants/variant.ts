import type { Edit, Json, Template } from '../template.ts';

export type Claim = 'noSideDoor' | 'frontDoorOpens' | 'guardSees';
export type Attacker = 'internet' | 'account' | 'credential';

/** What `check` must say of a changed example. */
export interface Expectation {
  /** The origin that the claims are about; `Api` unless the change puts another there. */
  readonly origin?: string;
  /** The claim that no longer stands; null: all stand. */
  readonly claim: Claim | null;
  /**
   * The weakest attacker against whom it falls; attackers add up, so it falls against the stronger too. Null where the
   * claim is not about an attacker.
   */
  readonly attacker: Attacker | null;
  /** `falls`: refuted. `open`: neither proved nor refuted, since the sources do not tell. */
  readonly becomes: 'falls' | 'open' | 'stands';
  /** Whether a request shows it. */
  readonly witness: boolean;
  /** The finding that must be there: the row of the catalogue. Undefined where none is called for. */
  readonly finding?: string;
  /**
   * Attackers against whom the change makes *no side door* undecidable or false for a reason of its own, which is not what
   * the case is about.
   */
  readonly besides?: readonly Attacker[];
}

/** What a stage serves, handed in beside the template. */
export interface HandedIn {
  /** `Api/prod`, `Api/prod/canary`, `Api@a1b2c3`. */
  readonly of: string;
  /** The file, given the changed template: its text, or what is to be written as JSON. */
  readonly content: (template: Template) => Json;
}

/** The example with one change. */
export interface Variant {
  /** `API-01/root-method-absent`, or `safe/aliases`. */
  readonly id: string;
  readonly title: string;
  readonly change: Edit;
  readonly deployed?: readonly HandedIn[];
  readonly expects: Expectation;
  /** The page that says why. */
  readonly source: string;
}

/** No side door falls against `attacker` and those above, and a request shows it. */
export const sideDoor = (finding: string, attacker: Attacker = 'internet'): Expectation => ({
  claim: 'noSideDoor',
  attacker,
  becomes: 'falls',
  witness: true,
  finding,
});

/** The sources do not tell whether there is a side door. */
export const undecided = (finding?: string): Expectation => ({
  claim: 'noSideDoor',
  attacker: 'internet',
  becomes: 'open',
  witness: false,
  ...(finding ? { finding } : {}),
});

/** No request passes the front door. */
export const frontDoorShut = (finding: string): Expectation => ({
  claim: 'frontDoorOpens',
  attacker: null,
  becomes: 'falls',
  witness: false,
  finding,
});

/** A request is waved through. */
export const guardBlind = (finding: string): Expectation => ({
  claim: 'guardSees',
  attacker: null,
  becomes: 'falls',
  witness: true,
  finding,
});

/** All claims stand, with a finding that is worth knowing, or none. */
export const stands = (finding?: string): Expectation => ({
  claim: null,
  attacker: null,
  becomes: 'stands',
  witness: false,
  ...(finding ? { finding } : {}),
});
