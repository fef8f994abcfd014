import type { Opaque } from '@sallyport/architecture';
import type {
  Application,
  ApplicationId,
  CallFailure,
  CallLimits,
  Decision,
  Facts,
  GateId,
  Meter,
  Traveller,
} from '@sallyport/gates';
import type { Request, Response } from '@sallyport/http';
import type { CompiledLogging, CounterStore, Evaluation, LogSource, TrafficStore } from '@sallyport/waf';

/** Token buckets and quotas between requests. Passed in; the core keeps none of its own. */
export interface MeterStore {
  /** Takes one request out of the meter at `now` (milliseconds); false where it is exhausted. */
  readonly take: (meter: Meter, now: number) => boolean;
}

/** All that the core is told beside the request and the graph. */
export interface World {
  /** The value that an opaque text has in this run. */
  readonly opaque: (text: Opaque) => string;
  readonly counters: CounterStore;
  /** What AWS's intelligent rule groups remember between requests. */
  readonly traffic?: TrafficStore;
  /** Seals tokens of AWS WAF, and the questions that lead to them. Without one no interstitial page is sent. */
  readonly tokenKey?: string;
  readonly meters: MeterStore;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly now: number;
  readonly facts: Facts;
  /** Answers for consulted functions (authorizers) without calling them. */
  readonly grants?: (identity: string) => boolean;
  /** Answers for undecided tests; undefined leaves the question to the test itself. */
  readonly decide?: (identity: string) => boolean | undefined;
  /** Draws for tests that hold for a share of the requests; without it the test itself is asked. */
  readonly draws?: (identity: string, share: number) => boolean;
}

/** What one web ACL made of the request. */
export interface WebAclEvaluation {
  readonly webAcl: string;
  readonly evaluation: Evaluation;
  /** As the web ACL saw it. */
  readonly request: Traveller;
  /** The protected resource, as log records name it; undefined where nobody has said. */
  readonly source: LogSource | undefined;
  readonly logging: readonly CompiledLogging[] | undefined;
}

/** A request at a gate that another gate has passed it to. */
export interface Arrival {
  readonly gate: GateId;
  readonly request: Traveller;
}

/** How a request came as far as it did. */
export interface Journey {
  readonly trace: readonly Decision[];
  /** The applications that received it, in order. A mock is among them: it answers, though it is nobody's side door. */
  readonly reached: readonly ApplicationId[];
  /** The ids of the web ACLs that can block, evaluated it and let it pass before the first application received it. */
  readonly inspectedBy: readonly string[];
  /** The gates that handed it on, in order. */
  readonly passed: readonly GateId[];
  /** The request as it came to each gate behind the first, in order. */
  readonly arrivals?: readonly Arrival[];
  readonly evaluations: readonly WebAclEvaluation[];
  /** Why calls had no answer, in order. */
  readonly failures: readonly CallFailure[];
}

type KindOf<Kind> = Extract<Application, { readonly kind: Kind }>;
export type HttpApplication = KindOf<'http'>;
export type FunctionApplication = KindOf<'function'>;

/** What the core wants done outside before it can go on. */
export type Call =
  | {
      readonly kind: 'http';
      readonly application: HttpApplication;
      readonly request: Traveller;
      readonly limits: CallLimits;
    }
  /** `event` is built from the request with its whole body, which the core may have only the beginning of. */
  | {
      readonly kind: 'function';
      readonly application: FunctionApplication;
      readonly request: Traveller;
      readonly limits: CallLimits;
      readonly event: (request: Request) => unknown;
    }
  | {
      readonly kind: 'consult';
      readonly application: Application | undefined;
      readonly identity: string;
      readonly request: Traveller;
      readonly event: unknown;
    };

/** What came of a call: a response, a function's result (parsed JSON) or error, or nothing at all. */
export type CallAnswer =
  | { readonly response: Response }
  | { readonly value: unknown }
  | { readonly error: string }
  | { readonly failure: CallFailure };

/** A request's journey has ended in a response, or waits for a call. `resume` is to be called once. */
export type Progress =
  | { readonly response: Response; readonly journey: Journey }
  | { readonly call: Call; readonly resume: (answer: CallAnswer) => Progress };
