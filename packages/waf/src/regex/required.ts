import type { ByteSet, Pattern } from './pattern.ts';

/** Beyond so many texts, or so many bytes of one, a list says little more than its part. */
const MOST_TEXTS = 16;
const MOST_BYTES = 24;
/** A byte alone stands nearly everywhere. */
const FEWEST_BYTES = 2;

/**
 * Texts in small letters of which every match of the pattern holds one, whatever the case of its letters; undefined where no
 * such list is known. The case is given up so that one automaton looks for the texts of all patterns.
 */
export function requiredTexts(pattern: Pattern): readonly string[] | undefined {
  const texts = required(pattern);
  return texts?.every(({ length }) => length >= FEWEST_BYTES) ? texts : undefined;
}

function required(pattern: Pattern): readonly string[] | undefined {
  const whole = exactly(pattern);
  switch (pattern.is) {
    case 'set':
    case 'boundary':
      return whole;
    case 'any':
      return whole ?? union(pattern.of.map(required));
    case 'repeat':
      return pattern.least === 0 ? undefined : (whole ?? required(pattern.of));
    case 'sequence':
      return best([whole, ...runs(pattern.of), ...pattern.of.map(required)]);
  }
}

/** What neighbours in a sequence that are known exactly make together. */
function runs(items: readonly Pattern[]): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  let run: readonly string[] = [''];
  for (const item of items) {
    const each = exactly(item);
    const longer = each && product(run, each);
    if (longer) {
      run = longer;
      continue;
    }
    found.push(run);
    run = each ?? [''];
  }
  return [...found, run];
}

/** All texts that the pattern matches, in small letters; undefined where they are too many or too long. */
function exactly(pattern: Pattern): readonly string[] | undefined {
  switch (pattern.is) {
    case 'set':
      return bytesOf(pattern.of);
    case 'boundary':
      return [''];
    case 'any':
      return union(pattern.of.map(exactly));
    case 'sequence':
      return pattern.of.reduce<readonly string[] | undefined>(
        (texts, item) => {
          const each = texts && exactly(item);
          return each && product(texts, each);
        },
        [''],
      );
    case 'repeat':
      return repeated(pattern);
  }
}

function repeated({ of, least, most }: Extract<Pattern, { is: 'repeat' }>): readonly string[] | undefined {
  const each = exactly(of);
  if (!each || most > MOST_BYTES) return undefined;
  let texts: readonly string[] | undefined = [''];
  let all: readonly string[] | undefined = least === 0 ? [''] : [];
  for (let count = 1; count <= most && texts && all; count++) {
    texts = product(texts, each);
    if (count >= least) all = union([all, texts]);
  }
  return texts && all;
}

function bytesOf(set: ByteSet): readonly string[] | undefined {
  const letters = new Set<string>();
  for (const [low, high] of set)
    for (let byte = low; byte <= high && letters.size <= MOST_TEXTS; byte++) letters.add(small(byte));
  return letters.size <= MOST_TEXTS ? [...letters] : undefined;
}

const small = (byte: number): string => String.fromCharCode(byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte);

function union(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const texts = new Set<string>();
  for (const list of lists) {
    if (!list) return undefined;
    for (const text of list) texts.add(text);
  }
  return texts.size <= MOST_TEXTS ? [...texts] : undefined;
}

function product(before: readonly string[], after: readonly string[]): readonly string[] | undefined {
  if (before.length * after.length > MOST_TEXTS) return undefined;
  const texts = [...new Set(before.flatMap((start) => after.map((end) => start + end)))];
  return texts.every(({ length }) => length <= MOST_BYTES) ? texts : undefined;
}

const shortest = (texts: readonly string[]): number => Math.min(...texts.map(({ length }) => length));

/** The list whose shortest text is longest; an empty text says nothing. */
function best(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const saying = lists.flatMap((list) => (list && list.length > 0 && shortest(list) > 0 ? [list] : []));
  return saying.reduce<readonly string[] | undefined>(
    (chosen, list) => (chosen && shortest(chosen) >= shortest(list) ? chosen : list),
    undefined,
  );
}
