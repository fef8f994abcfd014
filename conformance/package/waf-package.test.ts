import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { transformSync } from 'esbuild';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fenced } from './fenced.ts';
import { testingRules } from './testing-rules.ts';
import { type InstalledPackage, installPackage, link, manifest, ROOT, typeCheck } from './waf-package.ts';

const README = readFileSync(join(ROOT, 'packages/waf/README.md'), 'utf8');
const MOST_BROWSER_BYTES = 250_000;

let installed: InstalledPackage;
beforeAll(() => {
  installed = installPackage();
});
afterAll(() => rmSync(installed.folder, { recursive: true, force: true }));

const inside = (...path: readonly string[]): string => join(installed.folder, 'node_modules/@sallyport/waf', ...path);

describe('what is published as @sallyport/waf', () => {
  test('holds the code, its declarations, the licence and the notices, and nothing else', () => {
    const files = readdirSync(inside(), { recursive: true, encoding: 'utf8', withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name).slice(inside().length + 1)] : [],
    );
    const beside = files.filter((file) => !file.startsWith('lib/')).sort();
    expect(beside).toEqual(['LICENSE', 'NOTICE', 'README.md', 'package.json']);
    const code = files.filter((file) => file.startsWith('lib/') && !file.endsWith('.d.ts')).sort();
    expect(code).toEqual([
      'lib/browser.js',
      'lib/index.js',
      'lib/matchers.js',
      expect.stringMatching(/^lib\/shared-\w+\.js$/),
    ]);
    expect(files.filter((file) => /\.test\.|reference\//.test(file))).toEqual([]);
  });

  test('depends on no package of this workspace, in its manifest, its code and its declarations', () => {
    const names = Object.keys(manifest(inside()).dependencies ?? {});
    expect(names.filter((name) => name.includes('sallyport'))).toEqual([]);
    const files = readdirSync(inside('lib'), { recursive: true, encoding: 'utf8' });
    const text = files
      .filter((file) => /\.(?:js|ts)$/.test(file))
      .map((file) => readFileSync(inside('lib', file), 'utf8'));
    expect(text.length).toBeGreaterThan(10);
    expect(text.filter((each) => /['"]@sallyport\/http['"]/.test(each))).toEqual([]);
  });

  test('carries the notice of libinjection and the licence', () => {
    expect(readFileSync(inside('NOTICE'), 'utf8')).toContain('Nick Galbreath');
    expect(readFileSync(inside('LICENSE'), 'utf8')).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
  });

  test('publint finds nothing', async () => {
    const { messages } = await publint({ pack: { tarball: tarball().buffer }, strict: true });
    expect(messages).toEqual([]);
  });

  test('its types are right wherever an ES module can be imported', async () => {
    const checked = await checkPackage(createPackageFromTarballData(tarball()));
    if (!checked.types) throw new Error('no types');
    expect(Object.keys(checked.entrypoints)).toEqual(['.', './matchers', './browser']);
    // It is an ES module with `exports`: neither the resolution of Node.js 10 nor CommonJS knows it.
    const problems = checked.problems.filter(
      (problem) => !('resolutionKind' in problem && /^node10$|^node16-cjs$/.test(problem.resolutionKind)),
    );
    expect(problems).toEqual([]);
  });
});

const tarball = (): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(installed.tarball));

describe("the README's example", () => {
  const [example = ''] = fenced(README, 'ts');

  test.each(['node16', 'nodenext', 'bundler'] as const)('is well typed under moduleResolution %s', (resolution) => {
    writeFileSync(join(installed.folder, 'example.ts'), example);
    expect(typeCheck(installed.folder, ['example.ts'], resolution)).toBe('');
    const wrong = example.replace('webAcl.capacity', 'webAcl.capacities');
    writeFileSync(join(installed.folder, 'wrong.ts'), wrong);
    expect(typeCheck(installed.folder, ['wrong.ts'], resolution)).toContain("'capacities' does not exist");
  });

  test('prints what the README says', () => {
    const [printed = ''] = fenced(README, 'text');
    const { code } = transformSync(example, { loader: 'ts' });
    writeFileSync(join(installed.folder, 'example.js'), code);
    expect(execFileSync(process.execPath, ['example.js'], { cwd: installed.folder, encoding: 'utf8' })).toBe(printed);
  });

  test('prints the same with the file for web pages', () => {
    const [printed = ''] = fenced(README, 'text');
    const { code } = transformSync(example.replace("'@sallyport/waf'", "'@sallyport/waf/browser'"), { loader: 'ts' });
    writeFileSync(join(installed.folder, 'browser-example.js'), code);
    const output = execFileSync(process.execPath, ['browser-example.js'], { cwd: installed.folder, encoding: 'utf8' });
    expect(output).toBe(printed);
  });
});

test('the file for web pages imports nothing and is under 250 KB gzipped', () => {
  const code = readFileSync(inside('lib/browser.js'), 'utf8');
  expect(code).not.toMatch(/\bimport\s*[{*"'(]|\bfrom\s*["']|\brequire\(/);
  expect(gzipSync(code).length).toBeLessThan(MOST_BROWSER_BYTES);
});

const put = (name: string, text: string): void => writeFileSync(join(installed.folder, name), text);
const node = (...args: readonly string[]) =>
  spawnSync(process.execPath, args, {
    cwd: installed.folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', VITEST: '', VITEST_WORKER_ID: '', VITEST_POOL_ID: '' },
  });

describe('what docs/testing-rules.md prints', () => {
  // jest itself is run by `npm run jest`.
  const page = testingRules(ROOT);
  beforeAll(() => {
    for (const name of ['vitest', 'expect', '@types/node']) link(installed.folder, name);
    put('web-acl.json', page.webAcl);
  });

  test("the page's test and its snippets pass under vitest", () => {
    put('rules.test.ts', page.vitestTest);
    put('snippets.test.ts', page.snippets);
    const run = node(join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', installed.folder);
    expect(run.stdout + run.stderr).toContain('5 passed');
    expect(run.status).toBe(0);
  });

  test("the page's test and its types for vitest are well typed", () => {
    put('rules.test.ts', page.vitestTest);
    put('vitest-types.ts', page.vitestTypes);
    const settings = { types: ['node'], skipLibCheck: true };
    expect(typeCheck(installed.folder, ['rules.test.ts', 'vitest-types.ts'], 'bundler', settings)).toBe('');
    expect(typeCheck(installed.folder, ['rules.test.ts'], 'bundler', settings)).toContain("'toBlock' does not exist");
  });

  test("the matchers work in jest's expect, and its types are well typed", () => {
    const [, body = ''] = page.jestTest.split('expect.extend');
    const program = `import { readFileSync } from 'node:fs';
  import { expect } from 'expect';
  import { wafMatchers, webAclOf } from '@sallyport/waf/matchers';
  const test = (_title: string, run: () => void): void => run();
  expect.extend${body}`;
    put('jest-expect.ts', program);
    put('jest-types.ts', page.jestTypes);
    const settings = { types: ['node'], skipLibCheck: true };
    expect(typeCheck(installed.folder, ['jest-expect.ts', 'jest-types.ts'], 'nodenext', settings)).toBe('');
    const { code } = transformSync(program, { loader: 'ts' });
    put('jest-expect.mjs', code);
    expect(node('jest-expect.mjs')).toMatchObject({ status: 0, stderr: '' });
    put('jest-fails.mjs', code.replace('/orders', '/admin'));
    const failed = node('jest-fails.mjs');
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('Expected GET /admin not to be decided as BLOCK');
  });

  test('a failed expectation prints what the page shows', () => {
    put(
      'failing.mjs',
      `import { readFileSync } from 'node:fs';
  import { wafMatchers, webAclOf } from '@sallyport/waf/matchers';
  const webAcl = webAclOf(JSON.parse(readFileSync('web-acl.json', 'utf8')));
  console.log(wafMatchers.toBlock(webAcl, { target: '/x' }, { by: 'Admin' }).message());`,
    );
    expect(node('failing.mjs').stdout).toBe(page.failure);
  });

  test('the workflow checks out, installs and runs the tests', () => {
    const { jobs } = parse(page.workflow);
    const steps: readonly { readonly uses?: string; readonly run?: string }[] = jobs.rules.steps;
    expect(steps.map(({ uses, run }) => uses ?? run)).toEqual([
      expect.stringMatching(/^actions\/checkout@v\d+$/),
      expect.stringMatching(/^actions\/setup-node@v\d+$/),
      'npm ci',
      'npx vitest run',
    ]);
  });
});
