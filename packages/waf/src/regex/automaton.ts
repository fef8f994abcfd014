import type { Boundary, ByteSet, Pattern } from './pattern.ts';

/** A node of a nondeterministic automaton. */
export type AutomatonNode =
  | { readonly is: 'set'; readonly of: ByteSet; readonly next: number }
  | { readonly is: 'boundary'; readonly at: Boundary; readonly next: number }
  | { readonly is: 'split'; readonly next: number[] }
  | { readonly is: 'match' };

/** A nondeterministic automaton after Thompson: it accepts where the node `match` is reached. */
export interface Automaton {
  readonly nodes: readonly AutomatonNode[];
  readonly start: number;
}

/** Counted repetitions are written out; beyond so many nodes a pattern is too large. */
const MOST_NODES = 20_000;

/** The automaton of a pattern, or undefined where it would be too large. */
export function automaton(pattern: Pattern): Automaton | undefined {
  if (size(pattern) > MOST_NODES) return undefined;
  const nodes: AutomatonNode[] = [{ is: 'match' }];
  return { start: build(pattern, 0, nodes), nodes };
}

function size(pattern: Pattern): number {
  switch (pattern.is) {
    case 'set':
    case 'boundary':
      return 1;
    case 'sequence':
    case 'any':
      return pattern.of.reduce((sum, item) => sum + size(item), 1);
    case 'repeat':
      return (size(pattern.of) + 1) * (Number.isFinite(pattern.most) ? pattern.most : pattern.least + 1);
  }
}

const added = (nodes: AutomatonNode[], node: AutomatonNode): number => nodes.push(node) - 1;

/** Puts the pattern before the node `next`; gives the node that it begins with. */
function build(pattern: Pattern, next: number, nodes: AutomatonNode[]): number {
  switch (pattern.is) {
    case 'set':
      return added(nodes, { is: 'set', of: pattern.of, next });
    case 'boundary':
      return added(nodes, { is: 'boundary', at: pattern.at, next });
    case 'sequence':
      return pattern.of.reduceRight((after, item) => build(item, after, nodes), next);
    case 'any':
      return added(nodes, { is: 'split', next: pattern.of.map((item) => build(item, next, nodes)) });
    case 'repeat':
      return repeated(pattern, next, nodes);
  }
}

function repeated(pattern: Extract<Pattern, { is: 'repeat' }>, next: number, nodes: AutomatonNode[]): number {
  const { of, least, most } = pattern;
  let entry = next;
  if (Number.isFinite(most))
    for (let copy = least; copy < most; copy++)
      entry = added(nodes, { is: 'split', next: [build(of, entry, nodes), next] });
  else {
    const ways: number[] = [next];
    entry = added(nodes, { is: 'split', next: ways });
    ways.push(build(of, entry, nodes));
  }
  for (let copy = 0; copy < least; copy++) entry = build(of, entry, nodes);
  return entry;
}
