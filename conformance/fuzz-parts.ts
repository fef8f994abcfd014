// What scripts/fuzz.mjs runs.
export { comparePairs } from './fuzz.ts';
export { generateSources } from './generate/deployed.ts';
export { createRandom } from './generate/random.ts';
