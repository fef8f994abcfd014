import { areDisjoint, type Pattern } from './pattern.ts';

const UNBOUNDED = Number.POSITIVE_INFINITY;
/** How many ways a backtracking engine may try at one place before we hand the pattern to a linear engine. */
const MOST_WAYS = 64;

/** An upper bound of the ways in which a pattern can match at one place; infinite with an unbounded repetition. */
function ways(pattern: Pattern): number {
  switch (pattern.is) {
    case 'set':
    case 'boundary':
      return 1;
    case 'sequence':
      return pattern.of.reduce((product, item) => product * ways(item), 1);
    case 'any':
      return pattern.of.reduce((sum, item) => sum + ways(item), 0);
    case 'repeat': {
      if (pattern.most === UNBOUNDED || pattern.most > 256) return UNBOUNDED;
      const each = ways(pattern.of);
      if (each === 1) return pattern.most - pattern.least + 1;
      return pattern.most > 16 ? UNBOUNDED : (pattern.most + 1) * each ** pattern.most;
    }
  }
}

const sequenceOf = (pattern: Pattern): readonly Pattern[] => (pattern.is === 'sequence' ? pattern.of : [pattern]);

/**
 * The pattern without what cannot change whether there is a match somewhere: a repetition at its end or at its beginning need be
 * there only as often as it must, and repetitions of repetitions of one set are one.
 */
export function trimmed(pattern: Pattern): Pattern {
  const flat = flattened(pattern);
  if (flat.is === 'any') return { is: 'any', of: flat.of.map(trimmed) };
  const of = [...sequenceOf(flat)];
  while (shorten(of, 0));
  while (shorten(of, of.length - 1));
  return of.length === 1 && of[0] ? of[0] : { is: 'sequence', of };
}

/** Whether what stands there is a repetition that could be shortened, which it then is. */
function shorten(of: Pattern[], at: number): boolean {
  const item = of[at];
  if (item?.is !== 'repeat' || item.most === item.least) return false;
  of.splice(at, 1, ...(item.least === 0 ? [] : [{ ...item, most: item.least }]));
  return true;
}

/** `(x{0,50}){0,50}` is `x{0,2500}`. */
function flattened(pattern: Pattern): Pattern {
  if (pattern.is === 'set' || pattern.is === 'boundary') return pattern;
  if (pattern.is !== 'repeat') return { ...pattern, of: pattern.of.map(flattened) };
  const inner = flattened(pattern.of);
  return isOneRepetition(pattern, inner) ? product(pattern, inner) : { ...pattern, of: inner };
}

type Repeat = Extract<Pattern, { is: 'repeat' }>;

/** Whether every number between the least and the most that both give together can be had. */
function isOneRepetition({ least, most }: Repeat, inner: Pattern): inner is Repeat {
  if (inner.is !== 'repeat' || inner.of.is !== 'set') return false;
  return least === most || inner.least <= 1 || (least >= 1 && (least + 1) * inner.least <= least * inner.most + 1);
}

const product = (outer: Repeat, inner: Repeat): Repeat => ({
  ...inner,
  least: outer.least * inner.least,
  most: outer.most === 0 || inner.most === 0 ? 0 : outer.most * inner.most,
});

/**
 * Whether a backtracking engine finds or misses this pattern in time linear in the text's length. Proven in three shapes:
 *
 * - few ways at each place, no unbounded repetition;
 * - unbounded repetitions of one set only, each with a neighbour on both sides that shares no byte with it: a run of the
 *   text is then entered at its beginning and left at its end, in one way;
 * - begun at the start of the text, with one unbounded repetition of a set, and few ways before and after it.
 */
export function isLinear(pattern: Pattern): boolean {
  if (pattern.is === 'any') return pattern.of.length <= MOST_WAYS && pattern.of.every(isLinear);
  const items = sequenceOf(pattern);
  const unbounded = items.flatMap((item, at) => (ways(item) === UNBOUNDED ? [at] : []));
  const bounded = items.reduce((product, item, at) => (unbounded.includes(at) ? product : product * ways(item)), 1);
  if (bounded > MOST_WAYS) return false;
  if (unbounded.length === 1 && items[0]?.is === 'boundary' && items[0].at === 'start')
    return unbounded.every((at) => isSetRun(items[at]));
  return unbounded.every((at) => isSetRun(items[at]) && stands(items, at));
}

const isSetRun = (item: Pattern | undefined): boolean =>
  item?.is === 'repeat' && item.of.is === 'set' && item.most === UNBOUNDED;

function stands(items: readonly Pattern[], at: number): boolean {
  const run = items[at];
  if (run?.is !== 'repeat' || run.of.is !== 'set') return false;
  const set = run.of.of;
  const apart = (item: Pattern | undefined): boolean => item?.is === 'set' && areDisjoint(item.of, set);
  const before = items[at - 1];
  const atStart = at === 1 && before?.is === 'boundary' && before.at === 'start';
  return (atStart || apart(before)) && apart(items[at + 1]);
}
