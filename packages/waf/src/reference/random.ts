/** Numbers that depend on a seed alone (mulberry32). */
export function numbers(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

export type Random = () => number;

export const pick = <T>(random: Random, among: readonly [T, ...T[]]): T =>
  among[Math.floor(random() * among.length)] ?? among[0];

export const many = <T>(random: Random, least: number, most: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, (_none, at) => make(at));

/** A member that is there with some probability. */
export const maybe = <T extends object>(
  random: Random,
  probability: number,
  make: () => T,
): T | Record<never, never> => (random() < probability ? make() : {});

const WORDS = ['a', 'admin', '/a', 'A', '%61', '..', '/', '+', 'x_1', '1', ' ', '/*', '&#65;', '\\x41', 'é'] as const;

/** A text that the statements look for and the requests hold. */
export const textOf = (random: Random): string => many(random, 0, 4, () => pick(random, WORDS)).join('');

/** A label's name is one to three parts of these. */
export const label = (random: Random): string => many(random, 1, 3, () => pick(random, ['x', 'y', 'z'])).join(':');

export const FINGERPRINTS = ['e7d705a3286e19ea42f587b344ee6865', '6734f37431670b3ab4292b8f60f29984'] as const;
