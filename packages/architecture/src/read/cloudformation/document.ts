import type { Diagnostic, Place } from '@sallyport/http';
import { parseJson } from './json.ts';
import { Lines } from './lines.ts';
import type { Node, Parsed } from './node.ts';
import type { SourceFile } from './source.ts';
import { parseYaml } from './yaml.ts';

/** A file of the sources, parsed. */
export interface Document {
  readonly path: string;
  readonly root: Node | undefined;
  readonly lines: Lines;
  /** What is malformed in it. */
  readonly diagnostics: readonly Diagnostic[];
}

const documents = new WeakMap<SourceFile, Document>();

/** Parses a file; the same file object is parsed once. */
export function readDocument(file: SourceFile): Document {
  const known = documents.get(file);
  if (known !== undefined) return known;
  const document = parse(file);
  documents.set(file, document);
  return document;
}

function parse(file: SourceFile): Document {
  const text = file.text.replace(/^\uFEFF/, '');
  const lines = new Lines(text);
  const refusal = file.isMissing ? missing(file.path) : unreadable(file.path, text);
  if (refusal !== undefined) return { path: file.path, root: undefined, lines, diagnostics: [refusal] };
  const { root, faults } = parseText(file.path, text);
  const diagnostics = faults.map(
    ({ offset, code, severity, message, help }): Diagnostic => ({
      code,
      severity,
      message,
      place: placeAt({ path: file.path, lines }, offset),
      ...(help === undefined ? {} : { help }),
    }),
  );
  return { path: file.path, root, lines, diagnostics };
}

const missing = (path: string): Diagnostic => ({
  code: 'missing-template',
  severity: 'error',
  message: `Cannot read "${path}": the manifest lists it and it is not there, expected a CloudFormation template.`,
  place: { file: path, line: 1, column: 1 },
  help: 'Run "cdk synth" again.',
});

function unreadable(path: string, text: string): Diagnostic | undefined {
  const place: Place = { file: path, line: 1, column: 1 };
  if (text.trim() === '')
    return {
      code: 'empty-file',
      severity: 'error',
      message: `Cannot read "${path}": the file is empty, expected a CloudFormation template.`,
      place,
    };
  if (text.includes('\0'))
    return {
      code: 'binary-file',
      severity: 'error',
      message: `Cannot read "${path}": it holds NUL bytes, expected a CloudFormation template as UTF-8 text.`,
      place,
    };
  return undefined;
}

function parseText(path: string, text: string): Parsed {
  try {
    if (!/^\s*[{[]/.test(text)) return parseYaml(text);
    const json = parseJson(text);
    if (path.endsWith('.json') || !json.faults.some(({ severity }) => severity === 'error')) return json;
    // YAML's flow style begins with a brace too.
    const yaml = parseYaml(text);
    return yaml.faults.some(({ severity }) => severity === 'error') ? json : yaml;
  } catch {
    // The parsers call themselves for each level; the only thing they throw is that the stack is full.
    const message = 'Cannot read the template: it is nested too deep, expected fewer than some thousand levels.';
    return { root: undefined, faults: [{ offset: 0, code: 'too-large', severity: 'error', message }] };
  }
}

/** The place of an offset. */
export function placeAt(
  document: { readonly path: string; readonly lines: Lines },
  offset: number,
  logicalId?: string,
  property?: string,
): Place {
  const { line, column } = document.lines.at(offset);
  if (logicalId === undefined) return { file: document.path, line, column };
  if (property === undefined || property === '') return { file: document.path, line, column, logicalId };
  return { file: document.path, line, column, logicalId, property };
}
