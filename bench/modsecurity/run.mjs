// Our managed rule groups beside ModSecurity 3 with the Core Rule Set 3.3.4, both from Debian: what they block, and what it costs.
//   node bench/modsecurity/run.mjs detection --corpora FOLDER
import { parseArgs } from 'node:util';
import { importBundled } from '../../scripts/bundle.mjs';
import { ensureModSecurity } from './install.mjs';

/** The folder of each collection below the one that is given. */
const FOLDERS = {
  coreruleset: 'coreruleset',
  fuzzdb: 'fuzzdb',
  payloads: 'PayloadsAllTheThings',
  mgm: 'mgm-web-attack-payloads',
  libinjection: 'libinjection',
  log: 'log/apache_logs',
};

const { values, positionals } = parseArgs({
  options: { corpora: { type: 'string' }, rounds: { type: 'string', default: '5' } },
  allowPositionals: true,
});
const scratch = '.cache/modsecurity';
const commands = { detection };
const command = commands[positionals[0]];
if (!command) {
  console.error(`Cannot compare "${positionals[0] ?? ''}": expected ${Object.keys(commands).join(', ')}.`);
  process.exit(3);
}
ensureModSecurity();
await command();

async function detection() {
  const { existsSync } = await import('node:fs');
  const { join } = await import('node:path');
  const pathOf = (name) => {
    const path = join(values.corpora ?? '', FOLDERS[name]);
    if (existsSync(path)) return path;
    console.error(`No "${path}": that collection is left out.`);
    return undefined;
  };
  const { compareDetection } = await importBundled('bench/modsecurity/detection.ts');
  console.log(await compareDetection(scratch, pathOf));
}
