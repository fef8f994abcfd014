import { expect, test } from 'vitest';
import { Needles, POSITIONS, type PositionalConstraint } from './needles.ts';
import { hasNumber } from './numbers-found.ts';

const isWordByte = (letter: string): boolean => /^[A-Za-z0-9_]$/.test(letter);

/** By the words of https://docs.aws.amazon.com/waf/latest/APIReference/API_ByteMatchStatement.html */
function holds(position: PositionalConstraint, text: string, wanted: string): boolean {
  switch (position) {
    case 'EXACTLY':
      return text === wanted;
    case 'STARTS_WITH':
      return text.slice(0, wanted.length) === wanted;
    case 'ENDS_WITH':
      return text.slice(Math.max(0, text.length - wanted.length)) === wanted;
    case 'CONTAINS':
      return text.includes(wanted);
    case 'CONTAINS_WORD':
      return Array.from({ length: text.length }, (_none, at) => at).some(
        (at) => text.startsWith(wanted, at) && ![text.charAt(at - 1), text.charAt(at + wanted.length)].some(isWordByte),
      );
  }
}

/** Numbers that depend on a seed alone. */
function numbersBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

test.each([1, 3, 8, 60])('%i texts at every position are found where a search for each alone finds them', (count) => {
  const below = numbersBelow(count);
  const word = (letters: string, most: number): string =>
    Array.from({ length: 1 + below(most) }, () => letters[below(letters.length)]).join('');
  for (let round = 0; round < 300; round++) {
    const needles = new Needles();
    const wanted = Array.from({ length: count }, () => {
      const position = POSITIONS[below(POSITIONS.length)] ?? 'EXACTLY';
      const text = word(position === 'CONTAINS_WORD' ? 'aA_' : 'aA_-\xe9', 4);
      return { position, text, number: needles.add(position, text) };
    });
    const texts = Array.from({ length: 1 + below(3) }, () => word('aA_-\xe9 ', 9));
    const found = needles.find(texts);
    for (const { position, text, number } of wanted)
      expect([position, text, texts, found !== undefined && hasNumber(found, number)]).toEqual([
        position,
        text,
        texts,
        texts.some((each) => holds(position, each, text)),
      ]);
  }
});

test('an equal text at an equal position has the same number, at another position another one', () => {
  const needles = new Needles();
  expect(needles.add('CONTAINS', 'a')).toBe(needles.add('CONTAINS', 'a'));
  expect(needles.add('CONTAINS', 'a')).not.toBe(needles.add('EXACTLY', 'a'));
});
