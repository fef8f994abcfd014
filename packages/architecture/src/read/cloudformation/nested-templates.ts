import { isOpaque } from '../../text.ts';
import { composed, textOf } from './composed-text.ts';
import { type Document, readDocument } from './document.ts';
import { entriesOf, nodeAt, textAt } from './json-value.ts';
import { fileNameOf, folderOf, joinPath, normalPath } from './path.ts';
import type { SourceFile, SourceSet } from './source.ts';
import type { Stack } from './stack.ts';
import { isTemplate, readTemplate, type Template } from './template.ts';

/** Finds the templates of nested stacks among the sources. */
export class NestedTemplates {
  readonly #byPath = new Map<string, SourceFile>();
  readonly #byName = new Map<string, SourceFile[]>();
  readonly #assetManifests: readonly SourceFile[];
  #assets: ReadonlyMap<string, string> | undefined;

  constructor(sources: SourceSet) {
    for (const file of sources.files) {
      this.#byPath.set(normalPath(file.path), file);
      const name = fileNameOf(file.path);
      const same = this.#byName.get(name);
      if (same === undefined) this.#byName.set(name, [file]);
      else same.push(file);
    }
    this.#assetManifests = sources.files.filter(({ path }) => path.endsWith('.assets.json'));
  }

  /** The template of a nested stack: by the asset path that CDK notes, else by TemplateURL. */
  find(parent: Stack, logicalId: string): Template | undefined {
    const file = this.#noted(parent, logicalId) ?? this.#named(parent, logicalId);
    if (file === undefined) return undefined;
    const document = readDocument(file);
    return isTemplate(document) ? readTemplate(document) : undefined;
  }

  /** CDK writes the path of the asset into the resource's metadata, if asset metadata is on. */
  #noted(parent: Stack, logicalId: string): SourceFile | undefined {
    const path = textAt(parent.declarations.get(logicalId)?.node, 'Metadata', 'aws:asset:path');
    return path === undefined ? undefined : this.#byPath.get(joinPath(folderOf(parent.template.document.path), path));
  }

  #named(parent: Stack, logicalId: string): SourceFile | undefined {
    const value = parent.propertyOf(logicalId, 'TemplateURL') ?? parent.propertyOf(logicalId, 'Location');
    const text = value === undefined ? undefined : textOf(value);
    if (text === undefined) return undefined;
    const url = isOpaque(text) ? composed([text]) : text;
    // Whatever the bucket is: what counts stands behind the last slash, or is a path relative to the parent.
    const path = (isOpaque(url) ? url.opaque : url).replace(/[?#].*$/, '');
    const folder = folderOf(parent.template.document.path);
    return this.#byPath.get(joinPath(folder, path)) ?? this.#asset(fileNameOf(path)) ?? this.#only(path, folder);
  }

  /** A file of that name: the only one, or the one whose path shares the longest end with the URL. */
  #only(path: string, folder: string): SourceFile | undefined {
    const candidates = this.#byName.get(fileNameOf(path)) ?? [];
    if (candidates.length <= 1) return candidates[0];
    const shared = (file: SourceFile): number => sharedEnd(normalPath(file.path), normalPath(path));
    const best = [...candidates].sort((a, b) => shared(b) - shared(a));
    const [first, second] = best;
    if (first !== undefined && second !== undefined && shared(first) > shared(second)) return first;
    return candidates.find((file) => folderOf(file.path) === folder);
  }

  #asset(objectName: string): SourceFile | undefined {
    this.#assets ??= assetPaths(this.#assetManifests.map(readDocument));
    const path = this.#assets.get(objectName) ?? this.#assets.get(objectName.replace(/\.[a-z]+$/, ''));
    return path === undefined ? undefined : this.#byPath.get(path);
  }
}

const sharedEnd = (a: string, b: string): number => {
  const [left, right] = [a.split('/').reverse(), b.split('/').reverse()];
  const differs = left.findIndex((part, index) => part !== right[index]);
  return differs < 0 ? left.length : differs;
};

/** The source paths of a cloud assembly's assets, by their hash and by the object keys that they are stored under. */
function assetPaths(manifests: readonly Document[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const manifest of manifests)
    for (const { key, value } of entriesOf(nodeAt(manifest.root, 'files'))) {
      const source = textAt(value, 'source', 'path');
      if (source === undefined) continue;
      const path = joinPath(folderOf(manifest.path), source);
      paths.set(key, path);
      for (const destination of entriesOf(nodeAt(value, 'destinations'))) {
        const objectKey = textAt(destination.value, 'objectKey');
        if (objectKey !== undefined) paths.set(fileNameOf(objectKey), path);
      }
    }
  return paths;
}
