import type { Diagnostic, Place } from '@sallyport/http';
import type { Value } from './value.ts';

/** A resource in CloudFormation's shape: the lingua franca of all readers. */
export interface Resource {
  /** Unique over all sources: the logical id, with the stack's name before it (`Stack/Logical`) where two stacks share it. */
  readonly id: string;
  readonly logicalId: string;
  /** The stack's name: the file's name without its ending, the stack id of a cdk.out, or `Parent/Nested`. */
  readonly stack: string;
  readonly type: string;
  /** The resolved properties; always a map (an empty one where the resource has none). */
  readonly properties: Extract<Value, { kind: 'map' }>;
  readonly dependsOn: readonly string[];
  /** CloudFormation's DeletionPolicy, Metadata …: what stands beside Type and Properties. */
  readonly metadata?: Value;
  /** Set where a Condition that cannot be decided says whether the resource is made. Equal identities, equal truths. */
  readonly conditional?: { readonly reason: string; readonly identity: string };
  readonly place: Place;
  readonly region: string;
  readonly account: string;
  /**
   * What `Ref` gives: a stand-in in the shape AWS uses (`a1b2c3d4e5` for a REST API, `E1A2B3C4D5E6F7` for a distribution),
   * derived from stack and logical id, so that it is the same in every run.
   */
  readonly physicalId: string;
}

/** One choice of values for the parameters that conditions depend on. */
export interface World {
  /** Empty for the world of the defaults and the given values. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What is taken for the comparisons in conditions that a deployment may decide either way, by their names. */
  readonly truths?: Readonly<Record<string, boolean>>;
}

/** What a stack shows to everybody who may describe it. */
export interface Output {
  readonly stack: string;
  readonly name: string;
  readonly value: Value;
}

/** What the owner says that a deployment of a REST API holds. */
export interface HandedInSnapshot {
  /** What it is the content of, as the owner wrote it. */
  readonly of: string;
  /** The id of the REST API's resource. */
  readonly api: string;
  /** The stage that serves it; absent: `deployment` is set. */
  readonly stage?: string;
  readonly isCanary: boolean;
  readonly deployment?: string;
  readonly content: SnapshotContent;
  readonly place: Place;
}

export type SnapshotContent =
  /** An OpenAPI document, as API Gateway exports a stage. */
  | { readonly kind: 'open-api'; readonly document: Value }
  /** What each method asks for, without what it does. */
  | { readonly kind: 'summary'; readonly document: Value }
  /** The resources of the API's stack when the deployment was made; `incomplete`: why some may be missing. */
  | { readonly kind: 'template'; readonly resources: readonly Resource[]; readonly incomplete: readonly string[] };

/** What readers give: the resources of every stack in one world, and what was not understood. */
export interface ReadResult {
  readonly resources: readonly Resource[];
  readonly outputs?: readonly Output[];
  /** What stages serve, where the owner has handed it in. */
  readonly snapshots?: readonly HandedInSnapshot[];
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Those of the diagnostics that mean that resources may be missing here: a macro that is not carried out, a nested
   * template that was not given, a part that is malformed. Where there are any, that something is absent proves nothing.
   */
  readonly incomplete?: readonly Diagnostic[];
  readonly world: World;
}
