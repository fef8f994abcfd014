/** A shape of AWS's service model, as the client package carries it. */
export type ModelShape =
  | { readonly kind: 'structure'; readonly name: string; readonly members: readonly ModelMember[] }
  | { readonly kind: 'list'; readonly of: () => ModelShape }
  | { readonly kind: 'map'; readonly of: () => ModelShape }
  | { readonly kind: 'scalar'; readonly scalar: 'text' | 'number' | 'boolean' | 'blob' };

export interface ModelMember {
  readonly name: string;
  readonly required: boolean;
  readonly shape: () => ModelShape;
}

const SCALARS = new Map([
  [0, 'text'],
  [1, 'number'],
  [2, 'boolean'],
  // A moment: seconds since 1970.
  [4, 'number'],
  [21, 'blob'],
] as const);
const LIST_BIT = 64;
const MAP_BIT = 128;

/** Reads a schema of the client: a number for a scalar or a list of them, a function for a reference, else a tuple. */
export function shapeOf(schema: unknown): ModelShape {
  if (typeof schema === 'function') return shapeOf(schema());
  if (typeof schema === 'number') return shapeOfNumber(schema);
  if (!Array.isArray(schema)) throw new Error(`a schema that is not known: ${String(schema)}`);
  const [kind, , name, , first, second, required = 0] = schema;
  if (kind === 1) return { kind: 'list', of: () => shapeOf(first) };
  if (kind === 2) return { kind: 'map', of: () => shapeOf(second) };
  if (kind === 0) return shapeOf(first);
  if (kind !== 3) throw new Error(`a schema of kind ${kind}`);
  const members = first.map(
    (member: string, at: number): ModelMember => ({
      name: member,
      required: at < required,
      shape: () => shapeOf(second[at]),
    }),
  );
  return { kind: 'structure', name, members };
}

function shapeOfNumber(schema: number): ModelShape {
  if ((schema & MAP_BIT) !== 0) return { kind: 'map', of: () => shapeOf(schema & ~MAP_BIT) };
  if ((schema & LIST_BIT) !== 0) return { kind: 'list', of: () => shapeOf(schema & ~LIST_BIT) };
  const scalar = [...SCALARS].find(([number]) => number === schema)?.[1];
  if (!scalar) throw new Error(`a scalar that is not known: ${schema}`);
  return { kind: 'scalar', scalar };
}

/** The structures reachable from a root, each with the shortest path to it: names of members, `0` for a list's item. */
export function structuresBelow(root: ModelShape): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const waiting: { readonly shape: ModelShape; readonly path: readonly string[] }[] = [{ shape: root, path: [] }];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { shape, path } = next;
    if (shape.kind === 'scalar') continue;
    if (shape.kind !== 'structure')
      waiting.push({ shape: shape.of(), path: [...path, shape.kind === 'list' ? '0' : keyOf(path.at(-1))] });
    else if (!found.has(shape.name)) {
      found.set(shape.name, path);
      for (const member of shape.members) waiting.push({ shape: member.shape(), path: [...path, member.name] });
    }
  }
  return found;
}

/** A key that a map may have. */
const keyOf = (map: string | undefined): string => (map === 'RequestBody' ? 'CLOUDFRONT' : 'key');

type Structure = Extract<ModelShape, { readonly kind: 'structure' }>;

/** The structure at a path below a root. */
export function structureAt(root: ModelShape, path: readonly string[]): Structure {
  let shape: ModelShape = root;
  for (const step of path) {
    if (shape.kind === 'list' || shape.kind === 'map') shape = shape.of();
    else if (shape.kind === 'structure') {
      const member = shape.members.find(({ name }) => name === step);
      if (!member) throw new Error(`no member ${step}`);
      shape = member.shape();
    }
  }
  if (shape.kind !== 'structure') throw new Error('no structure');
  return shape;
}

export const membersOf = (shape: ModelShape): readonly string[] =>
  shape.kind === 'structure' ? shape.members.map(({ name }) => name) : [];
