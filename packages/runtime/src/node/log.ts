import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { GateGraph } from '@sallyport/gates';
import type { Diagnostic } from '@sallyport/http';
import { secretMasks } from '../secrets.ts';
import type { World } from '../world.ts';
import { accessLogHead, accessLogLine } from './access-log.ts';
import { executionLogs } from './execution-log.ts';
import { type LogOptions, type Served, ServeError } from './options.ts';
import { wafLogLines } from './waf-log.ts';

type Log = 'access' | 'execution' | 'waf';

type Report = (diagnostic: Diagnostic) => void;

/** Writes the logs of AWS's components about each request that was served by a graph. `opaque` gives its secrets. */
export function createLogs(
  options: LogOptions | undefined,
  opaque: World['opaque'],
  report: Report = () => {},
): (served: Served, graph: GateGraph) => void {
  if (!options) return () => {};
  if (options.folder !== undefined) makeFolder(options.folder);
  const masksOf = secretMasks(opaque);
  const files = new Map<string, WriteStream>();
  const write = (log: Log, about: string, line: string): void => {
    options.onLine?.(log, about, line);
    if (options.folder !== undefined) fileFor(files, options.folder, log, about, report).write(`${line}\n`);
  };
  return (served, graph) => {
    const { entrance } = served;
    if (entrance.kind === 'distribution') write('access', entrance.id, accessLogLine(served));
    for (const { stage, lines } of executionLogs(served, graph))
      for (const line of lines) write('execution', stage, line);
    for (const { webAcl, line } of wafLogLines(served, masksOf(graph))) write('waf', webAcl, line);
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new ServeError('logs-folder', `Cannot write logs to "${folder}": ${found}, expected a folder`, cause);
  }
}

/** Different ids have different files: what separates the parts of an id becomes a hyphen, a hyphen becomes two. */
const fileName = (about: string): string => about.replaceAll('-', '--').replace(/[^\w.-]/g, '-');

function fileFor(
  files: Map<string, WriteStream>,
  folder: string,
  log: Log,
  about: string,
  report: Report,
): WriteStream {
  const name = `${fileName(about)}.${log}.log`;
  const known = files.get(name);
  if (known) return known;
  const file = createWriteStream(join(folder, name), { flags: 'a' });
  // A full disk stops the log, not the server.
  file.on('error', ({ message }) =>
    report({
      code: 'log-not-written',
      severity: 'warning',
      message: `Cannot write "${join(folder, name)}": ${message}, expected a file that can be written; this log ends here`,
    }),
  );
  if (log === 'access') file.write(`${accessLogHead.join('\n')}\n`);
  files.set(name, file);
  return file;
}
