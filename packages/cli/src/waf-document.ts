import { readFileSync } from 'node:fs';
import type { Place } from '@sallyport/http';
import {
  findNodeAtLocation,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { inputFailure } from './failure.ts';
import { reasonOf } from './source-files.ts';

/** A file of JSON or YAML, and where its values stand. */
export interface WafDocument {
  readonly file: string;
  readonly text: string;
  readonly data: unknown;
  /** The place of the deepest value on the path. */
  readonly place: (path: readonly string[]) => Place;
}

/** The text of a file; `-` is standard input. */
export function readBytes(file: string, what: string): Uint8Array {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (cause) {
    throw inputFailure('source-not-read', `Cannot read "${file}": ${reasonOf(cause)}, expected ${what}.`);
  }
}

/** Reads a definition: JSON, or YAML. */
export function readDocument(file: string, what: string): WafDocument {
  const text = new TextDecoder().decode(readBytes(file, what));
  try {
    return /^\s*[[{]/.test(text) ? jsonDocument(file, text, what) : yamlDocument(file, text, what);
  } catch (cause) {
    // The readers of both languages call themselves at each level.
    if (!(cause instanceof RangeError)) throw cause;
    throw inputFailure('too-deep', `Cannot read "${file}": thousands of levels in one another, expected ${what}.`);
  }
}

function jsonDocument(file: string, text: string, what: string): WafDocument {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors);
  const lines = new LineCounter();
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  lines.lineStarts.unshift(0);
  const at = (offset: number): Place => placeOf(file, lines, offset);
  const [error] = errors;
  if (error || !tree) {
    const found = error ? printParseErrorCode(error.error) : 'nothing';
    throw inputFailure(
      'malformed-json',
      `Cannot read "${file}": ${found} found, expected ${what} in JSON.`,
      undefined,
      at(error?.offset ?? 0),
    );
  }
  const data: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  return { file, text, data, place: (path) => at(deepest(tree, path).offset) };
}

function deepest(tree: Node, path: readonly string[]): Node {
  const keys: JSONPath = path.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  for (let length = keys.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, keys.slice(0, length));
    if (node) return node;
  }
  return tree;
}

function yamlDocument(file: string, text: string, what: string): WafDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number): Place => placeOf(file, lines, offset);
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) {
    const found = fault.message.split('\n')[0];
    throw inputFailure(
      'malformed-yaml',
      `Cannot read "${file}": ${found}, expected ${what} in JSON or YAML.`,
      undefined,
      at(fault.pos[0]),
    );
  }
  const data: unknown = document.toJS();
  return { file, text, data, place: (path) => at(yamlOffset(document, path)) };
}

function yamlOffset(document: ReturnType<typeof parseDocument>, path: readonly string[]): number {
  const keys = path.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  for (let length = keys.length; length > 0; length--) {
    const node = document.getIn(keys.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function placeOf(file: string, lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}
