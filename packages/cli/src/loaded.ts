import { type Architecture, architectureOf, readCloudFormation } from '@sallyport/architecture';
import { type GateGraph, graphOf } from '@sallyport/gates';
import { InputFailure, inputFailure } from './failure.ts';
import { type LoadedSources, loadSources } from './source-files.ts';

/** An architecture ready to run. */
export interface Loaded {
  readonly sources: LoadedSources;
  readonly architecture: Architecture;
  readonly graph: GateGraph;
}

/** Reads the sources of `up`. One that is not understood, or that nothing leads into, is a failure of the input. */
export function loadArchitecture(
  sources: readonly string[],
  { region, parameter }: { readonly region: string; readonly parameter?: Readonly<Record<string, string>> },
): Loaded {
  const files = loadSources(sources);
  const read = readCloudFormation(files, { region, ...(parameter ? { parameters: parameter } : {}) });
  const errors = read.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InputFailure(errors);
  const architecture = architectureOf(read);
  const graph = graphOf(architecture);
  if (graph.entrances.length === 0)
    throw inputFailure(
      'no-entrance',
      'Cannot run the architecture: it has no entrance, expected a distribution, an API stage or a custom domain name.',
    );
  return { sources: files, architecture, graph };
}
