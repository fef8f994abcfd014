import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLOCK = new URL('clock.mjs', import.meta.url).href;
const COMMAND = fileURLToPath(new URL('../../packages/cli/dist/bin/sallyport.js', import.meta.url));

/** `sallyport up` as a user runs it. */
export interface UpRun {
  /** Where it runs; the certificate authority is below. */
  readonly folder: string;
  /** The URL of the entrance with this id, as it is printed. */
  readonly url: (entrance: string) => string;
  /** The lines that it printed under `Try:`. */
  readonly commands: readonly string[];
  /** All that it printed so far, without what diagnostics say. */
  readonly output: () => string;
  /** Diagnostics, and what functions print. */
  readonly errors: () => string;
  /** Waits until all that was printed contains a text, or fails. */
  readonly printed: (text: string) => Promise<void>;
  /** Whether the process is still there. */
  readonly isRunning: () => boolean;
  /** Runs curl in that folder, trusting the authority. */
  readonly curl: (...args: readonly string[]) => Promise<Answer>;
  /** Puts the clock of the process ahead. */
  readonly advance: (milliseconds: number) => Promise<void>;
  readonly stop: () => Promise<number | null>;
}

/** What curl shows with `-i`. */
export interface Answer {
  readonly status: number;
  /** `HTTP/1.1`, `HTTP/2`. */
  readonly version: string;
  /** Names as they came. */
  readonly headers: readonly (readonly [string, string])[];
  /** The value of the first header of that name, whatever its case. */
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

/** Starts the built command on ports of its own and waits until it listens. */
export async function up(template: string, ...args: readonly string[]): Promise<UpRun> {
  if (!existsSync(COMMAND))
    throw new Error(`Cannot run "${COMMAND}": it is not built, expected "npm run build" before`);
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-up-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', CLOCK, COMMAND, 'up', template, '--port', String(port), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  const printed = { output: '', errors: '' };
  child.stdout?.on('data', (text: Buffer) => (printed.output += text));
  child.stderr?.on('data', (text: Buffer) => (printed.errors += text));
  const everything = () => `${printed.output}${printed.errors}`;
  await until(() => printed.output.includes('Stop with Ctrl-C.'), child, everything);
  const certificate = /signed by (\S+)/.exec(printed.output)?.[1] ?? '';
  return {
    folder,
    url: (entrance) => urlOf(printed.output, entrance),
    commands: printed.output.split('\n').flatMap((line) => (line.startsWith('  curl ') ? [line.trim()] : [])),
    output: () => printed.output,
    errors: () => printed.errors,
    printed: (text) => until(() => everything().includes(text), child, everything),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    curl: (...more) => curl(folder, '--cacert', certificate, ...more),
    advance: (milliseconds) =>
      new Promise((resolve) => {
        child.once('message', () => resolve());
        child.send(milliseconds);
      }),
    stop: () => stop(child, folder),
  };
}

function urlOf(output: string, entrance: string): string {
  const line = output.split('\n').find((each) => each.trim().startsWith(`${entrance} `));
  const url = /https?:\/\/\S+/.exec(line ?? '')?.[0];
  if (url === undefined) throw new Error(`Cannot find "${entrance}" in:\n${output}`);
  return url.replace(/\/$/, '');
}

async function until(holds: () => boolean, child: ChildProcess, everything: () => string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (child.exitCode !== null) throw new Error(`The command ended with ${child.exitCode}:\n${everything()}`);
    if (Date.now() > deadline) throw new Error(`Nothing came for 20 s; so far:\n${everything()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function stop(child: ChildProcess, folder: string): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
  });
  child.kill('SIGTERM');
  const code = await ended;
  rmSync(folder, { recursive: true, force: true });
  return code;
}

/** A port that nobody listens on, and probably the next ones neither. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Runs `sallyport` to its end. */
export function sallyport(...args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1' };
    execFile(process.execPath, [COMMAND, ...args], { env, timeout: 20_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1);
      resolve({ code, output: stdout + stderr });
    });
  });
}

/** Pastes a command into a shell. */
export const paste = (run: UpRun, command: string): Promise<Answer> =>
  exchange('sh', ['-c', `${command} -sS`], run.folder);

const curl = (folder: string, ...args: readonly string[]): Promise<Answer> =>
  exchange('curl', ['-sS', '-i', '-m', '15', ...args], folder);

function exchange(program: string, args: readonly string[], cwd: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { cwd, encoding: 'latin1', maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error && stdout === '') reject(new Error(`${program} ${args.join(' ')}: ${stderr}`, { cause: error }));
      else resolve(answerOf(stdout));
    });
  });
}

function answerOf(text: string): Answer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const [version = '', status] = first.split(' ');
  const headers = lines.map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at), line.slice(at + 1).trim()] as const;
  });
  return {
    status: Number(status),
    version,
    headers,
    header: (name) => headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1],
    body: text.slice(end + 4),
  };
}
