import type { Diagnostic, Place } from '@sallyport/http';
import type { Application, ApplicationId, GateId, Step } from './step.ts';

/** What one component does with a request. */
export interface Gate {
  readonly id: GateId;
  /** The component's noun, which is also the name of its folder: `distribution`, `rest-api` … */
  readonly component: string;
  /** The logical id of the resource whose behaviour this is, where it is one resource's. */
  readonly resource?: string;
  /** For people: `distribution "Edge"`. */
  readonly title: string;
  readonly start: Step;
  /** Of a stage: the id of its API and its name, as logs have them, such as `a1b2c3d4e5/prod`. */
  readonly apiStage?: string;
  readonly place?: Place;
}

/** A way in from outside: a name that DNS answers for, and the gate that listens there. */
export interface Entrance {
  /** `distribution:Edge`, `stage:Api/prod`, `domain-name:Custom` … */
  readonly id: string;
  readonly gate: GateId;
  readonly kind: 'distribution' | 'stage' | 'domain-name';
  readonly resource: string;
  /** The host names that lead here; the first is the one to print. Any other Host may still be sent to the same address. */
  readonly hosts: readonly string[];
  readonly schemes: readonly ('http' | 'https')[];
  /** What a URL printed for this entrance begins with after the host, such as `/prod`. */
  readonly basePath: string;
  /** For people: `https://d111.cloudfront.net`. */
  readonly title: string;
  readonly place?: Place;
}

/** An origin: what a distribution sends to, or what carries the regional web ACL. The claims are made for origins. */
export interface Origin {
  /** The logical id, or the host of an origin outside the sources; where that is not known, `distribution/origin`. */
  readonly id: string;
  /** The gates whose passing means that the origin was reached; empty for a host outside the sources. */
  readonly gates: readonly GateId[];
  /** What runs behind it. A mock is none. */
  readonly applications: readonly ApplicationId[];
  /** The distributions (logical ids) whose origins name it; empty: a regional web ACL guards it. */
  readonly distributions: readonly string[];
  /** Reasons for which nothing can be proved of it (a type of resource that is not modelled, a host outside AWS). */
  readonly unknown: readonly string[];
  /** Reasons for which nothing can be proved of it against these attackers and those above them. */
  readonly unknownAgainst?: Readonly<Partial<Record<'account' | 'credential', readonly string[]>>>;
  readonly place?: Place;
}

/** Everything that requests can pass through. Both interpreters take this and nothing else. */
export interface GateGraph {
  readonly gates: ReadonlyMap<GateId, Gate>;
  readonly entrances: readonly Entrance[];
  readonly applications: ReadonlyMap<ApplicationId, Application>;
  readonly origins: readonly Origin[];
  /** What the proof takes for granted, for the report. */
  readonly assumptions: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
