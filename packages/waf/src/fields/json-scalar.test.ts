import { bytesOfLatin1 } from '@sallyport/http';
import { expect, test } from 'vitest';
import { endOfScalar } from './json-scalar.ts';

/** By the grammar of RFC 8259, and what may stand behind. */
const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![^\s,:\]}"[{])/y;

test('a scalar ends where the grammar has it end, and is none where that has none', () => {
  const pieces = [
    '-',
    '+',
    '.',
    '0',
    '1',
    '20',
    'e',
    'E',
    'true',
    'false',
    'null',
    't',
    ' ',
    ',',
    ']',
    '"',
    '\xa0',
    '\x01',
    '\xe9',
  ];
  let state = 11;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  let ends = 0;
  for (let run = 0; run < 50_000; run++) {
    const text = Array.from({ length: below(8) }, () => pieces[below(pieces.length)]).join('');
    const start = below(text.length + 1);
    SCALAR.lastIndex = start;
    const expected = SCALAR.test(text) ? SCALAR.lastIndex : -1;
    if (expected > 0) ends++;
    const end = endOfScalar({ text, bytes: bytesOfLatin1(`${text}1`) }, start);
    expect([text, start, end]).toEqual([text, start, expected]);
  }
  expect(ends).toBeGreaterThan(3000);
});
