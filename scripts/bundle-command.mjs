// Makes packages/cli/dist/bin: the command in one script beside a small launcher, and apart from it the big libraries that only
// `sallyport up` needs. A script and no module, since V8 takes the compiled form of scripts only (see packages/cli/src/launch.ts).
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = `${root}packages/cli/dist/bin`;

/** Files of their own, which are read when they are called for. */
const APART = { undici: 'undici', redis: '@redis/client', x509: '@peculiar/x509' };

const shared = {
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  conditions: ['sallyport-source'],
  mainFields: ['module', 'main'],
  legalComments: 'linked',
  sourcemap: true,
  logLevel: 'warning',
};
// A script of `vm` has no import() of its own.
const script = { ...shared, format: 'cjs', outExtension: { '.js': '.cjs' }, supported: { 'dynamic-import': false } };

export async function bundleCommand() {
  // What was made of other sources has other names, and would stay.
  rmSync(outdir, { recursive: true, force: true });
  await build({ ...script, entryPoints: APART });
  await build({
    ...script,
    entryPoints: { command: `${root}packages/cli/src/main.ts` },
    define: { 'import.meta.url': 'commandUrl' },
    banner: {
      js: "(function (exports, require, module, __filename, __dirname) { const commandUrl = require('node:url').pathToFileURL(__filename).href;",
    },
    footer: { js: '})' },
    plugins: [apart],
  });
  await build({
    ...shared,
    format: 'esm',
    entryPoints: { sallyport: `${root}packages/cli/src/launch.ts` },
    define: { COMMAND_DIGEST: JSON.stringify(digestOf(`${outdir}/command.cjs`)) },
  });
}

const apart = {
  name: 'apart',
  setup({ onResolve }) {
    for (const [file, name] of Object.entries(APART))
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: `./${file}.cjs`, external: true }));
  },
};

/** Names the script. The launcher reads it as Latin-1, which is fast, so that it must be ASCII: esbuild leaves other letters in comments only. */
function digestOf(path) {
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const [at, line] of lines.entries()) {
    if (/^[\x00-\x7f]*$/.test(line)) continue;
    if (!/^\s*(\/\/|\/\*|\*)/.test(line))
      throw new Error(`Cannot bundle the command: "${line.trim()}" found in line ${at + 1} of ${path}, expected ASCII`);
    lines[at] = line.replace(/[^\x00-\x7f]/g, '?');
  }
  const text = lines.join('\n');
  writeFileSync(path, text);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
