import { readDocument } from './document.ts';
import { entriesOf, nodeAt, textAt } from './json-value.ts';
import { fileNameOf, folderOf, joinPath, normalPath, withoutEnding } from './path.ts';
import type { SourceFile, SourceSet } from './source.ts';

/** A stack that the sources deploy, before nested ones are told from the others. */
export interface StackSource {
  readonly file: SourceFile;
  /** Unique over the sources. */
  readonly name: string;
  readonly stackName: string;
  readonly region?: string;
  readonly account?: string;
  /** Listed by a cloud assembly: it may have no resources. */
  readonly listed: boolean;
}

/** The stacks of the sources: what cloud assemblies list, and every file outside of them. */
export function stackSources(sources: SourceSet): readonly StackSource[] {
  const manifests = sources.files.filter((file) => fileNameOf(file.path) === 'manifest.json' && isManifest(file));
  const folders = manifests.map(({ path }) => folderOf(path));
  const inside = (file: SourceFile): boolean => folders.some((folder) => isInside(normalPath(file.path), folder));
  const loose = sources.files.filter((file) => !inside(file));
  const byPath = new Map(sources.files.map((file) => [normalPath(file.path), file]));
  return unique([...manifests.flatMap((file) => assemblyStacks(file, byPath)), ...looseStacks(loose)]);
}

/** The cloud assemblies (of CDK stages) that others list and the sources lack: where each is listed, and its manifest's path. */
export function missingAssemblies(
  sources: SourceSet,
): readonly { readonly manifest: SourceFile; readonly path: string }[] {
  const paths = new Set(sources.files.map(({ path }) => normalPath(path)));
  return sources.files
    .filter((file) => fileNameOf(file.path) === 'manifest.json' && isManifest(file))
    .flatMap((manifest) =>
      entriesOf(nodeAt(readDocument(manifest).root, 'artifacts')).flatMap(({ value }) => {
        const directory = textAt(value, 'properties', 'directoryName');
        if (textAt(value, 'type') !== 'cdk:cloud-assembly' || directory === undefined) return [];
        const path = joinPath(folderOf(manifest.path), `${directory}/manifest.json`);
        return paths.has(normalPath(path)) ? [] : [{ manifest, path }];
      }),
    );
}

const isInside = (path: string, folder: string): boolean =>
  folder === '' ? !path.startsWith('/') : path.startsWith(`${folder}/`);

/** The manifest of a cloud assembly. https://docs.aws.amazon.com/cdk/api/v2/docs/cloud-assembly-schema-readme.html */
const isManifest = (file: SourceFile): boolean => nodeAt(readDocument(file).root, 'artifacts')?.kind === 'map';

function assemblyStacks(manifest: SourceFile, byPath: ReadonlyMap<string, SourceFile>): readonly StackSource[] {
  const folder = folderOf(manifest.path);
  return entriesOf(nodeAt(readDocument(manifest).root, 'artifacts')).flatMap(({ key, value }): StackSource[] => {
    if (textAt(value, 'type') !== 'aws:cloudformation:stack') return [];
    const templateFile = textAt(value, 'properties', 'templateFile');
    const path = templateFile === undefined ? undefined : joinPath(folder, templateFile);
    const file = path === undefined ? undefined : (byPath.get(path) ?? { path, text: '', isMissing: true as const });
    if (file === undefined) return [];
    const stackName = textAt(value, 'properties', 'stackName') ?? key;
    return [{ file, name: key, stackName, listed: true, ...environment(textAt(value, 'environment')) }];
  });
}

/** `aws://account/region`, where either may be unknown. */
function environment(text: string | undefined): { readonly account?: string; readonly region?: string } {
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(text ?? '') ?? [];
  return {
    ...(account === undefined || account === 'unknown-account' ? {} : { account }),
    ...(region === undefined || region === 'unknown-region' ? {} : { region }),
  };
}

function looseStacks(files: readonly SourceFile[]): readonly StackSource[] {
  return files
    .filter(({ path }) => !path.endsWith('.assets.json'))
    .map((file) => {
      const name = withoutEnding(fileNameOf(file.path));
      return { file, name, stackName: name, listed: false };
    });
}

/** Stacks of the same name are told apart by their paths, and by a number if need be. */
function unique(stacks: readonly StackSource[]): readonly StackSource[] {
  const counts = new Map<string, number>();
  for (const { name } of stacks) counts.set(name, (counts.get(name) ?? 0) + 1);
  const taken = new Set<string>();
  return stacks.map((stack) => {
    const wanted = (counts.get(stack.name) ?? 0) > 1 ? withoutEnding(normalPath(stack.file.path)) : stack.name;
    let name = wanted;
    for (let round = 2; taken.has(name); round++) name = `${wanted}-${round}`;
    taken.add(name);
    return { ...stack, name };
  });
}
