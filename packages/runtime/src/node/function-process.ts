import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { CallAnswer } from '../world.ts';
import { FUNCTION_SOURCE } from './function-source.ts';
import type { FunctionCode } from './options.ts';

/** A Lambda function with its process. */
export interface FunctionProcess {
  readonly code: FunctionCode;
  readonly invoke: (event: unknown) => Promise<CallAnswer>;
  readonly close: () => void;
  /** Closes once every event has its answer. */
  readonly retire: () => void;
}

interface Waiting {
  readonly settle: (answer: CallAnswer) => void;
  readonly timer: NodeJS.Timeout;
}

/** One warm process, and the invocations that it has not answered. */
interface Warm {
  readonly child: ChildProcess;
  readonly waiting: Map<string, Waiting>;
  /** The handler is loaded, or could not be. */
  readonly ready: Promise<void>;
  /** No further event goes to it: it has died, or is about to. */
  readonly abandon: () => void;
}

/**
 * Loading has a limit of its own; the function's time-out begins after it.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 */
const LOAD_MILLISECONDS = 10_000;

/**
 * Runs a function of a Node runtime in one warm process, started on the first event and again after it has died. Memory
 * limits are not applied and the network is open, unlike in Lambda without either; the environment is the function's own.
 */
export function createFunctionProcess(code: FunctionCode, onOutput: (text: string) => void): FunctionProcess {
  const root = taskRoot(code);
  let warm: Warm | undefined;
  let count = 0;
  let open = 0;
  let retired = false;
  const close = (): void => {
    warm?.child.kill('SIGKILL');
    root.remove();
  };
  return {
    code,
    invoke: async (event) => {
      warm ??= start(code, root.folder, onOutput, (dead) => {
        if (warm === dead) warm = undefined;
      });
      open++;
      const answer = await ask(warm, code, `${++count}`, event);
      open--;
      if (retired && open === 0) close();
      return answer;
    },
    close,
    retire: () => {
      retired = true;
      if (open === 0) close();
    },
  };
}

/** Whether a runtime can be run here. */
export const isNodeRuntime = (runtime: string): boolean => /^nodejs\d/.test(runtime);

interface TaskRoot {
  readonly folder: string;
  readonly remove: () => void;
}

/** Inline code becomes `index.js` in a folder of its own, beside a package.json that leaves its kind to its syntax. */
function taskRoot({ code, handler }: FunctionCode): TaskRoot {
  if ('folder' in code) return { folder: resolve(code.folder), remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-function-'));
  const file = join(folder, `${handler.slice(0, handler.lastIndexOf('.')) || 'index'}.js`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code.inline);
  writeFileSync(join(folder, 'package.json'), '{}');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function start(
  code: FunctionCode,
  folder: string,
  onOutput: (text: string) => void,
  onDeath: (dead: Warm) => void,
): Warm {
  const child = spawn(process.execPath, ['-e', FUNCTION_SOURCE], {
    cwd: folder,
    env: environmentOf(code, folder),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const warm: Warm = { child, waiting: new Map(), ready: readiness(child), abandon: () => onDeath(warm) };
  child.stdout?.on('data', (text: Buffer) => onOutput(String(text)));
  child.stderr?.on('data', (text: Buffer) => onOutput(String(text)));
  child.on('message', (message) => receive(warm, message));
  const dead = (): void => {
    warm.abandon();
    for (const id of [...warm.waiting.keys()]) settle(warm, id, { error: 'Runtime exited without providing a reason' });
  };
  child.on('error', dead).on('exit', dead);
  return warm;
}

/** What Lambda sets, and nothing of this process's own environment: it may hold credentials. */
function environmentOf(
  { environment, handler, name = 'function', region = 'us-east-1' }: FunctionCode,
  folder: string,
) {
  return {
    PATH: process.env.PATH ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
    SALLYPORT_FUNCTION_ARN: `arn:aws:lambda:${region}:123456789012:function:${name}`,
    ...environment,
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: handler,
  };
}

/** Settles once the child says that it has loaded, has died, or has taken too long. */
function readiness(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LOAD_MILLISECONDS);
    const ready = (): void => {
      clearTimeout(timer);
      resolve();
    };
    child.once('message', ready).once('exit', ready).once('error', ready);
  });
}

async function ask(warm: Warm, { timeoutMilliseconds }: FunctionCode, id: string, event: unknown): Promise<CallAnswer> {
  await warm.ready;
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      warm.abandon();
      settle(warm, id, { error: `Task timed out after ${(timeoutMilliseconds / 1000).toFixed(2)} seconds` });
      warm.child.kill('SIGKILL');
    }, timeoutMilliseconds);
    warm.waiting.set(id, { settle: resolve, timer });
    warm.child.send({ id, event, milliseconds: timeoutMilliseconds }, (error) => {
      if (error) settle(warm, id, { error: `Runtime.ExitError: ${error.message}` });
    });
  });
}

function settle({ waiting }: Warm, id: string, answer: CallAnswer): void {
  const found = waiting.get(id);
  if (!found) return;
  clearTimeout(found.timer);
  waiting.delete(id);
  found.settle(answer);
}

function receive(warm: Warm, message: unknown): void {
  if (typeof message !== 'object' || message === null || !('id' in message)) return;
  if ('value' in message && typeof message.value === 'string')
    settle(warm, String(message.id), { value: JSON.parse(message.value) });
  else if ('error' in message) settle(warm, String(message.id), { error: JSON.stringify(message.error) });
}
