// Compiles every package, then bundles the command into one file, so that it starts fast, and makes the data that it has built in.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { makeIpData } from './ip-data.mjs';
import { packageWaf } from './package-waf.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const types = spawnSync(`${root}node_modules/.bin/tsc`, ['-b'], { cwd: root, stdio: 'inherit' });
if (types.status !== 0) process.exit(types.status ?? 1);

await build({
  entryPoints: { sallyport: `${root}packages/cli/src/main.ts` },
  outdir: `${root}packages/cli/dist/bin`,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  conditions: ['sallyport-source'],
  mainFields: ['module', 'main'],
  sourcemap: true,
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as sallyportRequire } from 'node:module'; const require = sallyportRequire(import.meta.url);",
  },
});

await packageWaf();

makeIpData();
