import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { DeployedFile, SourceFile, SourceSet } from '@sallyport/architecture';
import { inputFailure } from './failure.ts';

/** Where the sources of a command came from: their texts, and the folders that assets are relative to. */
export interface LoadedSources extends SourceSet {
  /** Folders of the cdk.out kind among the sources, for code assets. */
  readonly folders: readonly string[];
  /** Every file that was read; watched by `up`. */
  readonly watched: readonly string[];
}

/** Far above CloudFormation's own limit of 1 MB a template; what is bigger is no template. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/** Reads the sources named on a command line: templates, and cdk.out folders; `deployed` is read already. */
export function loadSources(sources: readonly string[], deployed: readonly DeployedFile[] = []): LoadedSources {
  if (sources.length === 0)
    throw inputFailure(
      'no-source',
      'Cannot begin: no source given, expected a CloudFormation template or a cdk.out folder.',
    );
  const files: SourceFile[] = [];
  const folders: string[] = [];
  for (const source of sources) {
    refuseOtherKinds(source);
    if (isFolder(source)) {
      folders.push(source);
      files.push(...assemblyFiles(source));
    } else files.push(readSource(source));
  }
  return { files, deployed, folders, watched: [...files, ...deployed].map((file) => file.path) };
}

function refuseOtherKinds(source: string): void {
  if (source.startsWith('account:'))
    throw inputFailure(
      'unsupported-source',
      `Cannot read "${source}": a live account is not read by this version, expected a CloudFormation template or a cdk.out folder.`,
      'Write the deployed template to a file (aws cloudformation get-template) and name that file.',
    );
}

function isFolder(source: string): boolean {
  try {
    return statSync(source).isDirectory();
  } catch (cause) {
    throw inputFailure('source-not-found', `Cannot read "${source}": ${reasonOf(cause)}, expected a file or a folder.`);
  }
}

/** The text of one file. */
export function readSource(path: string): SourceFile {
  try {
    if (statSync(path).size > LARGEST_BYTES)
      throw inputFailure(
        'source-too-large',
        `Cannot read "${path}": larger than 64 MiB, expected a template of at most 1 MB.`,
      );
    const text = readFileSync(path, 'utf8');
    if (path.endsWith('.json') && looksLikeTerraform(text))
      throw inputFailure(
        'unsupported-source',
        `Cannot read "${path}": a Terraform plan is not read by this version, expected a CloudFormation template or a cdk.out folder.`,
      );
    return { path, text };
  } catch (cause) {
    if (cause instanceof Error && 'diagnostics' in cause) throw cause;
    throw inputFailure('source-not-read', `Cannot read "${path}": ${reasonOf(cause)}, expected a readable file.`);
  }
}

const looksLikeTerraform = (text: string): boolean =>
  /^\s*\{\s*"format_version"\s*:/.test(text) && text.includes('"planned_values"');

/** The JSON files of a cloud assembly that say what is deployed: manifests, templates, asset manifests; assemblies in it too. */
function assemblyFiles(folder: string): SourceFile[] {
  const names = readdirSync(folder);
  if (!names.includes('manifest.json'))
    throw inputFailure(
      'no-assembly',
      `Cannot read the folder "${folder}": no manifest.json in it, expected the cdk.out folder of a CDK app.`,
      'Run "cdk synth" and name its output folder, or name the template files themselves.',
    );
  return names.sort().flatMap((name): SourceFile[] => {
    const path = join(folder, name);
    if (lstatSync(path).isDirectory()) return name.startsWith('assembly-') ? assemblyFiles(path) : [];
    return /^(manifest\.json|.*\.(template|assets)\.json)$/.test(name) ? [readSource(path)] : [];
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'no permission',
  EISDIR: 'it is a folder',
};

/** Why a file could not be read, in words. */
export function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
}

/** A path as people write it: relative to where they are. */
export const shownPath = (path: string): string => relative('.', path) || path;
