import { setFlagsFromString } from 'node:v8';

/**
 * For a process that serves. V8 takes what has outlived the first collections for long-lived, and places it among the old
 * objects from then on. Under load nearly all requests on their way do outlive one: they would be kept, with all that hangs on
 * them, until the next full collection, and serving would take nearly twice the time. A request is never long-lived.
 */
export function expectShortLives(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
