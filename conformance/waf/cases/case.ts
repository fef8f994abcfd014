import type { Headers } from '@sallyport/http';
import type { CompileOptions } from '@sallyport/waf';

/** How a case is known: AWS's page says it, somebody has seen it, or it is what stands in for what AWS does not say. */
export type Fidelity = 'documented' | 'observed' | 'approximated';

/** A request as data: texts are byte strings, what is left out is what most requests are. */
export interface CaseRequest {
  readonly method?: string;
  readonly target?: string;
  /** Those besides Host, which is `example.com`; with `host` among them, all. */
  readonly headers?: Headers;
  readonly body?: string;
  readonly scheme?: 'http' | 'https';
  readonly client?: {
    readonly address?: string;
    readonly country?: string;
    readonly region?: string;
    readonly asn?: number;
    readonly ja3?: string;
    readonly ja4?: string;
  };
  /** Seconds on the case's clock. */
  readonly time?: number;
}

/** What a request must lead to; what is not named may be anything. */
export interface Expected {
  readonly action?: string;
  readonly by?: string;
  /** The rule inside the group. */
  readonly within?: string;
  /** All of them, in order. */
  readonly labels?: readonly string[];
  readonly counted?: readonly string[];
  readonly inserted?: Headers;
  readonly response?: {
    readonly status?: number;
    readonly headers?: Headers;
    readonly body?: string;
    readonly contentType?: string;
  } | null;
}

/** What is asked of an engine. */
export type Question =
  | {
      readonly ask: 'evaluate';
      readonly webAcl: unknown;
      readonly options: CaseOptions;
      readonly requests: readonly CaseRequest[];
    }
  | { readonly ask: 'transform'; readonly transformation: string; readonly text: string }
  | { readonly ask: 'fingerprint'; readonly text: string };

export type CaseOptions = Pick<CompileOptions, 'resourceType' | 'shape' | 'arn'>;

/** One case: a sentence, where it is known from, a question, and what must come out. */
export interface WafCase {
  readonly file: string;
  readonly title: string;
  readonly source: string;
  readonly fidelity: Fidelity;
  readonly question: Question;
  readonly expected: ExpectedAnswer;
}

export type ExpectedAnswer =
  | { readonly requests: readonly Expected[]; readonly capacity?: number }
  /** Refused there; `says` is part of the message. */
  | { readonly refused: string; readonly says?: string }
  | { readonly text: string };

/** What an engine answers. */
export type Answer =
  | { readonly evaluations: readonly CaseEvaluation[]; readonly capacity?: number }
  | { readonly refused: readonly { readonly path: string; readonly message: string }[] }
  | { readonly text: string }
  /** What the reference does not know at all. */
  | { readonly cannot: string };

export interface CaseEvaluation {
  readonly action: string;
  readonly rule: string;
  readonly ruleInGroup?: string;
  readonly labels: readonly string[];
  readonly counted: readonly string[];
  readonly insertedHeaders: Headers;
  readonly response?: {
    readonly status: number;
    readonly headers: Headers;
    readonly body: string;
    readonly contentType?: string;
  };
}

/** Something that answers all questions at once. */
export interface Engine {
  readonly name: string;
  readonly answer: (questions: readonly Question[]) => Promise<readonly Answer[]>;
}
