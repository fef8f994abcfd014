import { createHash } from 'node:crypto';
import type { Diagnostic } from '@sallyport/http';
import { type CounterStore, EstimatedCounters } from '@sallyport/waf';
import { type ExchangeEvent, exchangeCounts } from './exchange.ts';
import { type StoreUrl, withoutCredentials } from './store-url.ts';

/** Counters that several processes share. */
export interface SharedCounters {
  readonly counters: CounterStore;
  readonly close: () => Promise<void>;
}

export interface SharingOptions {
  readonly store: StoreUrl;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly now: () => number;
  readonly onDiagnostic: (diagnostic: Diagnostic) => void;
  readonly everyMilliseconds?: number;
}

/**
 * Counts here, and exchanges counts through a Redis or Valkey server beside: no request waits for it, and none fails with it.
 * docs/decisions/0021-shared-rate-counts.md
 */
export function shareCounters({ onDiagnostic, ...options }: SharingOptions): SharedCounters {
  const counters = new EstimatedCounters();
  const stop = new AbortController();
  const exchange = exchangeCounts({
    ...options,
    counters,
    signal: stop.signal,
    tell: (event) => onDiagnostic(diagnosticOf(event, options.store)),
  });
  return {
    counters: { add: (key, now, windowMilliseconds) => counters.add(digest(key), now, windowMilliseconds) },
    close: async () => {
      stop.abort();
      await exchange;
    },
  };
}

/**
 * Keys are made of what clients send, credentials among it, and may be long: none of it leaves this process. 132 bits, so that
 * two keys do not meet.
 */
const digest = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 22);

function diagnosticOf(event: ExchangeEvent, store: StoreUrl): Diagnostic {
  const { shown } = store;
  switch (event.kind) {
    case 'shared':
      return {
        code: 'counts-shared',
        severity: 'note',
        message: `Rate counts are shared ${event.again ? 'again ' : ''}through ${shown}.`,
      };
    case 'gone':
      return {
        code: 'counts-not-shared',
        severity: 'warning',
        message: `Cannot share rate counts through ${shown}: ${reasonShown(event.reason, store)}, expected a Redis or Valkey server that answers.`,
        help: 'Requests are served; until it answers, each process limits by what it has counted itself.',
      };
    case 'not-understood':
      return {
        code: 'counts-not-understood',
        severity: 'warning',
        message: `Cannot read a message on ${shown}: it is no list of counts, expected those of this version of Sallyport.`,
        help: 'It is passed over, and those like it. Processes that share counts run the same version.',
      };
  }
}

const reasonShown = (reason: string, store: StoreUrl): string =>
  withoutCredentials(reason, store).replace(/\s+/g, ' ').replace(/\.$/, '');
