// The one gate: layers, types, lint and format, build, tests. Ends with a line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => `${root}node_modules/.bin/${name}`;
const run = (command, ...args) => spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;

/** The steps before the tests; each counts as one check. */
const steps = [
  ['lock file', () => run('npm', 'ci', '--dry-run', '--ignore-scripts', '--silent')],
  ['layers', () => run(process.execPath, 'scripts/layers.mjs')],
  ['build', () => run(process.execPath, 'scripts/build.mjs')],
  ['types', () => run(bin('tsc'), '-p', 'tsconfig.tests.json')],
  ['lint and format', () => run(bin('biome'), 'check', '.')],
  ['programs for tests', () => run(process.execPath, 'scripts/ensure-programs.mjs')],
];
let passed = 0;
let failed = 0;
for (const [name, step] of steps) {
  const started = Date.now();
  const ok = step() === 0;
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
const report = `${root}.cache/vitest.json`;
mkdirSync(`${root}.cache`, { recursive: true });
const status = run(bin('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
try {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests;
  if (status !== 0 && result.numFailedTests === 0) failed++;
  if (result.numTotalTests === 0) failed++;
} catch (cause) {
  console.error(`Cannot read the test report ${report}: ${cause.message}`);
  failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
