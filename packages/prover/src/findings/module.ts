import type { Place } from '@sallyport/http';
import type { Subject } from '../claims/subject.ts';
import type { Blindness, Bypass, Refusal, Verdicts } from '../claims/verdicts.ts';

/** What a finding is looked for in. */
export interface Case {
  readonly subject: Subject;
  readonly verdicts: Verdicts;
}

/** Why a claim falls in this case. */
export interface Cause {
  /** What was seen, in one sentence with the names of this case. */
  readonly detail: string;
  /** Where to change it. */
  readonly place?: Place | undefined;
  /** What to change in this case, where that is not what the finding says in general. */
  readonly remedy?: string;
  /** Causes of one finding with equal keys are reported once; by default the place, else the detail. */
  readonly key?: string;
}

/** A cause without a request; `origin` where it is about one. */
export interface Note extends Cause {
  readonly origin?: string | undefined;
}

/** A row of docs/findings. */
interface About {
  /** The row of the bypass catalogue, such as `API-03`; also the name of its page. */
  readonly id: string;
  /** The fault in a few words, sentence case. */
  readonly title: string;
  /** What to change, as an order. */
  readonly remedy: string;
}

/** Names the cause of a replayed request that met no web ACL, from the way it took; undefined: another finding's business. */
export interface SideDoorFinding extends About {
  readonly claim: 'noSideDoor';
  readonly explain: (bypass: Bypass, of: Case) => Cause | undefined;
  /** What in the sources leaves the claim undecided for this reason, without a request that could be replayed. */
  readonly suspect?: (of: Case) => readonly Note[];
}

/** Names the cause for which nothing comes through a front door. */
export interface FrontDoorFinding extends About {
  readonly claim: 'frontDoorOpens';
  readonly explain: (refusal: Refusal, of: Case) => Cause | undefined;
}

/** Names the cause for which a web ACL is blind. */
export interface GuardFinding extends About {
  readonly claim: 'guardSees';
  readonly explain: (blindness: Blindness, of: Case) => Cause | undefined;
}

/** Something to set right although no claim falls by it. */
export interface NoteFinding extends About {
  readonly claim: null;
  readonly explain: (of: Case) => readonly Note[];
}

export type FindingModule = SideDoorFinding | FrontDoorFinding | GuardFinding | NoteFinding;
