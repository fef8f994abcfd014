import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import type { Entry, Fault, Node, Parsed } from './node.ts';

/** CloudFormation takes JSON as RFC 8259 has it: no comments, no trailing commas. */
const STRICT = { disallowComments: true, allowTrailingComma: false } as const;

interface OpenMap {
  readonly kind: 'map';
  readonly entries: Entry[];
  readonly keys: Set<string>;
  readonly offset: number;
  pending: { key: string; keyOffset: number } | undefined;
}
interface OpenList {
  readonly kind: 'list';
  readonly items: Node[];
  readonly offset: number;
}

/** Parses JSON. What is malformed becomes faults; the rest of the tree stands. */
export function parseJson(text: string): Parsed {
  const tree = new Tree();
  visit(
    text,
    {
      onObjectBegin: (offset) => tree.open({ kind: 'map', entries: [], keys: new Set(), offset, pending: undefined }),
      onObjectEnd: () => tree.close(),
      onArrayBegin: (offset) => tree.open({ kind: 'list', items: [], offset }),
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
  readonly #open: (OpenMap | OpenList)[] = [];

  open(node: OpenMap | OpenList): void {
    this.add(node);
    this.#open.push(node);
  }

  close(): void {
    this.#open.pop();
  }

  key(key: string, keyOffset: number): void {
    const parent = this.#open.at(-1);
    if (parent?.kind !== 'map') return;
    if (parent.keys.has(key)) this.faults.push(duplicateKey(key, keyOffset));
    parent.keys.add(key);
    parent.pending = { key, keyOffset };
  }

  add(node: Node): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) this.root ??= node;
    else if (parent.kind === 'list') parent.items.push(node);
    else if (parent.pending !== undefined) {
      parent.entries.push({ ...parent.pending, value: node });
      parent.pending = undefined;
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

/** A key that occurs twice in a map. */
export const duplicateKey = (key: string, offset: number): Fault => ({
  offset,
  code: 'duplicate-key',
  severity: 'warning',
  message: `Cannot keep both entries "${key}": the key occurs twice in one map, expected it once.`,
  help: 'The last one is taken, as parsers commonly do; CloudFormation does not say which one it takes.',
});
