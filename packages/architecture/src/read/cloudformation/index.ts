export { readCloudFormation } from './read.ts';
export type { DeployedFile, ReadOptions, SourceFile, SourceSet } from './source.ts';
export { worlds } from './worlds.ts';
