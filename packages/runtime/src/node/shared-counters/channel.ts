import { createClient } from '@redis/client';
import type { StoreUrl } from './store-url.ts';

/** A channel of a Redis or Valkey server: what one process publishes, all that listen receive. */
export interface Channel {
  /** Rejects where the server is gone, or has not answered in time. */
  readonly publish: (message: string) => Promise<void>;
  /** Why the server is gone; nothing while it is there. */
  readonly failure: () => Error | undefined;
  readonly close: () => void;
}

/** A server that does not answer for so long counts as gone. */
const PATIENCE_MILLISECONDS = 3_000;

/**
 * Connects once; who wants to connect again, opens another channel. Publishing and listening have a connection each, since one
 * that listens may send little else. A server that has stopped without closing its sockets is noticed by the time limit.
 */
export async function openChannel({ href, channel }: StoreUrl, onMessage: (message: string) => void): Promise<Channel> {
  const setting = {
    url: href,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: false, connectTimeout: PATIENCE_MILLISECONDS },
  } as const;
  const clients = { publisher: createClient(setting), listener: createClient(setting) };
  let failure: Error | undefined;
  for (const client of Object.values(clients)) client.on('error', (error: Error) => (failure ??= error));
  const close = (): void => {
    for (const client of Object.values(clients)) client.destroy();
  };
  try {
    await inTime(Promise.all([clients.publisher.connect(), clients.listener.connect()]));
    await inTime(clients.listener.subscribe(channel, onMessage));
  } catch (cause) {
    close();
    throw cause;
  }
  return {
    publish: async (message) => void (await inTime(clients.publisher.publish(channel, message))),
    failure: () => failure,
    close,
  };
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${PATIENCE_MILLISECONDS} ms`)), PATIENCE_MILLISECONDS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
