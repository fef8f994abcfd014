import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { readStoreUrl, type StoreUrl } from '@sallyport/runtime/node';
import { onTestFinished } from 'vitest';

/** Listens to what processes that share counts tell each other. */
export interface ExchangeListener {
  readonly store: StoreUrl;
  /** What came over the channel. */
  readonly heard: readonly string[];
  readonly publish: (message: string) => Promise<unknown>;
  /** Waits until each of so many processes has handed over what it has counted so far, and has heard what came before. */
  readonly exchanged: (processes: number) => Promise<void>;
}

export async function exchangeListener(url: string): Promise<ExchangeListener> {
  const store = readStoreUrl(url);
  if (!store) throw new Error(`${url} is no store`);
  const clients = { publisher: createClient({ url }), listener: createClient({ url }) };
  const heard: string[] = [];
  for (const client of Object.values(clients)) {
    // Tests kill the server; the client finds it again by itself.
    client.on('error', () => {});
    onTestFinished(() => void client.destroy());
    await client.connect();
  }
  await clients.listener.subscribe(store.channel, (message) => void heard.push(message));
  /** A process that has nothing to tell sends an empty message: after two more of each, all that was there before has gone through. */
  const exchanged = async (processes: number): Promise<void> => {
    const before = emptyMessages(heard);
    const isThrough = (): boolean => {
      const now = emptyMessages(heard);
      return now.size >= processes && [...now].every(([sender, count]) => count >= (before.get(sender) ?? 0) + 2);
    };
    for (const deadline = Date.now() + 30_000; !isThrough(); await pause(5))
      if (Date.now() > deadline) throw new Error('Nothing was exchanged in 30 s');
  };
  return { store, heard, publish: (message) => clients.publisher.publish(store.channel, message), exchanged };
}

/** By sender; what a test itself publishes has other senders. */
function emptyMessages(heard: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const message of heard) {
    const sender = /^\["([\da-f-]{36})",\d+,\[\]\]$/.exec(message)?.[1];
    if (sender !== undefined) counts.set(sender, (counts.get(sender) ?? 0) + 1);
  }
  return counts;
}
