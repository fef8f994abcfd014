// The rule groups that remember, each alone: microseconds of processor time a request.
//   node bench/waf/run-intelligent.mjs [--rounds 9]
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { importBundled } from '../../scripts/bundle.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`Cannot measure: --rounds "${values.rounds}" found, expected a whole number from 1.`);
  process.exit(3);
}
const { measureIntelligent } = await importBundled('bench/waf/intelligent.ts');
const [load = 0] = loadavg();
const kinds = measureIntelligent(rounds);
const names = kinds[0].groups.map(({ name }) => name);
console.log(
  `Node.js ${process.version}, load ${load.toFixed(1)}; µs of processor time a request, medians of ${rounds} rounds\n`,
);
console.log(`| request | ${names.join(' | ')} |\n|---|${names.map(() => '---:').join('|')}|`);
for (const { kind, groups } of kinds)
  console.log(`| ${kind} | ${groups.map(({ microseconds }) => microseconds.toFixed(1)).join(' | ')} |`);
