import type { Diagnostic } from '@sallyport/http';
import { type Document, placeAt } from './document.ts';
import { isForEach } from './for-each.ts';
import { describe, type Entry, entryOf, type MapNode, type Node, stringOf } from './node.ts';

/** A template taken apart into its sections. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
export interface Template {
  readonly document: Document;
  readonly parameters: ReadonlyMap<string, MapNode>;
  readonly mappings: Node | undefined;
  readonly conditions: readonly Entry[];
  readonly resources: readonly Entry[];
  readonly outputs: readonly Entry[];
  /** Whether some resource is a stack, or is made by Fn::ForEach. */
  readonly nesting: boolean;
  /** The macros that the template asks for, in order. */
  readonly transforms: readonly string[];
  /** What is wrong with the template's shape. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Rules only refuse values of parameters, and Hooks only steer deployments: neither changes what is deployed. */
const SECTIONS: ReadonlySet<string> = new Set([
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Globals',
  'Hooks',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
]);

const NESTED_STACK = 'AWS::CloudFormation::Stack';

const templates = new WeakMap<Document, Template>();

/** Takes a document apart. A document that is no template has no resources and says so. */
export function readTemplate(document: Document): Template {
  const known = templates.get(document);
  if (known !== undefined) return known;
  const template = takeApart(document);
  templates.set(document, template);
  return template;
}

/** Whether a document has the section that every template must have. */
export const isTemplate = (document: Document): boolean => entryOf(document.root, 'Resources')?.kind === 'map';

function takeApart(document: Document): Template {
  const diagnostics = [...document.diagnostics, ...shapeDiagnostics(document)];
  const section = (name: string): readonly Entry[] => sectionEntries(document, name, diagnostics);
  return {
    document,
    parameters: declarations(document, section('Parameters'), diagnostics),
    mappings: entryOf(document.root, 'Mappings'),
    conditions: section('Conditions'),
    resources: section('Resources'),
    outputs: section('Outputs'),
    nesting: section('Resources').some(
      ({ key, value }) => isForEach(key) || stringOf(entryOf(value, 'Type')) === NESTED_STACK,
    ),
    transforms: transformsOf(entryOf(document.root, 'Transform')),
    diagnostics,
  };
}

function shapeDiagnostics(document: Document): readonly Diagnostic[] {
  const root = document.root;
  if (document.diagnostics.some(({ severity }) => severity === 'error') && !isTemplate(document)) return [];
  if (root?.kind !== 'map') return [notATemplate(document, root === undefined ? 'nothing' : describe(root))];
  if (!isTemplate(document)) return [notATemplate(document, 'no section "Resources"')];
  return root.entries.filter(({ key }) => !SECTIONS.has(key)).map((entry) => unknownSection(document, entry));
}

const notATemplate = (document: Document, found: string): Diagnostic => ({
  code: 'not-a-template',
  severity: 'error',
  message: `Cannot read "${document.path}" as a template: ${found} found, expected a map with the section "Resources".`,
  place: placeAt(document, document.root?.offset ?? 0),
  help: 'Name CloudFormation templates or a cdk.out folder.',
});

const unknownSection = (document: Document, { key, keyOffset }: Entry): Diagnostic => ({
  code: 'unknown-section',
  severity: 'warning',
  message: `Cannot read the section "${key}": unknown, expected one of ${[...SECTIONS].join(', ')}.`,
  place: placeAt(document, keyOffset),
});

function sectionEntries(document: Document, name: string, diagnostics: Diagnostic[]): readonly Entry[] {
  const node = entryOf(document.root, name);
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
  if (node.kind === 'map') return node.entries;
  // A missing Resources is said once, by the shape of the whole.
  if (name !== 'Resources')
    diagnostics.push({
      code: 'wrong-section',
      severity: 'warning',
      message: `Cannot read the section "${name}": ${describe(node)} found, expected a map.`,
      place: placeAt(document, node.offset),
    });
  return [];
}

function declarations(
  document: Document,
  entries: readonly Entry[],
  diagnostics: Diagnostic[],
): ReadonlyMap<string, MapNode> {
  const found = new Map<string, MapNode>();
  for (const { key, keyOffset, value } of entries) {
    if (value.kind === 'map') found.set(key, value);
    else {
      found.set(key, { kind: 'map', entries: [], offset: keyOffset });
      diagnostics.push({
        code: 'wrong-parameter',
        severity: 'warning',
        message: `Cannot read the parameter "${key}": ${describe(value)} found, expected a map with a Type.`,
        place: placeAt(document, keyOffset),
      });
    }
  }
  return found;
}

/** Macros that are carried out here; what others add or change is not known. */
const KNOWN_TRANSFORMS: ReadonlySet<string> = new Set(['AWS::LanguageExtensions']);

/** The macros that the template asks for and that only AWS can run. */
export const unknownTransforms = ({ transforms }: Template): readonly string[] =>
  transforms.filter((name) => !KNOWN_TRANSFORMS.has(name));

function transformsOf(node: Node | undefined): readonly string[] {
  if (node?.kind === 'list') return node.items.flatMap(transformsOf);
  const name =
    stringOf(node) ?? stringOf(entryOf(node, 'Name')) ?? stringOf(entryOf(entryOf(node, 'Fn::Transform'), 'Name'));
  return name === undefined ? [] : [name];
}
