import type { AutomatonNode } from './automaton.ts';
import type { ByteSet } from './pattern.ts';

const NEWLINE = 0x0a;

export const isWordByte = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f || (byte >= 0x61 && byte <= 0x7a);

const holds = (set: ByteSet, byte: number): boolean => set.some(([low, high]) => low <= byte && byte <= high);

/**
 * What an automaton reads: bytes that no set and no boundary tells apart are one symbol. Two more stand for a line feed that is
 * the text's last byte, and for the text's end.
 */
export interface Symbols {
  /** The symbol of each byte. */
  readonly ofByte: Uint16Array;
  /** A byte of each symbol; a line feed for the last one, -1 for the end. */
  readonly byteOf: readonly number[];
  readonly lastNewline: number;
  readonly end: number;
}

export function symbolsOf(nodes: readonly AutomatonNode[]): Symbols {
  const sets = [
    ...new Map(nodes.flatMap((node) => (node.is === 'set' ? [[JSON.stringify(node.of), node.of]] : []))).values(),
  ];
  const known = new Map<string, number>();
  const byteOf: number[] = [];
  const ofByte = Uint16Array.from({ length: 256 }, (_none, byte) => {
    const signature = `${sets.map((set) => (holds(set, byte) ? 1 : 0)).join('')}${byte === NEWLINE}${isWordByte(byte)}`;
    const symbol = known.get(signature) ?? byteOf.push(byte) - 1;
    known.set(signature, symbol);
    return symbol;
  });
  return { ofByte, byteOf: [...byteOf, NEWLINE, -1], lastNewline: byteOf.length, end: byteOf.length + 1 };
}

/** Whether each symbol lies in the set; the end lies in none. */
export const membership = (set: ByteSet, { byteOf }: Symbols): readonly boolean[] =>
  byteOf.map((byte) => holds(set, byte));
