// Puts random web ACLs and requests to the engine and to the reference, and prints where they disagree.
// Usage: npm run fuzz:waf -- [--runs N] [--seed S]
import { parseArgs } from 'node:util';
import { importBundled } from './bundle.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '200000' }, seed: { type: 'string', default: '1' } },
});
const runs = wholeNumber('--runs', values.runs);
const seed = wholeNumber('--seed', values.seed);
const { compareRandom } = await importBundled('packages/waf/src/reference/compare.ts');

const SLICE = 5_000;
const started = Date.now();
let webAcls = 0;
let evaluations = 0;
const disagreements = [];
for (let done = 0; done < runs && disagreements.length < 20; done += SLICE) {
  const slice = compareRandom(Math.min(SLICE, runs - done), seed + done);
  webAcls += slice.webAcls;
  evaluations += slice.evaluations;
  disagreements.push(...slice.disagreements);
  console.error(`${webAcls} of ${runs} web ACLs, ${disagreements.length} disagreements, ${seconds()} s`);
}
for (const disagreement of disagreements.slice(0, 20)) console.log(JSON.stringify(disagreement));
console.log(
  `${webAcls} web ACLs, ${evaluations} evaluations: ${disagreements.length} disagreements, seed ${seed}, ${seconds()} s`,
);
process.exitCode = disagreements.length === 0 ? 0 : 1;

function seconds() {
  return ((Date.now() - started) / 1000).toFixed(1);
}

function wholeNumber(option, text) {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`Cannot compare: ${option} "${text}" found, expected a whole number.`);
  process.exit(3);
}
