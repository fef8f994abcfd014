// Measures the detection of SQL injection and cross-site scripting on the data of libinjection. Fetches nothing.
// Usage: npm run corpora -- --libinjection <checkout of github.com/libinjection/libinjection> [--reader <its src/reader.c, built>]
import { parseArgs } from 'node:util';
import { importBundled } from './bundle.mjs';

const { values } = parseArgs({ options: { libinjection: { type: 'string' }, reader: { type: 'string' } } });
if (values.libinjection === undefined) {
  console.error('Cannot measure: no data given, expected --libinjection PATH of a checkout');
  process.exit(2);
}
const { measureLibinjection } = await importBundled('conformance/waf/libinjection/measure.ts');
measureLibinjection(values.libinjection, values.reader, (line) => console.log(line));
