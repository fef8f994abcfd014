import { segmentsOf } from './resource-path.ts';

interface Node {
  readonly literals: Map<string, Node>;
  one: Node | undefined;
  readonly ends: number[];
  readonly rests: number[];
}

/** Resource paths by their segments: finds the templates that could match a path, without trying them all. */
export interface PathTree {
  readonly add: (template: string, place: number) => void;
  /** The places of all templates that match, and perhaps of a few that do not. */
  readonly find: (path: string) => readonly number[];
}

const emptyNode = (): Node => ({ literals: new Map(), one: undefined, ends: [], rests: [] });

export function createPathTree(): PathTree {
  const root = emptyNode();
  return {
    add: (template, place) => insert(root, template, place),
    find: (path) => {
      const found: number[] = [];
      collect(root, path.split('/').slice(1), 0, found);
      return found;
    },
  };
}

function insert(root: Node, template: string, place: number): void {
  let node = root;
  for (const segment of segmentsOf(template)) {
    if (segment === 'rest') {
      // INVARIANT: whatever follows a greedy segment is left to the matcher; the tree only promises not to miss.
      node.rests.push(place);
      return;
    }
    node = segment === 'one' ? oneOf(node) : literalOf(node, segment.literal);
  }
  node.ends.push(place);
}

function oneOf(node: Node): Node {
  node.one ??= emptyNode();
  return node.one;
}

function literalOf(node: Node, literal: string): Node {
  const next = node.literals.get(literal) ?? emptyNode();
  node.literals.set(literal, next);
  return next;
}

function collect(node: Node, segments: readonly string[], at: number, found: number[]): void {
  const segment = segments[at];
  if (segment === undefined || (segment === '' && at === segments.length - 1)) found.push(...node.ends);
  if (segment === undefined) return;
  found.push(...node.rests);
  const literal = node.literals.get(segment);
  if (literal) collect(literal, segments, at + 1, found);
  if (node.one && segment !== '') collect(node.one, segments, at + 1, found);
}
