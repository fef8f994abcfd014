// Plants faults in the prover, one at a time, and tells after how many random systems the differential test notices each.
// Some need thousands of systems. Usage: npm run mutants -- [--systems N] [--only TEXT]
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { importBundled } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { systems: { type: 'string', default: '5000' }, only: { type: 'string', default: '' } },
});
const systems = Number(values.systems);
if (!Number.isSafeInteger(systems) || systems < 1) {
  console.error(`Cannot plant faults: --systems "${values.systems}" found, expected a whole number from 1.`);
  process.exit(3);
}

/** A fault may make a proof endless; being so slow is being noticed. */
const MOST_MILLISECONDS = 10 * 60_000;
/** Or eat memory without end; a sound trial needs a tenth of this. */
const MOST_MEGABYTES = 1024;

/** Runs systems until one disagrees. */
const TRIAL = `
  import { checkSystem, freshTally } from './differential.ts';
  const tally = freshTally();
  for (let seed = 1; seed <= SYSTEMS && tally.disagreements.length === 0; seed++) checkSystem(seed, tally);
  if (tally.disagreements.length > 0) console.log('noticed after ' + tally.systems + ' systems');
`;

mkdirSync(`${root}.cache`, { recursive: true });
const { MUTANTS } = await importBundled('conformance/prover/mutants.ts');
const planted = MUTANTS.filter(({ file, fault }) => `${file} ${fault}`.includes(values.only));
const survivors = [];
for (const mutant of planted) {
  const noticed = await tryOut(mutant);
  if (noticed === undefined) survivors.push(mutant);
  console.log(`${noticed ?? `NOT NOTICED in ${systems} systems`}: ${mutant.fault} (${mutant.file})`);
}
console.log(`${planted.length - survivors.length} of ${planted.length} faults noticed, ${survivors.length} not`);
process.exitCode = survivors.length === 0 ? 0 : 1;

/** How the differential test noticed a fault; undefined where it did not. */
async function tryOut(mutant) {
  const limit = `--max-old-space-size=${MOST_MEGABYTES}`;
  const { status, stdout, signal } = spawnSync(process.execPath, [limit, await bundled(mutant)], {
    encoding: 'utf8',
    timeout: MOST_MILLISECONDS,
  });
  if (signal === 'SIGABRT') return 'noticed by running out of memory';
  if (signal) return 'noticed by never ending';
  if (status !== 0) return 'noticed by a crash';
  return /^noticed .*/m.exec(stdout)?.[0];
}

/** The differential test with the fault in it. */
async function bundled({ file, find, put }) {
  const outfile = `${root}.cache/mutant.mjs`;
  const path = `${root}packages/prover/src/${file}`;
  await build({
    stdin: { contents: TRIAL, resolveDir: `${root}conformance/prover`, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['sallyport-source'],
    mainFields: ['module', 'main'],
    define: { SYSTEMS: String(systems) },
    logLevel: 'error',
    banner: {
      js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);",
    },
    plugins: [
      {
        name: 'mutant',
        setup: ({ onLoad }) => {
          onLoad({ filter: /\.ts$/ }, (args) =>
            args.path === path
              ? { contents: readFileSync(path, 'utf8').replace(find, () => put), loader: 'ts' }
              : undefined,
          );
        },
      },
    ],
  });
  return outfile;
}
