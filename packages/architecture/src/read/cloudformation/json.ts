import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { duplicateKey } from './duplicate-key.ts';
import type { Entry, Fault, Node, Parsed } from './node.ts';

/** CloudFormation takes JSON as RFC 8259 has it: no comments, no trailing commas. */
const STRICT = { disallowComments: true, allowTrailingComma: false } as const;

/** A map or a list that has not ended. */
type Open = { readonly kind: 'list'; readonly items: Node[] } | OpenMap;

interface OpenMap {
  readonly kind: 'map';
  readonly entries: Entry[];
  /** The key that waits for its value. */
  key: string | undefined;
  keyOffset: number;
  readonly keys: string[];
  /** The same, once they are many. */
  known: Set<string> | undefined;
}

/** Parses JSON. What is malformed becomes faults; the rest of the tree stands. */
export function parseJson(text: string): Parsed {
  const tree = new Tree();
  visit(
    text,
    {
      onObjectBegin: (offset) => tree.openMap(offset),
      onObjectEnd: () => tree.close(),
      onArrayBegin: (offset) => tree.openList(offset),
      onArrayEnd: () => tree.close(),
      onObjectProperty: (key, offset) => tree.key(key, offset),
      onLiteralValue: (value: string | number | boolean | null, offset) => tree.add({ kind: 'scalar', value, offset }),
      onError: (code, offset) => tree.malformed(code, offset),
    },
    STRICT,
  );
  return { root: tree.root, faults: tree.faults };
}

/** The tree while it is being built. */
class Tree {
  root: Node | undefined;
  readonly faults: Fault[] = [];
  readonly #open: Open[] = [];

  openMap(offset: number): void {
    const entries: Entry[] = [];
    this.add({ kind: 'map', entries, offset });
    this.#open.push({ kind: 'map', entries, key: undefined, keyOffset: 0, keys: [], known: undefined });
  }

  openList(offset: number): void {
    const items: Node[] = [];
    this.add({ kind: 'list', items, offset });
    this.#open.push({ kind: 'list', items });
  }

  close(): void {
    this.#open.pop();
  }

  key(key: string, keyOffset: number): void {
    const parent = this.#open.at(-1);
    if (parent?.kind !== 'map') return;
    if (hasKey(parent, key)) this.faults.push(duplicateKey(key, keyOffset));
    parent.key = key;
    parent.keyOffset = keyOffset;
  }

  add(node: Node): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) this.root ??= node;
    else if (parent.kind === 'list') parent.items.push(node);
    else if (parent.key !== undefined) {
      parent.entries.push({ key: parent.key, keyOffset: parent.keyOffset, value: node });
      parent.key = undefined;
    }
  }

  malformed(code: ParseErrorCode, offset: number): void {
    // What follows the first one is its echo.
    if (this.faults.some(({ severity }) => severity === 'error')) return;
    const found = printParseErrorCode(code).replace(
      /([a-z])([A-Z])/g,
      (_all, a: string, b: string) => `${a} ${b.toLowerCase()}`,
    );
    this.faults.push({
      offset,
      code: 'malformed-json',
      severity: 'error',
      message: `Cannot read the template as JSON: ${found.toLowerCase()}, expected strict JSON.`,
      help: 'CloudFormation takes no comments and no trailing commas in JSON.',
    });
  }
}

/** Most maps have fewer keys, and need no set of them. */
const MANY = 12;

/** Whether a map had a key before; from now on it has. */
function hasKey(map: OpenMap, key: string): boolean {
  const had = map.known ? map.known.has(key) : map.keys.includes(key);
  map.keys.push(key);
  if (map.keys.length === MANY) map.known = new Set(map.keys);
  map.known?.add(key);
  return had;
}
