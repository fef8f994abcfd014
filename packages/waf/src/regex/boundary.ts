import type { Boundary } from './pattern.ts';
import { isWordByte, type Symbols } from './symbols.ts';

/** What stands before a place, as far as a boundary asks. */
export type Before = 'start' | 'newline' | 'word' | 'other';

export const kindOf = (byte: number): Before => (byte === 0x0a ? 'newline' : isWordByte(byte) ? 'word' : 'other');

/** Whether a boundary is between what stands before and the next symbol. */
export function boundaryHolds(
  at: Boundary,
  before: Before,
  symbol: number,
  { end, lastNewline, byteOf }: Symbols,
): boolean {
  switch (at) {
    case 'start':
      return before === 'start';
    case 'end':
      return symbol === end;
    case 'end-or-last-line-end':
      return symbol === end || symbol === lastNewline;
    case 'line-start':
      return before === 'start' || before === 'newline';
    case 'line-end':
      return symbol === end || byteOf[symbol] === 0x0a;
    case 'word':
    case 'not-word':
      return ((before === 'word') !== isWordByte(byteOf[symbol] ?? -1)) === (at === 'word');
  }
}
