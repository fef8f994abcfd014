import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MUTANTS } from './mutants.ts';

test.each(MUTANTS)('"$fault" can be planted in $file', ({ file, find }) => {
  const source = readFileSync(new URL(`../../packages/prover/src/${file}`, import.meta.url), 'utf8');
  expect(source.split(find)).toHaveLength(2);
});
