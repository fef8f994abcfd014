// Makes packages/waf/lib, what is published as @sallyport/waf: the code in few files, with that of @sallyport/http inside,
// which is not published; the declarations that its entries reach; and one file for web pages.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const waf = join(root, 'packages/waf');
const lib = join(waf, 'lib');

/** Where a package's compiled declarations are, and where they go. */
const HOUSES = [
  { name: '@sallyport/http', dist: join(root, 'packages/http/dist'), into: join(lib, 'http') },
  { name: '@sallyport/waf', dist: join(waf, 'dist'), into: lib },
];
const SPECIFIER = /(\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)(['"])([^'"]+)\2/g;

export async function packageWaf() {
  rmSync(lib, { recursive: true, force: true });
  const { dependencies } = JSON.parse(readFileSync(join(waf, 'package.json'), 'utf8'));
  const shared = {
    bundle: true,
    format: 'esm',
    target: 'es2023',
    conditions: ['sallyport-source'],
    logLevel: 'warning',
  };
  const src = (name) => join(waf, 'src', `${name}.ts`);
  await build({
    ...shared,
    entryPoints: { index: src('index'), matchers: src('matchers') },
    outdir: lib,
    splitting: true,
    chunkNames: 'shared-[hash]',
    platform: 'neutral',
    external: Object.keys(dependencies),
  });
  await build({
    ...shared,
    entryPoints: { browser: src('index') },
    outdir: lib,
    platform: 'browser',
    minify: true,
    legalComments: 'inline',
  });
  declarations(['index.d.ts', 'matchers.d.ts']);
  writeFileSync(join(lib, 'browser.d.ts'), "export * from './index.js';\n");
  copyFileSync(join(root, 'LICENSE'), join(waf, 'LICENSE'));
}

/** Copies the declarations that are reached from some, each specifier pointing at the copy. */
function declarations(entries) {
  const done = new Set();
  const left = entries.map((entry) => join(waf, 'dist', entry));
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (done.has(file)) continue;
    done.add(file);
    const target = placeOf(file);
    const text = readFileSync(file, 'utf8').replace(SPECIFIER, (all, before, quote, specifier) => {
      const source = sourceOf(specifier, file);
      if (source === undefined) return all;
      left.push(source);
      const to = relative(dirname(target), placeOf(source)).replace(/\.d\.ts$/, '.js');
      return `${before}${quote}${to.startsWith('.') ? to : `./${to}`}${quote}`;
    });
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

function placeOf(file) {
  const house = HOUSES.find(({ dist }) => file.startsWith(`${dist}/`));
  return join(house.into, relative(house.dist, file));
}

/** The declaration that a specifier means; undefined for a package that is installed beside. */
function sourceOf(specifier, from) {
  if (specifier.startsWith('.')) return join(dirname(from), specifier).replace(/\.[jt]s$/, '.d.ts');
  const house = HOUSES.find(({ name }) => name === specifier);
  return house && join(house.dist, 'index.d.ts');
}
