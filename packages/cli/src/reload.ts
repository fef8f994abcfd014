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
  const watcher = watch([...sources], { ignoreInitial: true, ignored: /[\\/](?:node_modules|\.git)[\\/]/ });
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

/** For what keeps the new sources from being served. */
export const STILL_SERVED: Diagnostic = {
  code: 'not-reloaded',
  severity: 'warning',
  message: 'Cannot serve the changed sources: they are not understood, expected none of the errors above.',
  help: 'The architecture from before is still served.',
};
