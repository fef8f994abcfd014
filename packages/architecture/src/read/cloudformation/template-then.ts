import type { Resource, SnapshotContent } from '../../resource.ts';
import { conditionUses } from './condition-uses.ts';
import { Diagnostics } from './diagnostics.ts';
import { readDocument } from './document.ts';
import { Reading } from './reading.ts';
import { readResource } from './resource-declaration.ts';
import type { SnapshotContext } from './snapshot.ts';
import type { SnapshotTarget } from './snapshot-target.ts';
import type { DeployedFile } from './source.ts';
import { Stack } from './stack.ts';
import { readTemplate, type Template, unknownTransforms } from './template.ts';

/**
 * The template that stood when a deployment was made. It is read in the place of the API's stack, with the values that its
 * parameters have now, so that what it refers to has the same names.
 */
export function templateThen(file: DeployedFile, { api }: SnapshotTarget, context: SnapshotContext): SnapshotContent {
  const { reading, mayHide } = context;
  const diagnostics = new Diagnostics();
  const template = readTemplate(readDocument(file));
  const now = reading.stacks.find(({ name }) => name === api.stack);
  const then = stackThen(file, template, api, now, diagnostics, context);
  const resources = [...then.declarations.keys()].flatMap((logicalId) => {
    const declared = then.declared(logicalId);
    return declared === undefined ? [] : [readResource(declared, new Set())];
  });
  const all = [...template.diagnostics, ...diagnostics.all];
  for (const diagnostic of all) if (diagnostic.severity === 'error') reading.diagnostics.add(diagnostic);
  const incomplete = [
    ...all.filter(({ code }) => mayHide.has(code)).map(({ message }) => message),
    ...unknownTransforms(template).map((name) => `the transform "${name}" of "${file.path}" is not carried out`),
    ...resources.flatMap(({ logicalId, conditional }) =>
      conditional ? [`whether "${logicalId}" of "${file.path}" was made: ${conditional.reason}`] : [],
    ),
    ...untried(then.reading, context).map((what) => `the conditions of "${file.path}" depend on ${what}`),
  ];
  return { kind: 'template', resources, incomplete };
}

function stackThen(
  file: DeployedFile,
  template: Template,
  api: Resource,
  now: Stack | undefined,
  diagnostics: Diagnostics,
  { options }: SnapshotContext,
): Stack {
  const defaults = [...template.parameters.keys()].flatMap((name): [string, string][] => {
    const text = now?.parameter(name)?.default;
    return text === undefined ? [] : [[name, text]];
  });
  const given = { ...Object.fromEntries(defaults), ...options.world?.parameters, ...options.parameters };
  const reading = new Reading({ files: [file] }, given, diagnostics, options.world?.truths);
  const stack = new Stack({
    reading,
    name: api.stack,
    stackName: now?.stackName ?? api.stack,
    template,
    region: api.region,
    account: api.account,
    isAccountGiven: now?.isAccountGiven ?? false,
    isNameGiven: now?.isNameGiven ?? false,
  });
  reading.roots.push(stack);
  return stack;
}

/** What its conditions depend on and the worlds of the sources do not try: parameters, and comparisons that a deployment decides. */
function untried(then: Reading, { reading, options }: SnapshotContext): readonly string[] {
  const tried = conditionUses(reading);
  const parameters = [...conditionUses(then)].flatMap(([name, { values }]) => {
    if (options.parameters !== undefined && Object.hasOwn(options.parameters, name)) return [];
    const known = tried.get(name)?.values;
    const own = then.roots[0]?.parameter(name)?.default;
    const now = then.given(name) ?? own;
    return [...values].every((value) => value === now || known?.has(value))
      ? []
      : [`parameter "${name}": give it with --parameter ${name}=VALUE`];
  });
  const truths = options.world?.truths ?? {};
  const comparisons = [...then.free].filter((name) => !Object.hasOwn(truths, name));
  return [...parameters, ...comparisons.map((name) => `"${name}"`)];
}
