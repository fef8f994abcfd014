import type { Resource } from './resource.ts';

/** The resources of all stacks, found by what others call them. */
export class Resources {
  readonly all: readonly Resource[];
  readonly #byType = new Map<string, Resource[]>();
  readonly #byId = new Map<string, Resource>();
  readonly #byPhysicalId = new Map<string, Resource>();

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

  byId(id: string): Resource | undefined {
    return this.#byId.get(id);
  }

  /** The resource of that type that `Ref` names so. */
  byPhysicalId(type: string, physicalId: string): Resource | undefined {
    return this.#byPhysicalId.get(`${type} ${physicalId}`);
  }
}
