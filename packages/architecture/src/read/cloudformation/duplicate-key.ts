import type { Fault } from './node.ts';

/** A key that occurs twice in a map. */
export const duplicateKey = (key: string, offset: number): Fault => ({
  offset,
  code: 'duplicate-key',
  severity: 'warning',
  message: `Cannot keep both entries "${key}": the key occurs twice in one map, expected it once.`,
  help: 'The last one is taken, as parsers commonly do; CloudFormation does not say which one it takes.',
});
