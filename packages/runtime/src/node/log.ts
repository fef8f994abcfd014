import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { GateGraph } from '@sallyport/gates';
import { accessLogHead, accessLogLine } from './access-log.ts';
import { executionLogLines } from './execution-log.ts';
import type { LogOptions, Served } from './options.ts';

/** Writes the logs of AWS's components about each request that was served by a graph. */
export function createLogs(options: LogOptions | undefined): (served: Served, graph: GateGraph) => void {
  if (!options) return () => {};
  const files = new Map<string, WriteStream>();
  const write = (log: 'access' | 'execution', served: Served, line: string): void => {
    options.onLine?.(log, served.entrance.id, line);
    if (options.folder !== undefined) fileFor(files, options.folder, log, served.entrance.id).write(`${line}\n`);
  };
  return (served, graph) => {
    if (served.entrance.kind === 'distribution') write('access', served, accessLogLine(served));
    for (const line of executionLogLines(served, graph)) write('execution', served, line);
  };
}

function fileFor(files: Map<string, WriteStream>, folder: string, log: string, entrance: string): WriteStream {
  const name = `${entrance.replace(/[^\w.-]+/g, '-')}.${log}.log`;
  const known = files.get(name);
  if (known) return known;
  mkdirSync(folder, { recursive: true });
  const file = createWriteStream(join(folder, name), { flags: 'a' });
  // A full disk stops the log, not the server.
  file.on('error', () => {});
  if (log === 'access') file.write(`${accessLogHead.join('\n')}\n`);
  files.set(name, file);
  return file;
}
