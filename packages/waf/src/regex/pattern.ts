/** A set of bytes, as ranges in ascending order that do not touch. */
export type ByteSet = readonly (readonly [low: number, high: number])[];

/** A place that a pattern may ask for without consuming a byte. */
export type Boundary = 'start' | 'end' | 'end-or-last-line-end' | 'line-start' | 'line-end' | 'word' | 'not-word';

/** A regular expression over bytes, flags already worked in. */
export type Pattern =
  | { readonly is: 'set'; readonly of: ByteSet }
  | { readonly is: 'boundary'; readonly at: Boundary }
  | { readonly is: 'sequence'; readonly of: readonly Pattern[] }
  | { readonly is: 'any'; readonly of: readonly Pattern[] }
  | {
      readonly is: 'repeat';
      readonly of: Pattern;
      readonly least: number;
      readonly most: number;
      readonly lazy: boolean;
    };

/** The union of ranges, normalised. */
export function byteSet(ranges: readonly (readonly [number, number])[]): ByteSet {
  const out: [number, number][] = [];
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else out.push([low, high]);
  }
  return out;
}

/** All bytes that are not in the set. */
export function complement(set: ByteSet): ByteSet {
  const out: [number, number][] = [];
  let from = 0;
  for (const [low, high] of set) {
    if (low > from) out.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= 0xff) out.push([from, 0xff]);
  return out;
}

/** The set with the other case of every ASCII letter in it. */
export function bothCases(set: ByteSet): ByteSet {
  const more: [number, number][] = [];
  for (const [low, high] of set) {
    const capitals: [number, number] = [Math.max(low, 0x41), Math.min(high, 0x5a)];
    const smalls: [number, number] = [Math.max(low, 0x61), Math.min(high, 0x7a)];
    if (capitals[0] <= capitals[1]) more.push([capitals[0] + 32, capitals[1] + 32]);
    if (smalls[0] <= smalls[1]) more.push([smalls[0] - 32, smalls[1] - 32]);
  }
  return byteSet([...set, ...more]);
}

export const areDisjoint = (a: ByteSet, b: ByteSet): boolean =>
  a.every(([low, high]) => b.every(([from, to]) => high < from || to < low));
