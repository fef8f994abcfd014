import type { TickCount } from '@sallyport/waf';

/** What one process tells the others: what it has counted since its last message. */
export interface CountMessage {
  /** Drawn by each process when it starts. */
  readonly sender: string;
  /** Counts up from 1, so that a message that comes twice is counted once. */
  readonly number: number;
  readonly counts: readonly TickCount[];
}

/** Longer ones are not ours. A message of 1,000 counts is about 40 KB. */
const MOST_CHARACTERS = 1_000_000;

export const writeMessage = ({ sender, number, counts }: CountMessage): string =>
  JSON.stringify([sender, number, counts.map(({ key, tick, count }) => [key, tick, count])]);

/** Reads what came over the channel, where anybody may write; nothing where it is no such message. */
export function readMessage(text: string): CountMessage | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const value = parsed(text);
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  const [sender, number, entries]: readonly unknown[] = value;
  if (typeof sender !== 'string' || sender.length > 64 || !isCount(number) || !Array.isArray(entries)) return undefined;
  const counts = entries.map(readCount);
  return counts.includes(undefined)
    ? undefined
    : { sender, number, counts: counts.flatMap((each) => (each ? [each] : [])) };
}

function readCount(entry: unknown): TickCount | undefined {
  if (!Array.isArray(entry) || entry.length !== 3) return undefined;
  const [key, tick, count]: readonly unknown[] = entry;
  return typeof key === 'string' && key.length <= 64 && isCount(tick) && isCount(count)
    ? { key, tick, count }
    : undefined;
}

/** The largest limit of a rate-based rule bounds what one process may count in ten seconds. */
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 2_000_000_000;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
