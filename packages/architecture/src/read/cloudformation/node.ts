/**
 * A template as it is written, before any function is carried out: the same tree for JSON and for YAML, where the short
 * forms of functions (`!Ref`) have become the long ones. Offsets are UTF-16 units from the start of the file.
 */
export type Node = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly offset: number;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly offset: number;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  readonly offset: number;
}

export interface Entry {
  readonly key: string;
  readonly keyOffset: number;
  readonly value: Node;
}

/** What a parser stumbled over. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
  readonly code:
    | 'too-large'
    | 'malformed-json'
    | 'malformed-yaml'
    | 'duplicate-key'
    | 'unknown-function'
    | 'yaml-number';
  readonly severity: 'error' | 'warning' | 'note';
  readonly help?: string;
}

/** A parsed file. `root` is missing where nothing could be made of it. */
export interface Parsed {
  readonly root: Node | undefined;
  readonly faults: readonly Fault[];
}

/** The value under a key; the last one wins where a key repeats. */
export function entryOf(node: Node | undefined, key: string): Node | undefined {
  if (node?.kind !== 'map') return undefined;
  for (let index = node.entries.length - 1; index >= 0; index--)
    if (node.entries[index]?.key === key) return node.entries[index]?.value;
  return undefined;
}

/** The text of a scalar that is a string. */
export const stringOf = (node: Node | undefined): string | undefined =>
  node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;

/** What a node is, for messages. */
export function describe(node: Node): string {
  if (node.kind === 'list') return `a list of ${node.items.length}`;
  if (node.kind === 'map') return 'a map';
  if (node.value === null) return 'null';
  return typeof node.value === 'string' ? `the text "${clip(node.value)}"` : `the ${typeof node.value} ${node.value}`;
}

const clip = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
