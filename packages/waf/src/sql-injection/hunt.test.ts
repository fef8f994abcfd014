import { expect, test } from 'vitest';
import { detectCrossSiteScripting } from '../cross-site-scripting/detect.ts';
import { detectSqlInjection } from './detect.ts';

const BYTES = 65_536;

/** Pieces that make a reader begin again, look ahead, or fold for ever, if it can be made to. */
const PIECES = [
  ...[
    "'",
    '"',
    '`',
    '\\',
    "\\'",
    "''",
    '\'"',
    "'a' ",
    "'a'+",
    'a',
    'A1',
    '1',
    '1 ',
    '0x',
    "x'0",
    "b'0",
    "q'(",
    "u&'",
    "n'",
    "e'",
  ],
  ...[
    '(',
    ')',
    '{',
    '}',
    '{a ',
    '[',
    ']',
    '()',
    '((1',
    ',',
    '1,',
    '1,-',
    ';',
    '; if ',
    '.',
    '..',
    'a.b',
    'a . b',
    'select.',
    'int`a`',
  ],
  ...[
    '/*',
    '*/',
    '/*/',
    '/**/',
    '/*!',
    '--',
    '-- \n',
    '--x\n',
    '#',
    '#\n',
    '1#1',
    '1--1',
    '- ',
    '!',
    '~~1',
    '+',
    '1+',
    '1::int ',
  ],
  ...[
    '$',
    '$$',
    '$a',
    '$a$',
    '$a$b',
    '@',
    '@@',
    '@`',
    "@'",
    ':',
    ':=',
    '<=>',
    '&&',
    '||',
    '1e',
    '1.e(',
    'or 1',
    'and not ',
    'in(',
    'like(',
  ],
  ...[
    'union ',
    'union select ',
    'collate a_b ',
    'user(1',
    'sp_password',
    'information_schem',
    '\0',
    '\xa0',
    '\xff',
    '\xdf',
  ],
  ...[
    '<',
    '<a',
    '<a ',
    '<a/',
    '</',
    '</>',
    '</a',
    '<!',
    '<!-',
    '<!--',
    '<!--->',
    '-\0',
    '<![CDATA[',
    ']]',
    '<%',
    '<%%',
    '<?',
    '>',
    '/',
    '= =',
  ],
  ...[
    '=',
    'a=',
    'a="',
    "a='",
    'a=`',
    'onx=1 ',
    'onload',
    'href=',
    'href=&#0',
    'href="&#1;',
    '&#',
    '&#x',
    '&#x0',
    '&#1;',
    'src=" ',
    'attributename=on',
  ],
];

const milliseconds = (run: () => void): number => {
  const start = performance.now();
  run();
  return performance.now() - start;
};

const repeated = (piece: string, bytes: number): string =>
  piece.repeat(Math.ceil(bytes / piece.length)).slice(0, bytes);

/** Far above what reading once takes on a busy machine, far below the seconds that a quadratic reader needs for 64 KB. */
const MOST_MILLISECONDS = 1000;

test.each(PIECES)('64 KB of %j are read in time that is linear', (piece) => {
  const alone = repeated(piece, BYTES);
  const quoted = `' or 1"${alone}'#--x`;
  expect(milliseconds(() => detectSqlInjection(alone, 'HIGH'))).toBeLessThan(MOST_MILLISECONDS);
  expect(milliseconds(() => detectSqlInjection(quoted))).toBeLessThan(MOST_MILLISECONDS);
  expect(milliseconds(() => detectCrossSiteScripting(alone))).toBeLessThan(MOST_MILLISECONDS);
  expect(milliseconds(() => detectCrossSiteScripting(`'"<a ${alone}`))).toBeLessThan(MOST_MILLISECONDS);
});

/** A small generator with a seed: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function numbersBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

test('50,000 texts of such pieces are read without a throw, and HIGH finds all that LOW finds', () => {
  const below = numbersBelow(3);
  for (let run = 0; run < 50_000; run++) {
    const source = Array.from({ length: below(9) }, () => PIECES[below(PIECES.length)] ?? '').join('');
    const low = detectSqlInjection(source);
    expect(low === undefined || detectSqlInjection(source, 'HIGH') !== undefined).toBe(true);
    detectCrossSiteScripting(source);
  }
});
