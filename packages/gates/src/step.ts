import type { Headers, Place, Request, Response } from '@sallyport/http';
import type { CompiledLogging, CompiledWebAcl, LogSource } from '@sallyport/waf';
import type { Condition } from './condition.ts';
import type { Rewrite } from './rewrite.ts';

/** The name of a gate, `<component>:<id>`, such as `distribution:Edge` or `rest-api:Api/prod`. */
export type GateId = string;

/** One rule of a `choose`: the first whose condition holds decides. */
export interface Rule {
  readonly when: Condition;
  readonly then: Step;
  /** What has been decided when it holds, for people: `behaviour "/api/*"`, `method GET /users/{id} requires an API key`. */
  readonly label: string;
  readonly place?: Place;
}

/** A token bucket or a quota. Time is passed in; the count lives in the runtime's store under `id` and the key's values. */
export type Meter =
  | { readonly kind: 'bucket'; readonly id: string; readonly ratePerSecond: number; readonly burst: number }
  | {
      readonly kind: 'quota';
      readonly id: string;
      readonly limit: number;
      readonly period: 'DAY' | 'WEEK' | 'MONTH';
      readonly offset: number;
    };

/** The answer of a gate that does not pass the request on. */
export interface Answer {
  /** For the trace: `API Gateway answers 403 ForbiddenException`. */
  readonly label: string;
  readonly respond: (request: Request, facts: Facts) => Response;
}

/** What a running system knows beside the request. */
export interface Facts {
  readonly requestId: string;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly now: number;
  /** CloudFront's point of presence, such as `FRA60-P1`. */
  readonly pointOfPresence: string;
}

/** Where a `call` goes. */
export type Target =
  /** Another gate of this graph. */
  | { readonly gate: GateId }
  /** An application: what runs behind an origin. */
  | { readonly application: ApplicationId };

/** The name of an application: `function:<id>`, `http:<scheme>://<host>[:port]`, `mock:<gate>`. Equal names, the same thing. */
export type ApplicationId = string;

/** What runs behind an origin. */
export type Application =
  | {
      readonly id: ApplicationId;
      readonly kind: 'function';
      readonly function: string;
      /** Set where the sources do not show what is called; it may then be any application. */
      readonly unseen?: string;
      readonly place?: Place;
    }
  | {
      readonly id: ApplicationId;
      readonly kind: 'http';
      readonly scheme: 'http' | 'https';
      readonly host: string;
      readonly port: number;
      /** As above. */
      readonly unseen?: string;
      readonly place?: Place;
    }
  | { readonly id: ApplicationId; readonly kind: 'mock'; readonly place?: Place };

/** One exchange, as a response rule sees it. `request` is the request as it came to the gate, `sent` as it was passed on. */
export interface Exchange {
  readonly request: Request;
  readonly sent: Request;
  readonly facts: Facts;
  /** Set where no answer came: `refused`, `timeout`, `reset`, `tls`, `too-large`, `malformed`. */
  readonly failure?: CallFailure;
}
export type CallFailure = 'refused' | 'timeout' | 'reset' | 'tls' | 'too-large' | 'malformed';

/**
 * What a gate does to the answer of its call, in order. Only the runtime interprets it. A rule may ask for another request
 * (`fetch`: CloudFront's error pages), whose answer then takes the place of this one, with `headers` set and, unless it is
 * an error itself, with `status`. It goes to `gate`, or to the gate that applies the rule.
 */
export interface ResponseRule {
  readonly label: string;
  readonly apply: (
    response: Response,
    exchange: Exchange,
  ) =>
    | Response
    | { readonly fetch: Request; readonly status?: number; readonly headers?: Headers; readonly gate?: GateId };
}

/** How long a call may take, in milliseconds. */
export interface CallLimits {
  readonly connectMilliseconds: number;
  readonly responseMilliseconds: number;
  readonly attempts: number;
}

/** What the integration of a function needs to build its event and read its answer (API Gateway's AWS_PROXY). */
export interface Invocation {
  readonly event: (request: Request, facts: Facts) => unknown;
  /** The answer of the function (parsed JSON), or its error. */
  readonly answer: (result: { readonly value: unknown } | { readonly error: string }, exchange: Exchange) => Response;
}

/** One step of a gate. */
export type Step =
  | { readonly do: 'choose'; readonly rules: readonly Rule[]; readonly otherwise: Step }
  | { readonly do: 'rewrite'; readonly label?: string; readonly by: readonly Rewrite[]; readonly next: Step }
  /** A web ACL evaluates the request. The prover reads its rules symbolically, the runtime evaluates it. */
  | {
      readonly do: 'inspect';
      readonly webAcl: InspectingWebAcl;
      /** The protected resource, as log records name it. */
      readonly source?: LogSource;
      readonly allowed: Step;
      readonly refused: (evaluation: WebAclRefusal) => Answer;
    }
  | {
      readonly do: 'meter';
      readonly meter: Meter;
      readonly label: string;
      readonly within: Step;
      readonly exceeded: Step;
    }
  /** A customer's function decides (an authorizer). The prover treats it as undecided, but for `credential`, whom it grants. */
  | {
      readonly do: 'consult';
      readonly identity: string;
      readonly label: string;
      readonly application: ApplicationId;
      readonly invocation: {
        readonly event: (request: Request, facts: Facts) => unknown;
        readonly granted: (value: unknown, request: Request) => boolean;
      };
      readonly granted: Step;
      readonly denied: Step;
    }
  | {
      readonly do: 'call';
      readonly to: Target;
      readonly label: string;
      readonly limits?: CallLimits;
      readonly invocation?: Invocation;
      readonly after: readonly ResponseRule[];
    }
  | { readonly do: 'answer'; readonly answer: Answer; readonly place?: Place };

/** A web ACL in its place: which one, what it is called, and its rules as conditions for the prover. */
export interface InspectingWebAcl {
  /** The logical id or the ARN. */
  readonly id: string;
  readonly name: string;
  readonly compiled: CompiledWebAcl;
  /** In order of evaluation. Count rules and the like are left out: they decide nothing, nor do any where nothing is refused. */
  readonly rules: readonly {
    readonly name: string;
    readonly when: Condition;
    readonly action: 'allow' | 'block' | 'challenge';
    readonly place?: Place;
  }[];
  readonly defaultAction: 'allow' | 'block';
  /** Whether any request at all can be blocked by it, or why that is not known. */
  readonly canBlock: boolean | { readonly unknown: string };
  readonly arn?: string;
  /** Its logging configurations that AWS would accept. */
  readonly logging?: readonly CompiledLogging[];
  readonly place?: Place;
}

/** What a web ACL decided, where it does not let the request pass. */
export interface WebAclRefusal {
  readonly action: 'BLOCK' | 'CAPTCHA' | 'CHALLENGE' | 'MONETIZE';
  readonly terminatingRule: string;
  /** A custom response, if the rule has one. */
  readonly response?: {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: Uint8Array;
    readonly contentType?: string;
  };
}
