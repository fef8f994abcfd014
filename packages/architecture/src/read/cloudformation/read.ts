import type { Output, ReadResult, Resource } from '../../resource.ts';
import { missingAssemblies } from './assembly.ts';
import { circularDependencies } from './circular-dependency.ts';
import { Diagnostics } from './diagnostics.ts';
import { placeAt, readDocument } from './document.ts';
import { evaluate } from './evaluate.ts';
import { entryOf } from './node.ts';
import { openSources } from './open.ts';
import type { Reading } from './reading.ts';
import { readResource } from './resource-declaration.ts';
import { readSnapshots } from './snapshot.ts';
import type { ReadOptions, SourceSet } from './source.ts';
import type { Stack } from './stack.ts';
import { readTemplate, unknownTransforms } from './template.ts';

/** What leaves out resources that the deployed stacks may have. */
const MAY_HIDE_RESOURCES: ReadonlySet<string> = new Set([
  'binary-file',
  'circular-nesting',
  'duplicate-key',
  'empty-file',
  'malformed-json',
  'malformed-yaml',
  'missing-assembly',
  'missing-nested-template',
  'missing-template',
  'not-a-template',
  'resource-without-type',
  'too-large',
  'unsupported-transform',
  'wrong-for-each',
]);

/**
 * Reads CloudFormation templates, or the cdk.out folder of a CDK app, in one world. It never throws on what is in the
 * sources: what is not understood is a diagnostic with its place, and the rest is read.
 */
export function readCloudFormation(sources: SourceSet, options: ReadOptions = {}): ReadResult {
  const diagnostics = new Diagnostics();
  const reading = openSources(sources, options, diagnostics);
  reportSources(sources, reading, options);
  const clashing = clashingIds(reading.stacks);
  const resources = reading.stacks.flatMap((stack) => readStack(stack, clashing));
  const snapshots = readSnapshots(sources, { reading, resources, options, mayHide: MAY_HIDE_RESOURCES });
  const incomplete = diagnostics.all.filter(({ code }) => MAY_HIDE_RESOURCES.has(code));
  const outputs = reading.stacks.flatMap(outputsOf);
  const world = options.world ?? { parameters: {} };
  return { resources, outputs, snapshots, diagnostics: diagnostics.all, incomplete, world };
}

const outputsOf = (stack: Stack): readonly Output[] =>
  [...stack.outputs.keys()].flatMap((name) => {
    const value = stack.output(name);
    return value === undefined ? [] : [{ stack: stack.name, name, value }];
  });

function readStack(stack: Stack, clashing: ReadonlySet<string>): readonly Resource[] {
  reportTransforms(stack);
  const resources: Resource[] = [];
  for (const declaration of stack.declarations.values()) {
    const declared = stack.declared(declaration.logicalId);
    if (declared !== undefined) resources.push(readResource(declared, clashing));
  }
  reportTheRest(stack);
  circularDependencies(stack);
  return resources;
}

/** Works out what no resource asked for, for the sake of its diagnostics. */
function reportTheRest(stack: Stack): void {
  stack.truths.keys();
  for (const [name, { value }] of stack.outputs) {
    stack.output(name);
    const exportName = entryOf(entryOf(value, 'Export'), 'Name');
    if (exportName !== undefined) evaluate(exportName, stack.top);
  }
}

/** The logical ids that several stacks share. */
function clashingIds(stacks: readonly Stack[]): ReadonlySet<string> {
  const clashing = new Set<string>();
  const seen = new Set<string>();
  for (const stack of stacks)
    for (const logicalId of stack.declarations.keys()) {
      if (stack.declared(logicalId) === undefined) continue;
      if (seen.has(logicalId)) clashing.add(logicalId);
      seen.add(logicalId);
    }
  return clashing;
}

function reportSources(sources: SourceSet, reading: Reading, options: ReadOptions): void {
  if (sources.files.length === 0)
    reading.diagnostics.add({
      code: 'no-source',
      severity: 'error',
      message: 'Cannot read the sources: there is no file, expected at least one CloudFormation template.',
    });
  for (const { manifest, path } of missingAssemblies(sources))
    reading.diagnostics.add({
      code: 'missing-assembly',
      severity: 'warning',
      message: `Cannot read the cloud assembly "${path}": it is listed and not among the sources, expected the whole cdk.out folder.`,
      place: { file: manifest.path, line: 1, column: 1 },
    });
  for (const name of Object.keys(options.parameters ?? {}))
    if (!reading.roots.some((stack) => stack.template.parameters.has(name)) && !isParameterThen(name, sources))
      reading.diagnostics.add({
        code: 'unknown-parameter',
        severity: 'error',
        message: `Cannot set the parameter "${name}": no template declares it, expected one of ${parameterNames(reading)}.`,
      });
}

/** A template of then may have had parameters that are no more. */
const isParameterThen = (name: string, { deployed = [] }: SourceSet): boolean =>
  deployed.some((file) => readTemplate(readDocument(file)).parameters.has(name));

const parameterNames = (reading: Reading): string =>
  [...new Set(reading.roots.flatMap((stack) => [...stack.template.parameters.keys()]))].join(', ') || 'none';

function reportTransforms(stack: Stack): void {
  const { document } = stack.template;
  const node = entryOf(document.root, 'Transform');
  for (const name of unknownTransforms(stack.template)) {
    if (node === undefined) continue;
    stack.reading.diagnostics.add({
      code: 'unsupported-transform',
      severity: 'warning',
      message: `Cannot carry out the transform "${name}": macros run on AWS only, expected a template without it.`,
      place: placeAt(document, node.offset),
      help: name.startsWith('AWS::Serverless')
        ? 'Resources of AWS::Serverless are not expanded; name the processed template (aws cloudformation get-template --template-stage Processed).'
        : 'What the macro adds or changes is not read; name the processed template (aws cloudformation get-template --template-stage Processed).',
    });
  }
}
