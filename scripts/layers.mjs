// Holds the house: imports go only downwards, and kernels touch nothing outside.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** From the ground up; a package may import those before it. */
const order = ['http', 'waf', 'architecture', 'gates', 'prover', 'runtime', 'cli'];
/** What a kernel may import from npm: pure libraries. */
const pure = new Set(['yaml', 'jsonc-parser', 'ipaddr.js', '@eslint-community/regexpp']);
const npmName = { cli: 'sallyport' };
const nameOf = (folder) => npmName[folder] ?? `@sallyport/${folder}`;

/** Every TypeScript file below a folder. */
function* sources(folder) {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (path.endsWith('.ts')) yield path;
  }
}

const faults = [];
let files = 0;
for (const [level, folder] of order.entries()) {
  const below = new Set(order.slice(0, level).map(nameOf));
  // Beside the prover stands the runtime: neither knows the other; only what is above joins them.
  if (folder === 'runtime') below.delete(nameOf('prover'));
  const manifest = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'));
  // What is published alone has the packages of this house inside it (docs/decisions/0030), and depends on them to be built.
  const declared = { ...manifest.dependencies, ...manifest.devDependencies };
  for (const name of Object.keys(declared))
    if ((name.startsWith('@sallyport/') || name === 'sallyport') && !below.has(name))
      faults.push(`packages/${folder}/package.json depends on ${name}, expected only ${[...below].join(', ')}`);
  const src = join(root, 'packages', folder, 'src');
  for (const file of sources(src)) {
    files++;
    const where = relative(root, file);
    const isTest = file.endsWith('.test.ts') || where.includes(`${sep}testing${sep}`);
    const isRim = folder === 'cli' || where.startsWith(join('packages', 'runtime', 'src', 'node'));
    for (const [, from] of readFileSync(file, 'utf8').matchAll(
      /^(?:(?:import|export)\s[^'";=()]*\sfrom\s+|import\s+)['"]([^'"]+)['"]/gm,
    )) {
      if (from.startsWith('.')) {
        if (!resolve(dirname(file), from).startsWith(src))
          faults.push(`${where} imports "${from}" outside its package`);
        if (!isRim && !isTest && resolve(dirname(file), from).startsWith(join(src, 'node')))
          faults.push(`${where} imports the rim "${from}", expected the core to stand without it`);
      } else if (from.startsWith('@sallyport/') || from === 'sallyport') {
        const name = from
          .split('/')
          .slice(0, from.startsWith('@') ? 2 : 1)
          .join('/');
        if (!below.has(name) && !isTest) faults.push(`${where} imports ${from}, which is not below ${folder}`);
        if (!(name in declared) && !isTest)
          faults.push(`${where} imports ${name}, which its package.json does not declare`);
      } else if (
        !isTest &&
        !isRim &&
        !pure.has(
          from
            .split('/')
            .slice(0, from.startsWith('@') ? 2 : 1)
            .join('/'),
        )
      )
        faults.push(`${where} imports "${from}", expected kernels to import only ${[...pure].join(', ')}`);
    }
  }
}
if (files === 0) faults.push('no source file was found');
for (const fault of faults) console.error(fault);
console.log(
  faults.length === 0 ? `layers: ${files} files, imports go only downwards` : `layers: ${faults.length} faults`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
