import {
  type Architecture,
  architectureOf,
  type DeployedFile,
  readCloudFormation,
  type SourceFile,
} from '@sallyport/architecture';
import { type GateGraph, graphOf } from '@sallyport/gates';
import { mayRefuse } from '@sallyport/prover';
import type { Template } from './template.ts';

/** The gate graph of CloudFormation sources, in the world of the defaults. */
export const graphOfFiles = (files: readonly SourceFile[], deployed: readonly DeployedFile[] = []): GateGraph =>
  proved(architectureOf(readCloudFormation({ files, deployed })));

const proved = (architecture: Architecture): GateGraph => graphOf(architecture, mayRefuse(architecture));

/** The gate graph of a template, and of what its stages serve. */
export const graphOfTemplate = (template: Template, deployed: readonly DeployedFile[] = []): GateGraph =>
  graphOfFiles([{ path: 'template.json', text: JSON.stringify(template, undefined, 1) }], deployed);
