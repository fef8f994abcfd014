import type { Place } from '@sallyport/http';
import type { HandedInSnapshot, Resource, SnapshotContent } from '../../resource.ts';
import { type Document, placeAt, readDocument } from './document.ts';
import { literalValue } from './literal.ts';
import { describe, entryOf } from './node.ts';
import type { Reading } from './reading.ts';
import { type SnapshotTarget, snapshotTarget } from './snapshot-target.ts';
import type { DeployedFile, ReadOptions, SourceSet } from './source.ts';
import { isTemplate } from './template.ts';
import { templateThen } from './template-then.ts';

/** What reading snapshots needs of the sources that they belong to. */
export interface SnapshotContext {
  readonly reading: Reading;
  readonly resources: readonly Resource[];
  readonly options: ReadOptions;
  /** Codes of what leaves out resources. */
  readonly mayHide: ReadonlySet<string>;
}

/** What stages serve, as far as it was handed in. What cannot be used is an error at the file. */
export function readSnapshots({ deployed = [] }: SourceSet, context: SnapshotContext): readonly HandedInSnapshot[] {
  return deployed.flatMap((file): HandedInSnapshot[] => {
    const target = snapshotTarget(file.of, context.resources);
    if ('wrong' in target) {
      context.reading.diagnostics.add({
        code: 'unknown-snapshot-target',
        severity: 'error',
        message: `Cannot take "${file.path}" for what "${file.of}" serves: ${target.wrong}.`,
      });
      return [];
    }
    const document = readDocument(file);
    const content = contentOf(document, file, target, context);
    const place = placeAt(document, document.root?.offset ?? 0);
    const { api, ...named } = target;
    return content ? [{ of: file.of, api: api.id, ...named, content, place }] : [];
  });
}

function contentOf(
  document: Document,
  file: DeployedFile,
  target: SnapshotTarget,
  context: SnapshotContext,
): SnapshotContent | undefined {
  const { root, diagnostics } = document;
  const refuse = (found: string, place: Place, help: string): undefined => {
    context.reading.diagnostics.add({
      code: 'not-a-snapshot',
      severity: 'error',
      message: `Cannot take "${file.path}" for what "${file.of}" serves: ${found} found, expected an export of the stage, the summary of a deployment, or a template.`,
      place,
      help,
    });
    return undefined;
  };
  const start = placeAt(document, root?.offset ?? 0);
  const fault = diagnostics.find(({ severity }) => severity === 'error');
  if (fault) return refuse('a file that is malformed or empty', fault.place ?? start, fault.message);
  const has = (key: string): boolean => entryOf(root, key) !== undefined;
  if (root && (has('openapi') || has('swagger'))) return { kind: 'open-api', document: literalValue(document, root) };
  if (root && has('apiSummary')) return { kind: 'summary', document: literalValue(document, root) };
  if (isTemplate(document)) return templateThen(file, target, context);
  const found = `${root ? describe(root) : 'nothing'} without openapi, swagger, apiSummary or Resources`;
  return refuse(found, start, EXPORT);
}

const EXPORT =
  'aws apigateway get-export --rest-api-id API_ID --stage-name STAGE --export-type oas30 --parameters extensions=apigateway FILE';
