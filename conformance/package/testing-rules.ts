import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fenced } from './fenced.ts';

/** What docs/testing-rules.md prints, by what it is. */
export function testingRules(root: string) {
  const page = readFileSync(join(root, 'docs/testing-rules.md'), 'utf8');
  const [vitestTest = '', vitestTypes = '', jestTypes = ''] = fenced(page, 'ts');
  const [webAcl = ''] = fenced(page, 'json');
  const [jestTest = ''] = fenced(page, 'js');
  const [failure = ''] = fenced(page, 'text');
  const [workflow = ''] = fenced(page, 'yaml');
  return { vitestTest, vitestTypes, jestTypes, webAcl, jestTest, failure, workflow };
}
