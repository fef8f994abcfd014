import type { Place } from '@sallyport/http';
import type { CompiledWebAcl, Refusal, ResourceType } from '@sallyport/waf';
import type { WebAclAssociation } from './association.ts';
import type { WebAclLogging } from './logging.ts';
import { arnKey, type Scope } from './name.ts';

/** A web ACL of the sources, checked. */
export interface WebAcl {
  /** The resource's id. */
  readonly id: string;
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly scope: Scope;
  /** What it protects, as far as it decides limits. */
  readonly resourceType: ResourceType;
  /** The web ACL made ready, or why AWS would refuse it. */
  readonly compiled: CompiledWebAcl | { readonly refused: readonly Refusal[] };
  /** Where each rule is written, by its Name. */
  readonly rulePlaces: ReadonlyMap<string, Place>;
  /** The associations that name it. */
  readonly associations: readonly WebAclAssociation[];
  readonly logging: readonly WebAclLogging[];
  readonly place: Place;
}

/** The web ACLs of all stacks, found by ARN. */
export class WebAcls {
  readonly all: readonly WebAcl[];
  /** Every association, also of web ACLs that are not in the sources. */
  readonly associations: readonly WebAclAssociation[];
  readonly #byKey: ReadonlyMap<string, WebAcl>;

  constructor(all: readonly WebAcl[], associations: readonly WebAclAssociation[] = []) {
    this.all = all;
    this.associations = associations;
    this.#byKey = new Map(all.flatMap((webAcl) => keyed(webAcl)));
  }

  byArn(arn: string): WebAcl | undefined {
    const key = arnKey(arn);
    return key === undefined ? undefined : this.#byKey.get(key);
  }
}

function keyed(webAcl: WebAcl): readonly (readonly [string, WebAcl])[] {
  const key = arnKey(webAcl.arn);
  return key === undefined ? [] : [[key, webAcl]];
}
