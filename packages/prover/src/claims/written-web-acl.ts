import { type Architecture, plainValue, readReferences, type WebAcl } from '@sallyport/architecture';
import type { LintOptions } from '../web-acl-lint/index.ts';

/** What lints are given of a web ACL. */
export interface WrittenWebAcl {
  readonly definition: unknown;
  readonly options: LintOptions;
}

/** A web ACL as its author wrote it, with what it refers to. */
export function writtenWebAcl(
  { id, arn, resourceType }: WebAcl,
  { resources }: Pick<Architecture, 'resources'>,
): WrittenWebAcl {
  const properties = resources.all.find((resource) => resource.id === id)?.properties;
  const options: LintOptions = {
    shape: 'cloudformation',
    arn,
    resourceType,
    references: readReferences(resources).byArn,
  };
  return { definition: properties && plainValue(properties), options };
}
