import type { Request } from '@sallyport/http';
import type {
  AwaitedResponse,
  CounterStore,
  EvaluationContext,
  EvaluationStep,
  FieldMatch,
  OversizeField,
  RateCount,
  RuleGroupIdentity,
  RuleMatch,
} from './compiled.ts';
import type { Component } from './component.ts';
import type { UntoldLabel } from './managed-rule-groups/untold-labels.ts';
import type { TokenReading } from './token/token-standing.ts';

/** A step, or the steps of rules that were passed over together. */
export type Note = EvaluationStep | readonly EvaluationStep[];

const NO_CONTEXT: EvaluationContext = {};
const NONE_UNTOLD: readonly UntoldLabel[] = [];

/** One request under evaluation: what was fetched of it, and what the rules have left behind. */
export class Inspection {
  readonly request: Request;
  readonly counters: CounterStore;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly now: number;
  /** Fetched components, by the number that the compilation gave them. */
  readonly memory: (Component | undefined)[];
  /** Full names of the labels that later rules can see. */
  readonly labels = new Set<string>();
  /** Labels that a group may have added, and that nobody can tell. */
  untoldLabels: readonly UntoldLabel[] = NONE_UNTOLD;
  /** Labels of the rule under evaluation; they count from its end on. */
  readonly pendingLabels: string[] = [];
  readonly countedRules: string[] = [];
  readonly insertedHeaders: (readonly [name: string, value: string])[] = [];
  /** The steps of the evaluation, one or many at a time. */
  readonly notes: Note[] = [];
  /** What statements against SQL injection and cross-site scripting have found. */
  readonly fieldMatches: FieldMatch[] = [];
  /** What log records and samples tell; see EvaluationRecord. */
  readonly matches: RuleMatch[] = [];
  readonly groups: RuleGroupIdentity[] = [];
  readonly rates: RateCount[] = [];
  readonly oversizeFields: OversizeField[] = [];
  clientAsn: number | undefined = undefined;
  forwardedAsn: number | undefined = undefined;
  /** Answers of statements by identity, kept where somebody asked for them. */
  readonly answers: Map<string, boolean> | undefined;
  /** Why the outcome rests on more than AWS documents; some reasons more than once. */
  readonly approximations: string[] = [];
  readonly context: EvaluationContext;
  /** The request's token, once somebody has asked for it. */
  tokenReading: TokenReading | undefined = undefined;
  /** Who waits for the answer to the request. */
  awaiting: AwaitedResponse[] | undefined = undefined;

  constructor(
    request: Request,
    counters: CounterStore,
    now: number,
    components: number,
    answers?: Map<string, boolean>,
    context: EvaluationContext = NO_CONTEXT,
  ) {
    this.request = request;
    this.counters = counters;
    this.now = now;
    this.memory = new Array<Component | undefined>(components).fill(undefined);
    this.answers = answers;
    this.context = context;
  }
}
