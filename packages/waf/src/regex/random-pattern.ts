import { byteSet, type Pattern } from './pattern.ts';

const BOUNDARIES = ['start', 'end', 'end-or-last-line-end', 'line-start', 'line-end', 'word', 'not-word'] as const;
/** What random patterns ask for, and texts are made of. */
export const LETTERS = 'ab_ \n\xff';

/** A pattern of every kind of part, for tests of the engines. */
export function randomPattern(random: () => number, depth: number): Pattern {
  const below = (most: number): number => Math.floor(random() * most);
  const inside = (): Pattern => randomPattern(random, depth - 1);
  const kind = depth === 0 ? below(2) : below(6);
  if (kind === 0 && random() < 0.3) return { is: 'boundary', at: BOUNDARIES[below(7)] ?? 'start' };
  if (kind <= 1) {
    const code = LETTERS.charCodeAt(below(LETTERS.length));
    return { is: 'set', of: byteSet(random() < 0.2 ? [[0, code]] : [[code, code]]) };
  }
  if (kind === 2) return { is: 'any', of: Array.from({ length: 1 + below(3) }, inside) };
  if (kind <= 4) return { is: 'sequence', of: Array.from({ length: below(4) }, inside) };
  const least = below(3);
  const most = random() < 0.4 ? Number.POSITIVE_INFINITY : least + below(3);
  return { is: 'repeat', of: inside(), least, most, lazy: random() < 0.3 };
}
