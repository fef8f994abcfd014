import { type StackSource, stackSources } from './assembly.ts';
import { Diagnostics } from './diagnostics.ts';
import { placeAt, readDocument } from './document.ts';
import { Reading } from './reading.ts';
import type { ReadOptions, SourceSet } from './source.ts';
import { Stack } from './stack.ts';
import { isTemplate, readTemplate, type Template } from './template.ts';

/** Where stacks are deployed if nothing says otherwise; the account is the one of AWS's examples. */
const REGION = 'us-east-1';
const ACCOUNT = '123456789012';

/** The stacks of the sources in one world, ready to be worked out. Stacks that others nest are not among the roots. */
export function openSources(sources: SourceSet, options: ReadOptions, diagnostics: Diagnostics): Reading {
  const listed = stackSources(sources);
  for (const stack of listed) reportShape(stack, diagnostics);
  const stacks = listed.filter(({ file }) => isTemplate(readDocument(file)));
  const nested = nestedTemplates(sources, stacks, options);
  const roots = stacks.filter(({ file }) => !nested.has(readTemplate(readDocument(file))));
  // Templates that only nest each other have no beginning: the first one is taken for it.
  return reading(sources, roots.length > 0 ? roots : stacks.slice(0, 1), options, diagnostics);
}

/** A cloud assembly may list a stack without resources, which CDK does not deploy; any other file must be a template. */
function reportShape({ file, name, listed }: StackSource, diagnostics: Diagnostics): void {
  const document = readDocument(file);
  if (listed && document.root?.kind === 'map' && !isTemplate(document))
    diagnostics.add({
      code: 'empty-stack',
      severity: 'note',
      message: `Left out the stack "${name}": its template has no resources.`,
      place: placeAt(document, document.root.offset),
    });
  else for (const diagnostic of readTemplate(document).diagnostics) diagnostics.add(diagnostic);
}

function reading(
  sources: SourceSet,
  stacks: readonly StackSource[],
  options: ReadOptions,
  diagnostics: Diagnostics,
): Reading {
  const given = { ...options.world?.parameters, ...options.parameters };
  const opened = new Reading(sources, given, diagnostics, options.world?.truths);
  for (const { file, name, stackName, region, account, listed } of stacks)
    opened.roots.push(
      new Stack({
        reading: opened,
        name,
        stackName,
        template: readTemplate(readDocument(file)),
        region: region ?? options.region ?? REGION,
        account: account ?? options.account ?? ACCOUNT,
        isAccountGiven: (account ?? options.account) !== undefined,
        isNameGiven: listed,
      }),
    );
  return opened;
}

/** The templates that some other template of the sources nests. */
function nestedTemplates(
  sources: SourceSet,
  stacks: readonly StackSource[],
  options: ReadOptions,
): ReadonlySet<Template> {
  const nested = new Set<Template>();
  if (stacks.length < 2) return nested;
  // Whether a stack is nested is asked of all of them, before it is known which are roots: nothing of this is reported.
  const probe = reading(sources, stacks, options, new Diagnostics());
  for (const stack of probe.roots)
    for (const { type, logicalId } of stack.declarations.values()) {
      if (type !== 'AWS::CloudFormation::Stack') continue;
      const template = probe.nestedTemplates.find(stack, logicalId);
      if (template !== undefined && template !== stack.template) nested.add(template);
    }
  return nested;
}
