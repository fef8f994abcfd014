import { entryOf, type MapNode, type Node, stringOf } from './node.ts';

/** The text under a path of keys, in a file that is plain JSON. */
export const textAt = (node: Node | undefined, ...path: readonly string[]): string | undefined =>
  stringOf(nodeAt(node, ...path));

export function nodeAt(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((here, key) => entryOf(here, key), node);
}

/** The entries of a map; none of anything else. */
export const entriesOf = (node: Node | undefined): MapNode['entries'] => (node?.kind === 'map' ? node.entries : []);
