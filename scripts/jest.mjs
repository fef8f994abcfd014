// Runs the jest example of docs/testing-rules.md under jest itself, with the package as it would be published, in a folder
// of its own. jest brings some 190 packages (55 MB), so it is installed here from the registry and is no dependency of the workspace.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importBundled } from './bundle.mjs';

const JEST = 'jest@30';
const { installPackage } = await importBundled('conformance/package/waf-package.ts');
const { testingRules } = await importBundled('conformance/package/testing-rules.ts');
const { folder } = installPackage();
const run = (command, args, env = {}) =>
  spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });

try {
  const installed = run('npm', ['install', '--no-audit', '--no-fund', '--silent', JEST]);
  if (installed.status !== 0) throw new Error(`Cannot install ${JEST}: ${installed.stderr}`);
  const { jestTest, webAcl } = testingRules(process.cwd());
  writeFileSync(join(folder, 'web-acl.json'), webAcl);
  writeFileSync(join(folder, 'rules.test.js'), jestTest);
  writeFileSync(join(folder, 'wrong.test.js'), jestTest.replace("'/%61DMIN'", "'/orders'"));
  const flag = { NODE_OPTIONS: '--experimental-vm-modules', FORCE_COLOR: '0' };
  const passing = run('npx', ['jest', 'rules.test.js'], flag);
  const failing = run('npx', ['jest', 'wrong.test.js'], flag);
  console.log(passing.stderr);
  const message = 'Expected GET /orders to be decided as BLOCK by "Admin", found ALLOW by "Default_Action".';
  if (passing.status !== 0)
    throw new Error(`Cannot run the page's test under ${JEST}: exit code ${passing.status}, expected 0`);
  if (failing.status === 0 || !failing.stderr.includes(message))
    throw new Error(`Cannot tell a failed expectation under ${JEST}: ${failing.stderr}`);
  console.log(`${JEST}: the page's test passes, and a wrong expectation fails with its reason`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
