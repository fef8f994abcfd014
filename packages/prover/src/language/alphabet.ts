import type { InternedBytes, Language } from './language.ts';
import type { Transducer } from './transducer.ts';

/** What bytes a set of languages tells apart, and through which transducers. */
interface Distinctions {
  readonly sets: Set<InternedBytes>;
  readonly machines: Set<Transducer>;
}

function distinctionsOf(roots: readonly Language[]): Distinctions {
  const sets = new Set<InternedBytes>();
  const machines = new Set<Transducer>();
  const seen = new Set<number>();
  const pending = [...roots];
  for (let language = pending.pop(); language !== undefined; language = pending.pop()) {
    if (seen.has(language.id)) continue;
    seen.add(language.id);
    if (language.kind === 'bytes') sets.add(language.set);
    if (language.kind === 'before') machines.add(language.by);
    for (const part of partsOf(language)) pending.push(part);
  }
  return { sets, machines };
}

function partsOf(language: Language): readonly Language[] {
  switch (language.kind) {
    case 'then':
      return [language.first, language.rest];
    case 'either':
    case 'both':
      return language.of;
    case 'repeat':
    case 'not':
    case 'before':
      return [language.of];
    default:
      return [];
  }
}

/** Splits the columns so that bytes with different signatures fall apart; returns how many columns there are. */
function refine(columnOf: Int32Array, signature: (byte: number) => number): number {
  const columns = new Map<number, number>();
  for (let byte = 0; byte < 256; byte++) {
    const key = signature(byte) * 256 + (columnOf[byte] ?? 0);
    const column = columns.get(key) ?? columns.size;
    columns.set(key, column);
    columnOf[byte] = column;
  }
  return columns.size;
}

/** Column of each byte, closed under what the transducers write. */
function columnsOf({ sets, machines }: Distinctions): Int32Array {
  const columnOf = new Int32Array(256);
  let count = 1;
  for (const set of sets) count = refine(columnOf, (byte) => set.has[byte] ?? 0);
  for (let before = 0; before !== count; ) {
    before = count;
    for (const machine of machines) count = refineBy(columnOf, machine, count);
  }
  return columnOf;
}

function refineBy(columnOf: Int32Array, machine: Transducer, count: number): number {
  let columns = count;
  const old = Int32Array.from(columnOf);
  const signatures = new Map<string, number>();
  for (let state = 0; state < machine.states; state++)
    columns = refine(columnOf, (byte) => {
      const [next, written] = machine.step(state, byte);
      let key = `${next}`;
      for (let at = 0; at < written.length; at++) key += `,${old[written.charCodeAt(at)] ?? 0}`;
      const signature = signatures.get(key) ?? signatures.size;
      signatures.set(key, signature);
      return signature;
    });
  return columns;
}

/** Bytes in order of how well they read in a witness. */
const PLEASANT = 'xabcdefghijklmnopqrstuvwyz0123456789-_/.ABCDEFGHIJKLMNOPQRSTUVWXYZ~+=,;:@!$&()*\'"<>[]{}|^`?#%\\ \t';
const RANKS = Int32Array.from({ length: 256 }, (_, byte) => {
  const at = PLEASANT.indexOf(String.fromCharCode(byte));
  return at < 0 ? 1000 + byte : at;
});
const rank = (byte: number): number => RANKS[byte] ?? byte;

/**
 * The bytes, put together in columns that no language of the roots tells apart. Column 0 is the biggest of printable
 * bytes ("any other ordinary byte"), so that few columns deviate from it.
 */
export interface Alphabet {
  readonly columnOf: Int32Array;
  readonly columns: number;
  /** The most readable byte of each column. */
  readonly byteOf: readonly number[];
  /** The columns, the most readable first. */
  readonly order: readonly number[];
}

export function alphabetOf(roots: readonly Language[]): Alphabet {
  const columnOf = columnsOf(distinctionsOf(roots));
  const members: number[][] = [];
  for (let byte = 0; byte < 256; byte++) {
    const column = columnOf[byte] ?? 0;
    const list = members[column];
    if (list) list.push(byte);
    else members[column] = [byte];
  }
  const weights = members.map((list) => list.filter((byte) => byte > 0x20 && byte < 0x7f).length);
  const biggest = weights.indexOf(Math.max(...weights));
  const swap = (column: number): number => (column === 0 ? biggest : column === biggest ? 0 : column);
  for (let byte = 0; byte < 256; byte++) columnOf[byte] = swap(columnOf[byte] ?? 0);
  const byteOf = members.map((_list, column) =>
    (members[swap(column)] ?? []).reduce((best, byte) => (rank(byte) < rank(best) ? byte : best)),
  );
  const order = byteOf.map((_byte, column) => column).sort((a, b) => rank(byteOf[a] ?? 0) - rank(byteOf[b] ?? 0));
  return { columnOf, columns: members.length, byteOf, order };
}
