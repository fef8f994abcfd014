import type { Place, Response } from '@sallyport/http';
import type { Traveller } from './attribute.ts';
import type { ApplicationId, GateId } from './step.ts';

/** One decision that a gate took about a request. */
export interface Decision {
  readonly gate: GateId;
  readonly kind: 'choose' | 'rewrite' | 'inspect' | 'meter' | 'consult' | 'call' | 'answer';
  /** For people, secrets masked: `method ANY /{proxy+} requires no API key`. */
  readonly decision: string;
  readonly place?: Place;
}

/** What became of one request: the answer, and how it came about. */
export interface Outcome {
  readonly response: Response;
  readonly trace: readonly Decision[];
  /** The applications that received it, in order. */
  readonly reached: readonly ApplicationId[];
  /** The ids of the web ACLs that can block, evaluated it and let it pass, before the first application received it. */
  readonly inspectedBy: readonly string[];
  /** The gates it passed, in order. */
  readonly passed: readonly GateId[];
}

/**
 * Sends one request through the gates with stand-ins: applications answer 200, counters are fresh, opaque texts have the
 * values that `standIn` gives. The prover has every witness replayed by it.
 */
export type Replay = (request: Traveller, gate: GateId, how: ReplayOptions) => Outcome;

export interface ReplayOptions {
  /** Whether a consulted function (an authorizer) grants the request. */
  readonly grants: (identity: string) => boolean;
  /** Whether chance lets a test with a share hold; without it none does. */
  readonly draws?: (identity: string) => boolean;
}
