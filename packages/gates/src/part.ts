import type { Doubt, Setting, Text } from '@sallyport/architecture';
import type { Diagnostic } from '@sallyport/http';
import type { Entrance, Gate } from './graph.ts';
import type { Application, ApplicationId, GateId, InspectingWebAcl } from './step.ts';

/** A host name that a component answers for. */
export interface HostEntry {
  /** Lower case. */
  readonly host: string;
  /** The gate that listens behind that name. */
  readonly gate: GateId;
  /** The resource (id) that is the origin when a distribution sends there: the REST API, not its stage or domain name. */
  readonly origin: string;
  /** Where the path chooses between several resources: which base path (without slashes at its ends) leads to which. */
  readonly mapped?: readonly { readonly basePath: string; readonly origin: string }[];
}

/** What one kind of component adds to the graph. */
export interface Part {
  readonly gates: readonly Gate[];
  readonly entrances: readonly Entrance[];
  readonly applications: readonly Application[];
  /** The gates that belong to an origin, by the origin's resource id, and the applications behind them. */
  readonly origins: ReadonlyMap<
    string,
    { readonly gates: readonly GateId[]; readonly applications: readonly ApplicationId[] }
  >;
  readonly assumptions: readonly string[];
  /** What may lead past a web ACL and cannot be told. */
  readonly doubts?: readonly Doubt[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a component is told of the others. */
export interface Links {
  /** The component that answers for a host name; undefined: a host outside the sources. */
  readonly hostEntry: (host: string) => HostEntry | undefined;
  /** The web ACL of that scope that an ARN names: `none` for an absent or empty reference, `unknown` with the reason where it is not in the sources. */
  readonly webAcl: (
    reference: Setting<Text> | undefined,
    scope: 'CLOUDFRONT' | 'REGIONAL',
  ) => { readonly webAcl: InspectingWebAcl } | { readonly none: true } | { readonly unknown: string };
}
