// The runtime with the whole way: distribution, web ACL, REST API with a key, HTTP integration. With a template, what it
// describes; else the sample graph, with as many resources as asked for.
import { readFileSync } from 'node:fs';
import { architectureOf, readCloudFormation } from '../../packages/architecture/src/index.ts';
import { type GateGraph, graphOf } from '../../packages/gates/src/index.ts';
import { expectShortLives, serve } from '../../packages/runtime/src/node/index.ts';
import { sampleGraph } from '../../packages/runtime/src/testing/sample-graph.ts';

const [origin = '', source = '0', stateFolder = '.cache/bench'] = process.argv.slice(2);

function graph(): GateGraph {
  if (/^\d+$/.test(source)) return sampleGraph({ resources: Number(source), rate: 1e12 });
  // Nothing may be refused here: the load comes from one address, without TLS.
  const text = readFileSync(source, 'utf8')
    .replace(/(\n\s*Limit: )\d+/g, '$12000000000')
    .replaceAll('redirect-to-https', 'allow-all');
  return graphOf(architectureOf(readCloudFormation({ files: [{ path: source, text }] })));
}

expectShortLives();
const made = graph();
const origins = Object.fromEntries(
  [...made.applications.values()].flatMap((one) => (one.kind === 'http' ? [[one.id, origin]] : [])),
);
const run = await serve(made, {
  firstPort: 0,
  // The account's throttle of 10,000 requests per second is not what is measured.
  now: () => Date.now() * 100,
  origins: { Api: origin, ...origins },
  stateFolder,
  onRequest: () => {},
});
const edge = run.entrances.find(({ entrance }) => entrance.kind === 'distribution') ?? run.entrances[0];
process.send?.({ port: edge?.port });
process.on('disconnect', () => process.exit(0));
