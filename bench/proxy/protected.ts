// The runtime with the whole way: distribution, web ACL, REST API with a key, HTTP integration.

import { serve } from '../../packages/runtime/src/node/index.ts';
import { sampleGraph } from '../../packages/runtime/src/sample-graph.ts';

const [origin = '', resources = '0'] = process.argv.slice(2);
const run = await serve(sampleGraph({ resources: Number(resources), rate: 1e12 }), {
  firstPort: 0,
  origins: { Api: origin },
  stateFolder: '.cache/bench',
  onRequest: () => {},
});
process.send?.({ port: run.entrances[0]?.port });
process.on('disconnect', () => process.exit(0));
