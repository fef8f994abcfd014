import { expect, onTestFinished, test } from 'vitest';
import { type SharedCounters, shareCounters } from '../../packages/runtime/src/node/shared-counters/shared-counters.ts';
import { exchangeListener } from './exchange-listener.ts';
import { redisServer } from './redis.ts';

const WINDOW = 300_000;
const NOW = 1_780_000_000_000;
const EVERY = 30;

interface Site {
  readonly codes: string[];
  /** One of the processes that share; all look at one clock. */
  readonly join: () => SharedCounters;
  readonly publish: (message: string) => Promise<unknown>;
  /** What comes over the channel. */
  readonly heard: readonly string[];
  /** Waits until each process has handed over what it has counted so far, and has heard what came before. */
  readonly exchanged: () => Promise<void>;
  readonly clock: { now: number };
}

async function site(): Promise<Site> {
  const redis = await redisServer();
  const { store, heard, publish, exchanged } = await exchangeListener(redis.url);
  const codes: string[] = [];
  let joined = 0;
  const clock = { now: NOW };
  const join = () => {
    joined++;
    const onDiagnostic = ({ code }: { readonly code: string }) => void codes.push(code);
    const shared = shareCounters({ store, now: () => clock.now, onDiagnostic, everyMilliseconds: EVERY });
    onTestFinished(() => shared.close());
    return shared;
  };
  return { codes, exchanged: () => exchanged(joined), join, publish, heard, clock };
}

const add = ({ counters }: SharedCounters, key: string, { clock }: Site, times = 1): number =>
  Math.max(...Array.from({ length: times }, () => counters.add(key, clock.now, WINDOW)));

test('what three processes count is estimated alike by each, and what one counts is added to its own once', async () => {
  const here = await site();
  const processes = [here.join(), here.join(), here.join()];
  await here.exchanged();
  for (const [place, each] of processes.entries()) expect(add(each, 'client', here, 10 * (place + 1))).toBe(0);
  await here.exchanged();
  here.clock.now += 10_000;
  expect(processes.map((each) => add(each, 'client', here))).toEqual([60, 60, 60]);
  expect(here.codes).toEqual(['counts-shared', 'counts-shared', 'counts-shared']);
});

test('keys leave the process as digests', async () => {
  const here = await site();
  add(here.join(), 'EdgeWebAcl/per-session session=open-sesame', here);
  await here.exchanged();
  expect(here.heard.some((message) => /\["[\w-]{22}",178000000,1\]/.test(message))).toBe(true);
  expect(here.heard.join()).not.toMatch(/sesame|EdgeWebAcl/);
});

test('a message that comes twice is counted once, and counts of times that no window holds are passed over', async () => {
  const here = await site();
  const one = here.join();
  add(one, 'client', here);
  await here.exchanged();
  const tick = NOW / 10_000;
  const key = /"([\w-]{22})"/.exec(here.heard.join())?.[1] ?? '';
  const message = JSON.stringify([
    'another',
    1,
    [
      [key, tick, 5],
      [key, tick - 1_000, 7],
      [key, tick + 1_000, 9],
    ],
  ]);
  for (const text of [message, message, JSON.stringify(['another', 1, [[key, tick, 11]]])]) await here.publish(text);
  await here.exchanged();
  here.clock.now += 10_000;
  expect(add(one, 'client', here)).toBe(6);
});

test('other texts on the channel are said once and passed over', async () => {
  const here = await site();
  const one = here.join();
  await here.exchanged();
  for (const text of ['hello', '{"a":1}', '[["a"],1,[]]']) await here.publish(text);
  await here.exchanged();
  expect(here.codes).toEqual(['counts-shared', 'counts-not-understood']);
  expect(add(one, 'client', here)).toBe(0);
});

test('more keys than one message holds are all handed over', async () => {
  const here = await site();
  const [one, other] = [here.join(), here.join()];
  await here.exchanged();
  for (let client = 0; client < 2_500; client++) add(one, `client ${client}`, here);
  await here.exchanged();
  here.clock.now += 10_000;
  expect([0, 999, 1_000, 2_499].map((client) => add(other, `client ${client}`, here))).toEqual([1, 1, 1, 1]);
});
