/**
 * Finds which of many texts occur in a byte string, in one pass, without regard to the case of ASCII letters: an automaton
 * as Aho and Corasick describe it (https://doi.org/10.1145/360825.360855), as one table of next states.
 */
export class LiteralSet {
  readonly #literals: string[] = [];
  readonly #numbers = new Map<string, number>();
  #automaton: Automaton | undefined;

  /** The number under which `find` reports this text, which must be in small letters and not empty. */
  add(literal: string): number {
    const known = this.#numbers.get(literal);
    if (known !== undefined) return known;
    const number = this.#literals.push(literal) - 1;
    this.#numbers.set(literal, number);
    this.#automaton = undefined;
    return number;
  }

  /** Adds the numbers of all texts that occur to `into`. */
  find(text: string, into: Set<number>): void {
    this.#automaton ??= build(this.#literals);
    run(this.#automaton, text, into);
  }
}

interface Automaton {
  /** The class of each byte: bytes that stand in no literal share class 0, a letter shares its class with its capital. */
  readonly classes: Uint8Array;
  readonly classCount: number;
  /** State × class → next state, states counted in steps of `classCount`; its complement where some literal ends there. */
  readonly next: Int32Array;
  /** By state: the numbers of the literals that end here. */
  readonly endings: readonly (readonly number[])[];
}

function run({ classes, classCount, next, endings }: Automaton, text: string, into: Set<number>): void {
  let state = 0;
  for (let at = 0; at < text.length; at++) {
    state = next[state + (classes[text.charCodeAt(at) & 0xff] ?? 0)] ?? 0;
    if (state >= 0) continue;
    state = ~state;
    for (const number of endings[state / classCount] ?? []) into.add(number);
  }
}

function byteClasses(literals: readonly string[]): { classes: Uint8Array; classCount: number } {
  const classes = new Uint8Array(256);
  let classCount = 1;
  for (const literal of literals)
    for (const byte of literal) {
      const code = byte.charCodeAt(0);
      if (classes[code] === 0) classes[code] = classCount++;
    }
  for (let code = 65; code <= 90; code++) classes[code] = classes[code + 32] ?? 0;
  return { classes, classCount };
}

function build(literals: readonly string[]): Automaton {
  const { classes, classCount } = byteClasses(literals);
  const most = literals.reduce((sum, { length }) => sum + length, 1);
  const room = new Int32Array(most * classCount).fill(-1);
  const endings: number[][] = [[]];
  literals.forEach((literal, number) => {
    let state = 0;
    for (const byte of literal) {
      const at = state * classCount + (classes[byte.charCodeAt(0)] ?? 0);
      if (room[at] === -1) room[at] = endings.push([]) - 1;
      state = room[at] ?? 0;
    }
    endings[state]?.push(number);
  });
  const next = room.slice(0, endings.length * classCount);
  link(next, classCount, endings);
  for (let at = 0; at < next.length; at++) {
    const state = next[at] ?? 0;
    next[at] = (endings[state]?.length ?? 0) > 0 ? ~(state * classCount) : state * classCount;
  }
  return { classes, classCount, next, endings };
}

/** Fills the steps that lead out of the tree of literals with those of the longest suffix that is in it, level by level. */
function link(next: Int32Array, classCount: number, endings: readonly number[][]): void {
  const suffix = new Int32Array(endings.length);
  const queue = [0];
  for (const state of queue)
    for (let byte = 0; byte < classCount; byte++) {
      const at = state * classCount + byte;
      const child = next[at] ?? -1;
      const fallen = state === 0 ? 0 : (next[(suffix[state] ?? 0) * classCount + byte] ?? 0);
      if (child === -1) {
        next[at] = fallen;
        continue;
      }
      suffix[child] = fallen;
      endings[child]?.push(...(endings[fallen] ?? []));
      queue.push(child);
    }
}
