import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The workspace: tests and scripts are run from there. */
export const ROOT = process.cwd();
const WAF = join(ROOT, 'packages', 'waf');

/** Packs a folder as `npm pack` does, from what the build has left there; gives the tarball's path. */
function packed(folder: string, into: string): string {
  const options = ['--ignore-scripts', '--json', '--offline', '--pack-destination', into];
  const answer = execFileSync('npm', ['pack', ...options], { cwd: folder, encoding: 'utf8' });
  const [report]: readonly { readonly filename: string }[] = JSON.parse(answer);
  if (!report) throw new Error(`npm pack in ${folder} names no tarball`);
  return join(into, report.filename);
}

/** The package as it would be published, and a folder outside the workspace with nothing but it installed. */
export interface InstalledPackage {
  readonly tarball: string;
  readonly folder: string;
}

/**
 * Packs `@sallyport/waf` and installs it into an empty folder, without a network: its one dependency is packed from the
 * workspace's own node_modules.
 */
export function installPackage(): InstalledPackage {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-waf-'));
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs);
  const tarball = packed(WAF, tarballs);
  const dependencies = Object.keys(manifest(WAF).dependencies ?? {});
  const beside = dependencies.map((name) => packed(join(ROOT, 'node_modules', name), tarballs));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  const options = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...options, tarball, ...beside], { cwd: folder, encoding: 'utf8' });
  return { tarball, folder };
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export const manifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Makes a package of the workspace's node_modules visible to what is installed in a folder. */
export function link(folder: string, name: string): void {
  mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
}

/** Type-checks files as a project of their own, with the strictest settings. */
export function typeCheck(
  folder: string,
  files: readonly string[],
  resolution: 'node16' | 'nodenext' | 'bundler',
  more: object = {},
): string {
  const config = {
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023', 'dom'],
      types: [],
      module: resolution === 'bundler' ? 'esnext' : resolution,
      moduleResolution: resolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      skipLibCheck: false,
      noEmit: true,
      ...more,
    },
    files,
  };
  const name = `tsconfig.${resolution}.${files.join('.')}.json`;
  writeFileSync(join(folder, name), JSON.stringify(config));
  const compiler = join(ROOT, 'node_modules', '.bin', 'tsc');
  try {
    return execFileSync(compiler, ['-p', name], { cwd: folder, encoding: 'utf8' });
  } catch (cause) {
    return String(Object(cause).stdout ?? cause);
  }
}
