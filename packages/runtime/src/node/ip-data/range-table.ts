/** Where, in the order of addresses, what is known of them changes: a column of numbers, or two for numbers of 64 bits. */
export interface RangeTable {
  /** The upper 32 bits of an IPv6 address's first half, or an IPv4 address. */
  readonly upper: Uint32Array;
  /** The lower 32 bits of the first half. */
  readonly lower?: Uint32Array;
  /** From there on; 0 stands for nothing known. */
  readonly values: Uint16Array | Uint32Array;
}

/** The value from the last change at or before a place. */
export function valueAt({ upper, lower, values }: RangeTable, high: number, low = 0): number {
  let first = 0;
  let end = upper.length;
  while (first < end) {
    const middle = (first + end) >>> 1;
    const at = upper[middle] ?? 0;
    const isAfter = at === high ? (lower?.[middle] ?? 0) > low : at > high;
    if (isAfter) end = middle;
    else first = middle + 1;
  }
  return first === 0 ? 0 : (values[first - 1] ?? 0);
}
