import type { Resource } from './resource.ts';
import { at, stringSetting } from './setting.ts';
import { isKnown } from './value.ts';

/** The resources of all stacks, found by what others call them. */
export class Resources {
  readonly all: readonly Resource[];
  readonly #byType = new Map<string, Resource[]>();
  readonly #byId = new Map<string, Resource>();
  readonly #byPhysicalId = new Map<string, Resource>();
  /** By type and property, and then by what the property names. */
  readonly #byOwner = new Map<string, ReadonlyMap<string | undefined, readonly Resource[]>>();

  constructor(all: readonly Resource[]) {
    this.all = all;
    for (const resource of all) {
      const same = this.#byType.get(resource.type);
      if (same) same.push(resource);
      else this.#byType.set(resource.type, [resource]);
      this.#byId.set(resource.id, resource);
      this.#byPhysicalId.set(`${resource.type} ${resource.physicalId}`, resource);
    }
  }

  ofType(type: string): readonly Resource[] {
    return this.#byType.get(type) ?? [];
  }

  /** The resources of a type whose property names this owner, or of which nobody knows whose they are; in order. */
  ownedBy(type: string, property: string, owner: string): readonly Resource[] {
    const key = `${type} ${property}`;
    const owners = this.#byOwner.get(key) ?? groupedByOwner(this.ofType(type), property);
    this.#byOwner.set(key, owners);
    return owners.get(owner) ?? owners.get(undefined) ?? [];
  }

  byId(id: string): Resource | undefined {
    return this.#byId.get(id);
  }

  /** The resource of that type that `Ref` names so. */
  byPhysicalId(type: string, physicalId: string): Resource | undefined {
    return this.#byPhysicalId.get(`${type} ${physicalId}`);
  }
}

/** Under undefined stand those of unknown owners, which are in every other group too. */
function groupedByOwner(
  resources: readonly Resource[],
  property: string,
): ReadonlyMap<string | undefined, readonly Resource[]> {
  const anyones: Resource[] = [];
  const groups = new Map<string | undefined, Resource[]>([[undefined, anyones]]);
  for (const resource of resources) {
    const owner = ownerOf(resource, property);
    if (owner === undefined) for (const group of groups.values()) group.push(resource);
    else {
      const group = groups.get(owner) ?? [...anyones];
      groups.set(owner, group);
      group.push(resource);
    }
  }
  return groups;
}

function ownerOf({ properties }: Resource, property: string): string | undefined {
  const named = at(properties, property);
  const owner = named && stringSetting(named);
  return owner && isKnown(owner) ? owner.known : undefined;
}
