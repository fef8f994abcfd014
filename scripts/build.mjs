// Compiles every package, then bundles the command, so that it starts fast, and makes the data that it has built in.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bundleCommand } from './bundle-command.mjs';
import { makeIpData } from './ip-data.mjs';
import { packageWaf } from './package-waf.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const types = spawnSync(`${root}node_modules/.bin/tsc`, ['-b'], { cwd: root, stdio: 'inherit' });
if (types.status !== 0) process.exit(types.status ?? 1);

await bundleCommand();

await packageWaf();

makeIpData();
