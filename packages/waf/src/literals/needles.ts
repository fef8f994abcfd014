import { LiteralSet } from './literal-set.ts';
import { addNumber, emptyNumbers, type NumbersFound } from './numbers-found.ts';
import { PrefixIndex } from './prefix-index.ts';
import { Words } from './words.ts';

/** Where in a component a text must stand. https://docs.aws.amazon.com/waf/latest/APIReference/API_ByteMatchStatement.html */
export const POSITIONS = ['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD'] as const;
export type PositionalConstraint = (typeof POSITIONS)[number];

type Numbered = readonly (readonly [text: string, number: number])[];

/** How texts of each position are found; absent where there are none. */
interface Finders {
  readonly exact: ReadonlyMap<string, number> | undefined;
  readonly starts: PrefixIndex | undefined;
  /** Of texts turned round. */
  readonly ends: PrefixIndex | undefined;
  readonly longestEnd: number;
  readonly words: Words | undefined;
  readonly contained: LiteralSet | undefined;
  /** By the number in `contained`. */
  readonly containedNumbers: readonly number[];
}

const turned = (text: string): string => [...text].reverse().join('');

/** All texts that the statements of a web ACL look for in one field: however many, they are found in one pass over it. */
export class Needles {
  readonly #byKey = new Map<string, { position: PositionalConstraint; text: string; number: number }>();
  #finders: Finders | undefined;

  /** The number under which `find` reports this text at this position. */
  add(position: PositionalConstraint, text: string): number {
    const key = `${position} ${text}`;
    const known = this.#byKey.get(key);
    if (known) return known.number;
    const number = this.#byKey.size;
    this.#byKey.set(key, { position, text, number });
    this.#finders = undefined;
    return number;
  }

  /** The numbers of all that is found in some of these byte strings; undefined where nothing is. */
  find(texts: readonly string[]): NumbersFound | undefined {
    this.#finders ??= this.#made();
    const { exact, starts, ends, longestEnd, words, contained, containedNumbers } = this.#finders;
    let found: NumbersFound | undefined;
    const add = (number: number): void => {
      found ??= emptyNumbers(this.#byKey.size);
      addNumber(found, number);
    };
    for (const text of texts) {
      const whole = exact?.get(text);
      if (whole !== undefined) add(whole);
      starts?.find(text, add);
      ends?.find(turned(text.slice(-longestEnd)), add);
      words?.find(text, add);
    }
    const inside = contained?.find(texts);
    if (inside) eachNumber(inside, (number) => add(containedNumbers[number] ?? 0));
    return found;
  }

  #made(): Finders {
    const of = (wanted: PositionalConstraint): Numbered =>
      [...this.#byKey.values()].flatMap(({ position, text, number }) => (position === wanted ? [[text, number]] : []));
    const [exact, starts, ends, words, inside] = [
      of('EXACTLY'),
      of('STARTS_WITH'),
      of('ENDS_WITH'),
      of('CONTAINS_WORD'),
      of('CONTAINS'),
    ];
    const contained = new LiteralSet(false);
    for (const [text] of inside) contained.add(text);
    return {
      exact: exact.length > 0 ? new Map(exact) : undefined,
      starts: starts.length > 0 ? new PrefixIndex(starts) : undefined,
      ends: ends.length > 0 ? new PrefixIndex(ends.map(([text, number]) => [turned(text), number])) : undefined,
      longestEnd: ends.reduce((most, [{ length }]) => Math.max(most, length), 0),
      words: words.length > 0 ? new Words(words) : undefined,
      contained: inside.length > 0 ? contained : undefined,
      containedNumbers: inside.map(([, number]) => number),
    };
  }
}

function eachNumber(numbers: NumbersFound, call: (number: number) => void): void {
  for (let place = 0; place < numbers.length; place++)
    for (let bits = numbers[place] ?? 0; bits !== 0; bits &= bits - 1)
      call((place << 5) | (31 - Math.clz32(bits & -bits)));
}
