import { expect, test } from 'vitest';
import { MARKED, marksOf } from './marks.ts';
import { TRANSFORMATION_NAMES } from './transformations.ts';

const PIECES = [
  ...Array.from({ length: 256 }, (_none, code) => String.fromCharCode(code)),
  '',
  'ab',
  '0x41',
  '..',
  'a/./b',
];

test('every transformation has a mark of its own', () => {
  expect(new Set([...MARKED.values()].map(({ mark }) => mark)).size).toBe(TRANSFORMATION_NAMES.length);
});

test.each(TRANSFORMATION_NAMES)('%s leaves a text without its mark as it is', (name) => {
  const step = MARKED.get(name);
  if (!step) throw new Error(`${name} has no mark`);
  let state = 1;
  const pick = (): string => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return PIECES[(state >>> 8) % PIECES.length] ?? '';
  };
  const texts = [...PIECES, ...PIECES.map((piece) => piece + piece), ...PIECES.map((piece) => `a${piece}1`)];
  for (let run = 0; run < 3000; run++) texts.push(pick() + pick() + pick());
  const unmarked = texts.filter((text) => (marksOf([text]) & step.mark) === 0);
  for (const text of unmarked) expect(step.transform(text)).toBe(text);
});
