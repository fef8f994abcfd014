// Our managed rule groups beside ModSecurity 3 with the Core Rule Set 3.3.4, both from Debian: what they block, and what it costs.
//   node bench/modsecurity/run.mjs detection --corpora FOLDER
//   node bench/modsecurity/run.mjs engine [--rounds 5]
//   node bench/modsecurity/run.mjs edge [--rounds 5] [--milliseconds 3000]
import { existsSync, mkdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
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
const SCRATCH = '.cache/modsecurity';

const { values, positionals } = parseArgs({
  options: {
    corpora: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    milliseconds: { type: 'string', default: '3000' },
  },
  allowPositionals: true,
});
const commands = { detection, engine, edge };
const command = commands[positionals[0]];
if (!command) {
  console.error(`Cannot compare "${positionals[0] ?? ''}": expected ${Object.keys(commands).join(', ')}.`);
  process.exit(3);
}
const wholeNumber = (name) => {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number > 0) return number;
  console.error(`Cannot measure: --${name} "${values[name]}" found, expected a whole number from 1.`);
  process.exit(3);
};
const rounds = wholeNumber('rounds');
const milliseconds = wholeNumber('milliseconds');
ensureModSecurity();
mkdirSync(SCRATCH, { recursive: true });
await command();

async function detection() {
  if (values.corpora === undefined) {
    console.error('Cannot compare: no collections given, expected --corpora FOLDER; see bench/modsecurity/README.md.');
    process.exit(3);
  }
  const { compareDetection } = await importBundled('bench/modsecurity/detection.ts');
  console.log(await compareDetection(SCRATCH, pathOf));
}

function pathOf(name) {
  const path = join(values.corpora, FOLDERS[name]);
  if (existsSync(path)) return path;
  console.error(`There is no "${path}": that collection is left out.`);
  return undefined;
}

async function engine() {
  const { compareEngines } = await importBundled('bench/modsecurity/engine.ts');
  machine();
  const results = await compareEngines(SCRATCH, rounds);
  console.log('| request | body | Sallyport, µs | libmodsecurity, µs | ratio |\n|---|---:|---:|---:|---:|');
  for (const { name, bodyBytes, ours, theirs } of results)
    console.log(`| ${[name, bodyBytes, figure(ours), figure(theirs), `× ${figure(theirs / ours)}`].join(' | ')} |`);
}

async function edge() {
  const { compareEdges } = await import('./edge.mjs');
  machine();
  const results = await compareEdges({ rounds, milliseconds });
  const columns = ['request', 'proxy', 'requests/s', 'processor µs a request', 'of ModSecurity'];
  console.log(`| ${columns.join(' | ')} |\n|---|---|---:|---:|---:|`);
  for (const { kind, name, perSecond, microseconds } of results) {
    const theirs = results.find((one) => one.kind === kind && one.name === 'nginx + ModSecurity');
    const ratio = `× ${figure(theirs.microseconds / microseconds)}`;
    console.log(`| ${[kind, name, figure(perSecond), figure(microseconds), ratio].join(' | ')} |`);
  }
}

function machine() {
  const [load = 0] = loadavg();
  console.log(`${cpus().length} × ${cpus()[0].model}, Node ${process.version}; load before ${load.toFixed(1)}`);
  console.log(`medians of ${rounds} rounds, in turns\n`);
}

function figure(number) {
  return number < 10 ? number.toFixed(1) : number.toFixed(0);
}
