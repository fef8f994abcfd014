import { architectureOf, readCloudFormation, type SourceFile } from '@sallyport/architecture';
import { graphOf } from '@sallyport/gates';
import { mayRefuse } from '@sallyport/prover';
import { compileGraph } from '@sallyport/runtime';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { protectedApi } from '../protected-api.ts';
import { drop } from '../template.ts';
import { mutateTemplate } from './templates.ts';

const RUNS = 5_000;

/** The example without what no gate looks at. */
const template = protectedApi();
drop('EchoRole', 'EchoPermission', 'BlockedAddressesIPv6', 'RootMethod')(template);
template.Outputs = {};
const JSON_FILE = { path: 'template.json', text: JSON.stringify(template, undefined, 1) };
const YAML_FILE = { path: 'template.yaml', text: stringify(template) };

/** Mostly JSON, which is read faster. */
function mutatedFile(seed: number): SourceFile {
  const { path, text } = seed % 5 === 0 ? YAML_FILE : JSON_FILE;
  return { path, text: mutateTemplate(text, seed) };
}

test(`${RUNS} mutated templates become architectures and graphs without an exception`, () => {
  let withEntrances = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const files = [mutatedFile(seed)];
    try {
      const read = readCloudFormation({ files });
      const architecture = architectureOf(read);
      const graph = graphOf(architecture, mayRefuse(architecture));
      compileGraph(graph);
      expect(read.resources.length + architecture.diagnostics.length).toBeGreaterThan(0);
      if (graph.entrances.length > 0) withEntrances++;
    } catch (cause) {
      throw new Error(`Cannot make a graph of the template with seed ${seed}`, { cause });
    }
  }
  expect(withEntrances).toBeGreaterThan(RUNS / 2);
}, 180_000);
