// Installs the packages of the workspace where they are missing or older than the lock file.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Cannot run: Node.js ${process.versions.node} found, expected 20.19 or newer.`);
  process.exit(1);
}
const installed = `${root}node_modules/.package-lock.json`;
const lock = `${root}package-lock.json`;
if (!existsSync(installed) || (existsSync(lock) && statSync(lock).mtimeMs > statSync(installed).mtimeMs + 1000)) {
  console.error('Installing packages (once) …');
  const command = existsSync(lock) ? 'ci' : 'install';
  const run = spawnSync('npm', [command, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (run.status !== 0) {
    console.error(`Cannot install packages: npm ${command} ended with ${run.status ?? run.signal}, expected 0.`);
    process.exit(1);
  }
}
