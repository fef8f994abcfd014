import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { GateGraph } from '@sallyport/gates';
import { secretMasks } from '../secrets.ts';
import type { World } from '../world.ts';
import { accessLogHead, accessLogLine } from './access-log.ts';
import { executionLogs } from './execution-log.ts';
import type { LogOptions, Served } from './options.ts';
import { wafLogLines } from './waf-log.ts';

type Log = 'access' | 'execution' | 'waf';

/** Writes the logs of AWS's components about each request that was served by a graph. `opaque` gives its secrets. */
export function createLogs(
  options: LogOptions | undefined,
  opaque: World['opaque'],
): (served: Served, graph: GateGraph) => void {
  if (!options) return () => {};
  const masksOf = secretMasks(opaque);
  const files = new Map<string, WriteStream>();
  const write = (log: Log, about: string, line: string): void => {
    options.onLine?.(log, about, line);
    if (options.folder !== undefined) fileFor(files, options.folder, log, about).write(`${line}\n`);
  };
  return (served, graph) => {
    const { entrance } = served;
    if (entrance.kind === 'distribution') write('access', entrance.id, accessLogLine(served));
    for (const { stage, lines } of executionLogs(served, graph))
      for (const line of lines) write('execution', stage, line);
    for (const { webAcl, line } of wafLogLines(served, masksOf(graph))) write('waf', webAcl, line);
  };
}

function fileFor(files: Map<string, WriteStream>, folder: string, log: Log, about: string): WriteStream {
  const name = `${about.replace(/[^\w.-]+/g, '-')}.${log}.log`;
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
