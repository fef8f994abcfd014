// Hunts for requests of 64 KB that make the web ACL engine slow, by evolution, in every web ACL of conformance/waf/hunt. Prints the costliest
// of each: milliseconds as on the quiet machine of docs/benchmarks.md. Ends with 1 where one is above the limit.
// Usage: npm run hunt:waf -- [--generations N] [--seed S]
import { parseArgs } from 'node:util';
import { importBundled } from './bundle.mjs';

const { values } = parseArgs({
  options: { generations: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const generations = wholeNumber('--generations', values.generations);
const seed = wholeNumber('--seed', values.seed);
const { hunt } = await importBundled('conformance/waf/hunt/longer.ts');

let tooSlow = 0;
for (const { title, genome, milliseconds, isTooSlow } of hunt(generations, seed)) {
  if (isTooSlow) tooSlow++;
  const pieces = genome.pieces.map((piece) => (piece.length > 40 ? `${piece.slice(0, 40)}…` : piece));
  console.log(
    `${isTooSlow ? 'TOO SLOW ' : ''}${milliseconds.toFixed(1)} ms  ${title}: ${genome.place} of ${JSON.stringify(pieces)}`,
  );
}
console.log(`${tooSlow} above the limit, ${generations} generations, seed ${seed}`);
process.exitCode = tooSlow === 0 ? 0 : 1;

function wholeNumber(option, text) {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`Cannot hunt: ${option} "${text}" found, expected a whole number.`);
  process.exit(3);
}
