/** An automaton that finds many texts in one pass: https://doi.org/10.1145/360825.360855, as one table of next states. */
export interface Automaton {
  /** The class of each byte: bytes that stand in no text share class 0. */
  readonly classes: Uint8Array;
  readonly classCount: number;
  /** State and class → next state, states counted in steps of `classCount`; its complement where some text ends there. */
  readonly next: Int32Array;
  /** By state: the numbers of the texts that end here. */
  readonly endings: readonly (readonly number[])[];
}

/** Builds the automaton of texts that are not empty; with `folds` they are in small letters, and capitals count as small ones. */
export function buildAutomaton(texts: readonly string[], folds: boolean): Automaton {
  const { classes, classCount } = byteClasses(texts, folds);
  const tree = treeOf(texts, classes, classCount);
  const endings = tree.order.map((state) => tree.endings[state] ?? []);
  const next = levelByLevel(tree, classCount);
  link(next, classCount, endings);
  for (let at = 0; at < next.length; at++) {
    const state = next[at] ?? 0;
    next[at] = (endings[state]?.length ?? 0) > 0 ? ~(state * classCount) : state * classCount;
  }
  return { classes, classCount, next, endings };
}

/** The texts as a tree of states, numbered as they came. */
interface Tree {
  /** State and class → state; -1 where no text goes on. */
  readonly children: Int32Array;
  readonly endings: readonly number[][];
  /** The states level by level. */
  readonly order: readonly number[];
}

function treeOf(texts: readonly string[], classes: Uint8Array, classCount: number): Tree {
  const most = texts.reduce((sum, { length }) => sum + length, 1);
  const children = new Int32Array(most * classCount).fill(-1);
  const endings: number[][] = [[]];
  texts.forEach((text, number) => {
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      const step = state * classCount + (classes[text.charCodeAt(at) & 0xff] ?? 0);
      if (children[step] === -1) children[step] = endings.push([]) - 1;
      state = children[step] ?? 0;
    }
    endings[state]?.push(number);
  });
  const order = [0];
  for (const state of order)
    for (let byte = 0; byte < classCount; byte++) {
      const child = children[state * classCount + byte] ?? -1;
      if (child >= 0) order.push(child);
    }
  return { children, endings, order };
}

/** The children with states numbered level by level: the few that most texts lead to stand together in the processor's cache. */
function levelByLevel({ children, order }: Tree, classCount: number): Int32Array {
  const numbers = new Int32Array(order.length);
  for (const [number, state] of order.entries()) numbers[state] = number;
  const next = new Int32Array(order.length * classCount);
  for (const [number, state] of order.entries())
    for (let byte = 0; byte < classCount; byte++) {
      const child = children[state * classCount + byte] ?? -1;
      next[number * classCount + byte] = child < 0 ? -1 : (numbers[child] ?? 0);
    }
  return next;
}

function byteClasses(texts: readonly string[], folds: boolean): { classes: Uint8Array; classCount: number } {
  const classes = new Uint8Array(256);
  let classCount = 1;
  for (const text of texts)
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at) & 0xff;
      if (classes[code] === 0) classes[code] = classCount++;
    }
  if (folds) for (let code = 65; code <= 90; code++) classes[code] = classes[code + 32] ?? 0;
  return { classes, classCount };
}

/** Fills the steps that lead out of the tree of texts with those of the longest suffix that is in it, level by level. */
function link(next: Int32Array, classCount: number, endings: readonly number[][]): void {
  const suffix = new Int32Array(endings.length);
  for (let state = 0; state < endings.length; state++)
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
    }
}
