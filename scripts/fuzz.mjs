// Sends random requests through random architectures, in the runtime and in the prover, and prints where they disagree.
// Usage: npm run fuzz -- [--runs N] [--seed S] [--show]
import { parseArgs } from 'node:util';
import { importBundled } from './bundle.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    show: { type: 'boolean', default: false },
  },
});
const runs = wholeNumber('--runs', values.runs);
const seed = wholeNumber('--seed', values.seed);

const { comparePairs, createRandom, generateSources } = await importBundled('conformance/fuzz-parts.ts');
if (values.show) {
  console.log(JSON.stringify(generateSources(createRandom(seed)), undefined, 2));
  process.exit(0);
}
const started = Date.now();
let told = started;
let shown = 0;
const { disagreements, ...counts } = comparePairs(runs, seed, {
  progress: (now) => {
    for (; shown < Math.min(now.disagreements.length, 20); shown++) tell(now.disagreements[shown]);
    if (Date.now() - told < 5_000) return;
    told = Date.now();
    console.error(`${now.pairs} of ${runs} pairs, ${now.disagreements.length} disagreements, ${seconds()} s`);
  },
});
console.log(
  `${counts.pairs} pairs in ${counts.architectures} architectures (${counts.closed} closed): ` +
    `${counts.reached} requests arrived, ${counts.uninspected} of them uninspected; ${counts.witnesses} witnesses replayed`,
);
console.log(`${disagreements.length} disagreements, seed ${seed}, ${seconds()} s`);
process.exitCode = disagreements.length === 0 ? 0 : 1;

function tell({ seed: own, kind, detail }) {
  console.log(`architecture ${own}: ${kind}\n  ${detail}\n  its template: npm run fuzz -- --seed ${own} --show`);
}

function seconds() {
  return ((Date.now() - started) / 1000).toFixed(1);
}

function wholeNumber(option, text) {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`Cannot compare: ${option} "${text}" found, expected a whole number.`);
  process.exit(3);
}
