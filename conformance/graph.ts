import { architectureOf, readCloudFormation, type SourceFile } from '@sallyport/architecture';
import { type GateGraph, graphOf } from '@sallyport/gates';
import type { Template } from './template.ts';

/** The gate graph of CloudFormation sources, in the world of the defaults. */
export const graphOfFiles = (files: readonly SourceFile[]): GateGraph =>
  graphOf(architectureOf(readCloudFormation({ files })));

/** The gate graph of a template. */
export const graphOfTemplate = (template: Template): GateGraph =>
  graphOfFiles([{ path: 'template.json', text: JSON.stringify(template, undefined, 1) }]);
