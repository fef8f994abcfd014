// Builds if needed, then runs the example architecture.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: ['ignore', 2, 2] });
if (built.status !== 0) process.exit(built.status ?? 1);
process.chdir(root);
process.argv = [
  process.argv[0],
  `${root}packages/cli/dist/bin/sallyport.js`,
  'up',
  'examples/protected-api/template.yaml',
  ...process.argv.slice(2),
];
await import(`${root}packages/cli/dist/bin/sallyport.js`);
