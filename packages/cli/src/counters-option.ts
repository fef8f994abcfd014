import { readStoreUrl, type StoreUrl } from '@sallyport/runtime/node';
import { inputFailure } from './failure.ts';

/** Where `up` shares rate counts. A text that is no such URL is not shown: it may hold a password. */
export function storeOf(text: string): StoreUrl {
  const store = readStoreUrl(text);
  if (store) return store;
  throw inputFailure(
    'counters-url',
    'Cannot share rate counts: what --counters names is no URL of a store, expected redis://<host>:<port>.',
    'Credentials and a database may stand in it: redis://<user>:<password>@<host>:<port>/<database>. With TLS: rediss://.',
  );
}
