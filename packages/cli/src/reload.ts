import { statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import type { Diagnostic } from '@sallyport/http';
import { type FSWatcher, watch } from 'chokidar';

/** What is done when sources change: read them again, and say what cannot be understood. */
export interface Reload {
  readonly sources: readonly string[];
  readonly reload: () => Promise<void>;
  readonly failed: (cause: unknown) => void;
}

/** A folder of sources is written file by file; this long after the last change it is read, in milliseconds. */
const QUIET = 150;

/**
 * Reads sources again when they change: files, and folders with all that is in them but installed packages. Every change
 * after the promise is kept is seen.
 */
export async function watchSources({ sources, reload, failed }: Reload): Promise<FSWatcher> {
  const watched = watchedPaths(sources);
  const watcher = watch([...watched.paths], { ignoreInitial: true, ignored: (path) => !watched.has(path) });
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(reload).catch(failed);
    }, QUIET);
  });
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve());
  });
  return watcher;
}

const INSTALLED = /[\\/](?:node_modules|\.git)[\\/]/;

/**
 * Files and folders, and of files the folder too: a save may put another file in the place of the one that is watched, and
 * only the folder tells.
 */
function watchedPaths(sources: readonly string[]) {
  const all = sources.map((source) => resolve(source));
  const folders = all.filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
  const files = all.filter((path) => !folders.includes(path));
  const around = files.map(dirname);
  const exact = new Set([...files, ...around]);
  const isInside = (path: string): boolean =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}${sep}`));
  return {
    paths: new Set([...all, ...around]),
    has: (path: string): boolean => {
      const whole = resolve(path);
      return exact.has(whole) || (isInside(whole) && !INSTALLED.test(path));
    },
  };
}

/** For what keeps the new sources from being served. */
export const STILL_SERVED: Diagnostic = {
  code: 'not-reloaded',
  severity: 'warning',
  message: 'Cannot serve the changed sources: they are not understood, expected none of the errors above.',
  help: 'The architecture from before is still served.',
};
