import { architectureOf, readCloudFormation } from '@sallyport/architecture';
import { graphOf } from '@sallyport/gates';
import { compileGraph } from '@sallyport/runtime';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { protectedApi } from '../protected-api.ts';
import { drop } from '../template.ts';
import { mutateTemplate } from './templates.ts';

const RUNS = 5_000;

/** The example without what no gate looks at, as JSON and as YAML. */
const TEXTS = (() => {
  const template = protectedApi();
  drop('EchoRole', 'EchoPermission', 'BlockedAddressesIPv6', 'RootMethod')(template);
  template.Outputs = {};
  return [JSON.stringify(template, undefined, 1), stringify(template)] as const;
})();

test(`${RUNS} mutated templates become architectures and graphs without an exception`, () => {
  let withEntrances = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const files = [
      { path: seed % 2 === 0 ? 'template.json' : 'template.yaml', text: mutateTemplate(TEXTS[seed % 2] ?? '', seed) },
    ];
    try {
      const read = readCloudFormation({ files });
      const architecture = architectureOf(read);
      const graph = graphOf(architecture);
      compileGraph(graph);
      expect(read.resources.length + architecture.diagnostics.length).toBeGreaterThan(0);
      if (graph.entrances.length > 0) withEntrances++;
    } catch (cause) {
      throw new Error(`Cannot make a graph of the template with seed ${seed}`, { cause });
    }
  }
  expect(withEntrances).toBeGreaterThan(RUNS / 2);
});
