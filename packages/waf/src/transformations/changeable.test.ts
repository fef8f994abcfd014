import { expect, test } from 'vitest';
import { NUMBERED_TRANSFORMATIONS } from './changeable.ts';
import { TRANSFORMATION_NAMES } from './transformations.ts';

const BYTES = Array.from({ length: 256 }, (_none, code) => String.fromCharCode(code));
const PIECES = [...BYTES, '', 'ab', '0x41', '..', 'a/./b'];

test('every transformation has a number of its own, which a bit of an integer can stand for', () => {
  const numbers = [...NUMBERED_TRANSFORMATIONS.values()].map(({ number }) => number);
  expect(new Set(numbers).size).toBe(TRANSFORMATION_NAMES.length);
  expect(Math.max(...numbers)).toBeLessThan(32);
});

test.each(TRANSFORMATION_NAMES)('%s leaves a text as it is that it says it cannot change', (name) => {
  const step = NUMBERED_TRANSFORMATIONS.get(name);
  if (!step) throw new Error(`${name} has no number`);
  let state = 1;
  const pick = (): string => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return PIECES[(state >>> 8) % PIECES.length] ?? '';
  };
  const texts = [...PIECES, ...PIECES.map((piece) => piece + piece), ...PIECES.map((piece) => `a${piece}1`)];
  for (let run = 0; run < 3000; run++) texts.push(pick() + pick() + pick());
  for (const text of texts) if (!step.mayChange(text)) expect(step.transform(text)).toBe(text);
});
