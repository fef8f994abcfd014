// What scripts/fuzz.mjs runs.
export { comparePairs } from './fuzz.ts';
export { generateArchitecture } from './generate/architecture.ts';
export { createRandom } from './generate/random.ts';
