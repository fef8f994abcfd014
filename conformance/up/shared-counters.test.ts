import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { protectedApiPath } from '../protected-api.ts';
import { freePort, sallyport, type UpRun, up } from './command.ts';
import { exchangeListener } from './exchange-listener.ts';
import { redisServer } from './redis.ts';
import { type SteadyClient, steadyClient } from './steady-client.ts';

async function sharing(url: string): Promise<UpRun> {
  const run = await up(protectedApiPath, '--quiet', '--counters', url);
  onTestFinished(async () => void (await run.stop()));
  return run;
}

/** The statuses that so many requests get, each once. */
async function send(client: SteadyClient, run: UpRun, times: number): Promise<readonly number[]> {
  const statuses = new Set<number>();
  for (let sent = 0; sent < times; sent++) statuses.add((await client.get(`${run.url('distribution:Edge')}/`)).status);
  return [...statuses];
}

/** The example's rule lets 100 requests of an address pass in a minute; estimates are made anew every ten seconds. */
test('two processes enforce one limit together, each its own while the store is gone, and one again when it is back', async () => {
  const redis = await redisServer();
  const { exchanged } = await exchangeListener(redis.url);
  const [first, second] = await Promise.all([sharing(redis.url), sharing(redis.url)]);
  const both = [first, second] as const;
  const nextTick = () => Promise.all(both.map((run) => run.advance(10_000)));
  const statusesOfBoth = async (client: SteadyClient, times: number) =>
    [await send(client, first, times), await send(client, second, times)] as const;
  const [together, alone, during, after] = [3, 4, 5, 6].map((last) => steadyClient(`127.0.0.${last}`));
  if (!together || !alone || !during || !after) throw new Error('four clients are needed');
  await Promise.all(both.map((run) => run.printed('Rate counts are shared through redis://127.0.0.1:')));

  expect(await statusesOfBoth(together, 60)).toEqual([[200], [200]]);
  expect(await send(alone, first, 60)).toEqual([200]);
  await exchanged(2);
  await nextTick();
  expect(await statusesOfBoth(together, 1)).toEqual([[403], [403]]);
  expect(await statusesOfBoth(alone, 1)).toEqual([[200], [200]]);

  await redis.signal('SIGKILL');
  await Promise.all(both.map((run) => run.printed('Cannot share rate counts through redis://127.0.0.1:')));
  expect(await send(during, first, 110)).toEqual([200]);
  expect(await statusesOfBoth(after, 60)).toEqual([[200], [200]]);
  await nextTick();
  expect(await statusesOfBoth(during, 1)).toEqual([[403], [200]]);
  expect(await statusesOfBoth(after, 1)).toEqual([[200], [200]]);

  await redis.start();
  await Promise.all(both.map((run) => run.printed('Rate counts are shared again through')));
  await exchanged(2);
  await nextTick();
  expect(await statusesOfBoth(after, 1)).toEqual([[403], [403]]);
  expect(await statusesOfBoth(during, 1)).toEqual([[403], [403]]);
  for (const run of both) expect(run.errors().match(/\[counts-/g)).toHaveLength(3);
});

test('a store that hangs is noticed, and requests do not wait for it', async () => {
  const redis = await redisServer();
  const run = await sharing(redis.url);
  await run.printed('Rate counts are shared through');
  await redis.signal('SIGSTOP');
  await run.printed('no answer in 3000 ms');
  expect(await send(steadyClient('127.0.0.3'), run, 5)).toEqual([200]);
  await redis.signal('SIGCONT');
  await run.printed('Rate counts are shared again through');
});

test('a store that asks for a password is told the one in the URL, which is never shown', async () => {
  const redis = await redisServer('--requirepass', 'sesame-open');
  const withPassword = (password: string) => redis.url.replace('//', `//:${password}@`);
  const [right, wrong] = await Promise.all([
    sharing(withPassword('sesame-open')),
    sharing(withPassword('sesame-shut')),
  ]);
  await right.printed('Rate counts are shared through');
  await wrong.printed('Cannot share rate counts through');
  expect(wrong.errors()).toContain('WRONGPASS');
  expect(await send(steadyClient('127.0.0.3'), wrong, 1)).toEqual([200]);
  for (const run of [right, wrong]) expect(run.output() + run.errors()).not.toContain('sesame');
});

test('what a server says that repeats what it was sent is shown without the credentials', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) =>
      socket.write(`-ERR unknown command ${bytes.toString('latin1').replace(/\W+/g, ' ')}\r\n`),
    );
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  onTestFinished(() => void server.close());
  const run = await sharing(`redis://keeper:sesame@127.0.0.1:${port}`);
  await run.printed('Cannot share rate counts through');
  expect(run.errors()).toContain('ERR unknown command');
  expect(run.errors()).not.toMatch(/keeper|sesame/);
});

test('a store that is not there, or no URL of one, is said', async () => {
  const run = await sharing(`redis://127.0.0.1:${await freePort()}`);
  await run.printed('ECONNREFUSED');
  expect(await send(steadyClient('127.0.0.3'), run, 1)).toEqual([200]);
  const { code, output } = await sallyport('up', protectedApiPath, '--counters', 'redis://keeper:sesame');
  expect(code).toBe(3);
  expect(output).toContain('[counters-url]');
  expect(output).not.toContain('sesame');
});
