/** A source of random choices that depends on its seed alone. */
export interface Random {
  /** A number from 0 up to 1. */
  readonly next: () => number;
  /** A whole number from 0 up to `limit`. */
  readonly below: (limit: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(choices: readonly T[]) => T;
  /** Some of the choices, each with that probability, in their order. */
  readonly some: <T>(choices: readonly T[], probability: number) => readonly T[];
  /** One of the choices, by weight. */
  readonly weighted: <T>(choices: readonly (readonly [weight: number, choice: T])[]) => T;
}

/** The generator `mulberry32`, published by its author into the public domain: 32 bits of state, period 2^32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(choices: readonly T[]): T => nth(choices, below(choices.length));
  return {
    next,
    below,
    pick,
    chance: (probability) => next() < probability,
    some: (choices, probability) => choices.filter(() => next() < probability),
    weighted: (choices) => {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, choice] of choices) {
        left -= weight;
        if (left < 0) return choice;
      }
      return nth(choices, choices.length - 1)[1];
    },
  };
}

function nth<T>(choices: readonly T[], index: number): T {
  const choice = choices[index];
  if (choice === undefined) throw new Error(`Cannot choose: ${choices.length} choices, expected more than ${index}`);
  return choice;
}
