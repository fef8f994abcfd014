import { TRANSFORMATION_NAMES, TRANSFORMATIONS } from '@sallyport/waf';
import { describe, expect, test } from 'vitest';
import { NEVER_AT_END, NEVER_AT_START, NEVER_INSIDE } from './impossible-output.ts';

const PIECES = [
  '/',
  '.',
  '..',
  '\\',
  ' ',
  '\t',
  '\n',
  '\xa0',
  '\0',
  'A',
  'z',
  '"',
  "'",
  '^',
  ',',
  ';',
  '(',
  '%41',
  'é',
  '\f',
  '\v',
  '\r',
];

/** Every text of up to three pieces, and some longer ones. */
const TEXTS = [
  '',
  ...PIECES.flatMap((a) => ['', ...PIECES].flatMap((b) => ['', ...PIECES].map((c) => a + b + c))),
  ...PIECES.map((piece) => piece.repeat(5)),
  PIECES.join(''),
  [...PIECES].reverse().join(''),
];

describe.each([
  ['inside', NEVER_INSIDE],
  ['at its start', NEVER_AT_START],
  ['at its end', NEVER_AT_END],
] as const)('what is said never to be %s', (_where, table) => {
  test.each([...table])('%s gives no text with %s', (name, never) => {
    const known = TRANSFORMATION_NAMES.find((each) => each === name);
    expect(known).toBe(name);
    for (const text of TEXTS) {
      const output = known ? TRANSFORMATIONS[known](text) : text;
      expect(never.test(output), JSON.stringify([text, output])).toBe(false);
    }
  });
});
