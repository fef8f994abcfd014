import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type EstimatedCounters, TICK_MILLISECONDS } from '@sallyport/waf';
import { type Channel, openChannel } from './channel.ts';
import { type CountMessage, readMessage, writeMessage } from './message.ts';
import type { StoreUrl } from './store-url.ts';

/** What the processes that share counts tell people. */
export type ExchangeEvent =
  | { readonly kind: 'shared'; readonly again: boolean }
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'not-understood' };

export interface ExchangeSetting {
  readonly counters: EstimatedCounters;
  readonly store: StoreUrl;
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly now: () => number;
  readonly tell: (event: ExchangeEvent) => void;
  /** Aborted when the exchange is to end. */
  readonly signal: AbortSignal;
  readonly everyMilliseconds?: number;
}

const EVERY_MILLISECONDS = 1_000;
/** How long to wait before the next attempt: doubled each time, up to the last. */
const FIRST_WAIT_MILLISECONDS = 100;
const LONGEST_WAIT_MILLISECONDS = 2_000;
/** After a loss the others may be later in finding the store; what they would miss is kept so long. */
const SETTLING_MILLISECONDS = LONGEST_WAIT_MILLISECONDS + 1_000;

const MOST_COUNTS_A_MESSAGE = 1_000;
const MOST_SENDERS = 1_000;
/** The longest window of a rate-based rule, and a minute by which the clocks of hosts may differ, in ticks. */
const TICKS_BEHIND = 66;
const TICKS_AHEAD = 6;

/**
 * Hands the others what is counted here, and counts what they hand over, as long as there is a store; where there is none, looks
 * for it until there is. Never rejects but for a defect.
 */
export async function exchangeCounts(setting: ExchangeSetting): Promise<void> {
  const { signal, tell } = setting;
  const exchange = new Exchange(setting);
  let attempts = 0;
  let lost = false;
  while (!signal.aborted) {
    const channel = await openOr(setting, exchange);
    if ('reason' in channel) {
      if (!lost && !signal.aborted) tell({ kind: 'gone', reason: channel.reason });
      lost = true;
      await wait(backOff(attempts++), signal);
      continue;
    }
    tell({ kind: 'shared', again: lost });
    if (lost) await wait(SETTLING_MILLISECONDS, signal);
    attempts = 0;
    const reason = await exchange.until(channel);
    channel.close();
    if (!signal.aborted) tell({ kind: 'gone', reason });
    lost = true;
  }
}

class Exchange {
  readonly #setting: ExchangeSetting;
  readonly #sender = randomUUID();
  #number = 0;
  /** Not known to have arrived: sent first, with the number that they have. */
  #outbox: CountMessage[] = [];
  /** The last message of each sender. */
  readonly #heard = new Map<string, number>();
  #saidNotUnderstood = false;

  constructor(setting: ExchangeSetting) {
    this.#setting = setting;
  }

  /** Publishes once a second until the store is gone, and says why it is. */
  async until({ publish, failure }: Channel): Promise<string> {
    const { everyMilliseconds = EVERY_MILLISECONDS, signal } = this.#setting;
    try {
      while (!signal.aborted && !failure()) {
        await this.#publish(publish);
        await wait(everyMilliseconds, signal);
      }
      return failure()?.message ?? 'stopped';
    } catch (cause) {
      return reasonOf(failure() ?? cause);
    }
  }

  /** An empty message is sent too: its answer shows that the store is there. */
  async #publish(publish: Channel['publish']): Promise<void> {
    if (this.#outbox.length === 0) this.#outbox = this.#messages();
    for (let message = this.#outbox[0]; message; message = this.#outbox[0]) {
      await publish(writeMessage(message));
      this.#outbox.shift();
    }
  }

  #messages(): CountMessage[] {
    const counts = this.#setting.counters.take().filter(({ tick }) => this.#isNear(tick));
    const messages: CountMessage[] = [];
    for (let from = 0; from === 0 || from < counts.length; from += MOST_COUNTS_A_MESSAGE)
      messages.push({
        sender: this.#sender,
        number: ++this.#number,
        counts: counts.slice(from, from + MOST_COUNTS_A_MESSAGE),
      });
    return messages;
  }

  receive(text: string): void {
    const message = readMessage(text);
    if (!message) {
      this.#notUnderstood();
      return;
    }
    const { sender, number, counts } = message;
    if (sender === this.#sender || number <= (this.#heard.get(sender) ?? 0)) return;
    this.#heard.delete(sender);
    this.#heard.set(sender, number);
    for (const oldest of this.#heard.keys()) {
      if (this.#heard.size <= MOST_SENDERS) break;
      this.#heard.delete(oldest);
    }
    this.#setting.counters.merge(counts.filter(({ tick }) => this.#isNear(tick)));
  }

  #notUnderstood(): void {
    if (!this.#saidNotUnderstood) this.#setting.tell({ kind: 'not-understood' });
    this.#saidNotUnderstood = true;
  }

  /** No window reaches back further, and no clock that is right is further ahead. */
  #isNear(tick: number): boolean {
    const now = Math.floor(this.#setting.now() / TICK_MILLISECONDS);
    return tick >= now - TICKS_BEHIND && tick <= now + TICKS_AHEAD;
  }
}

async function openOr({ store }: ExchangeSetting, exchange: Exchange): Promise<Channel | { readonly reason: string }> {
  try {
    return await openChannel(store, (message) => exchange.receive(message));
  } catch (cause) {
    return { reason: reasonOf(cause) };
  }
}

const backOff = (attempts: number): number =>
  Math.min(LONGEST_WAIT_MILLISECONDS, FIRST_WAIT_MILLISECONDS * 2 ** Math.min(attempts, 10));

/** Ends early when told to stop. Does not keep the process. */
async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal, ref: false });
  } catch (cause) {
    if (!signal.aborted) throw cause;
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message || cause.name : String(cause));
