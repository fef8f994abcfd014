import { bytesOfLatin1 } from '@sallyport/http';
import { expect, test } from 'vitest';
import { DistinctTexts, hashWith, NO_HASH } from './distinct-texts.ts';

const hashOf = (text: string): number => [...bytesOfLatin1(text)].reduce(hashWith, NO_HASH);

/** Texts one after the other, and where each stands; every fifth, by the number, is met a second time or more. */
function document(count: number): { readonly text: string; readonly pieces: readonly string[] } {
  let state = 3;
  const pieces = Array.from({ length: count }, (_none, run) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 18).toString(run % 2 === 0 ? 36 : 2);
  });
  return { text: pieces.join(','), pieces };
}

const one = (): number => 7;

test.each([
  ['few texts', 20, hashOf],
  ['more texts than slots', 20_000, hashOf],
  ['texts that all have one hash', 2000, one],
])('equal texts have equal numbers, in the order in which they come: %s', (_title, count, hash) => {
  const { text, pieces } = document(count);
  const distinct = new DistinctTexts({ text, bytes: bytesOfLatin1(`${text}, and more`) });
  const numbers = new Map<string, number>();
  let at = 0;
  for (const piece of pieces) {
    const expected = numbers.get(piece) ?? numbers.size;
    numbers.set(piece, expected);
    const isMade = hash === hashOf && piece.length % 3 === 0;
    expect(isMade ? distinct.numberOf(piece) : distinct.between(at, at + piece.length, hash(piece))).toBe(expected);
    at += piece.length + 1;
  }
  expect(distinct.texts).toEqual([...numbers.keys()]);
});

test('a new document knows nothing of the one before, and the empty text is one too', () => {
  const source = { text: 'amber birch', bytes: bytesOfLatin1('amber birch') };
  new DistinctTexts(source).between(0, 5, hashOf('amber'));
  const distinct = new DistinctTexts(source);
  expect(distinct.between(3, 3, NO_HASH)).toBe(0);
  expect(distinct.between(6, 11, hashOf('birch'))).toBe(1);
  expect(distinct.numberOf('birch')).toBe(1);
  expect(distinct.numberOf('')).toBe(0);
  expect(distinct.texts).toEqual(['', 'birch']);
});
