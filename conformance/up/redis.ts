import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { freePort } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A Redis server of the test's own. */
export interface RedisServer {
  readonly url: string;
  /** Sends its process a signal; after SIGKILL, waits until it has ended. */
  readonly signal: (name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => Promise<void>;
  /** Starts it again on the same port. */
  readonly start: () => Promise<void>;
}

/** Starts `redis-server` on a loopback port; it ends with the test, and keeps nothing. */
export async function redisServer(...args: readonly string[]): Promise<RedisServer> {
  const port = await freePort();
  const folder = temporaryFolder();
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...args];
    child = spawn('redis-server', settings, { stdio: 'ignore' });
    await listens(port, child);
  };
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    const process = child;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const ended = new Promise((resolve) => process.once('exit', resolve));
    process.kill(name);
    if (name === 'SIGKILL') await ended;
  };
  onTestFinished(() => signal('SIGKILL'));
  await start();
  return { url: `redis://127.0.0.1:${port}`, signal, start };
}

async function listens(port: number, child: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
    const connected = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (connected) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('redis-server did not listen within 10 s');
}
