import {
  type Architecture,
  architectureOf,
  readCloudFormation,
  type SourceSet,
  type WebAclData,
} from '@sallyport/architecture';
import type { GateGraph } from '@sallyport/gates';
import { type DeployedArgument, loadDeployed } from './deployed-option.ts';
import { InputFailure, inputFailure } from './failure.ts';
import { graphOf } from './graph.ts';
import { type LoadedSources, loadSources } from './source-files.ts';

/** An architecture, and what its components do. */
export interface ReadArchitecture {
  readonly architecture: Architecture;
  readonly graph: GateGraph;
}

/** An architecture ready to run. */
export interface Loaded extends ReadArchitecture {
  readonly sources: LoadedSources;
}

/** What the commands that read one architecture are told. */
export interface ReadingOptions {
  readonly webAclData?: WebAclData;
  readonly region: string;
  readonly parameter?: Readonly<Record<string, string>>;
  readonly deployed?: readonly DeployedArgument[];
}

/** Reads sources, in the world of the defaults and the given values. One that is not understood is a failure of the input. */
export function readArchitecture(
  sources: SourceSet,
  { region, parameter, webAclData }: ReadingOptions,
): ReadArchitecture {
  const read = readCloudFormation(sources, { region, ...(parameter ? { parameters: parameter } : {}) });
  const architecture = architectureOf(read, webAclData);
  const errors = architecture.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InputFailure(errors);
  return { architecture, graph: graphOf(architecture) };
}

/** Reads the sources of `up`. One that is not understood, or that nothing leads into, is a failure of the input. */
export function loadArchitecture(sources: readonly string[], options: ReadingOptions): Loaded {
  const files = loadSources(sources, loadDeployed(options.deployed));
  const { architecture, graph } = readArchitecture(files, options);
  if (graph.entrances.length === 0)
    throw inputFailure(
      'no-entrance',
      'Cannot run the architecture: it has no entrance, expected a distribution, an API stage or a custom domain name.',
    );
  return { sources: files, architecture, graph };
}
