import type { ApplicationId, CallFailure, Decision, GateId, Traveller } from '@sallyport/gates';
import type { Place, Response } from '@sallyport/http';
import type { Arrival, Journey, Progress, WebAclEvaluation, World } from './world.ts';

/** The journey while it is being made. */
export interface Diary extends Journey {
  readonly trace: Decision[];
  readonly reached: ApplicationId[];
  readonly inspectedBy: string[];
  readonly passed: GateId[];
  readonly arrivals: Arrival[];
  readonly evaluations: WebAclEvaluation[];
  readonly failures: CallFailure[];
}

export const emptyDiary = (): Diary => ({
  trace: [],
  reached: [],
  inspectedBy: [],
  passed: [],
  arrivals: [],
  evaluations: [],
  failures: [],
});

/** One request's stay at one gate. */
export interface Visit {
  readonly gate: GateId;
  readonly world: World;
  readonly diary: Diary;
  /** The request as it came to the gate. */
  readonly arrived: Traveller;
  /** How many gates it came through, counting the fetches of error pages. */
  readonly depth: number;
  /** The request fetches an error page for this gate; then no further one is fetched. */
  readonly fetching: boolean;
  /** Hands the answer back to where the request came from. */
  readonly leave: (response: Response) => Progress;
}

/** A step, ready to be taken. */
export type Walk = (visit: Visit, request: Traveller) => Progress;

/** Writes a decision that is put together at run time into the trace. */
export function note(visit: Visit, kind: Decision['kind'], decision: string, place?: Place): void {
  visit.diary.trace.push(decisionOf(visit.gate, kind, decision, place));
}

export const decisionOf = (gate: GateId, kind: Decision['kind'], decision: string, place?: Place): Decision =>
  place ? { gate, kind, decision, place } : { gate, kind, decision };

/** An answer that no component gives: the graph itself is at fault. */
export const brokenGraph = (reason: string): Response => ({
  status: 500,
  headers: [['Content-Type', 'text/plain']],
  body: { kind: 'bytes', bytes: Uint8Array.from(reason, (letter) => letter.charCodeAt(0) & 0xff) },
});
