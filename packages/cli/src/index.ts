export {
  architectureOf,
  type DeployedFile,
  readCloudFormation,
  type SourceFile,
  type SourceSet,
  worlds,
} from '@sallyport/architecture';
export { checkEveryTuple, judge, prove, type Report } from '@sallyport/prover';
export { rehearse, replay } from '@sallyport/runtime';
export { type CheckOptions, checkSources } from './check.ts';
export { graphOf } from './graph.ts';
