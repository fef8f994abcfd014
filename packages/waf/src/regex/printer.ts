import type { Boundary, ByteSet, Pattern } from './pattern.ts';

/** Which engine a pattern is written for; `plain` is for readers and provers: only `^`
 * and `$` stand for places, the very ends of the text. */
export type Dialect = 'v8' | 'plain';

const BOUNDARIES: Readonly<Record<Dialect, Readonly<Record<Boundary, string>>>> = {
  v8: {
    start: '^',
    end: '$',
    'end-or-last-line-end': '(?=\\n?$)',
    'line-start': '(?<=^|\\n)',
    'line-end': '(?=\\n|$)',
    word: '\\b',
    'not-word': '\\B',
  },
  plain: {
    start: '^',
    end: '$',
    'end-or-last-line-end': '\\n?$',
    'line-start': '(?m:^)',
    'line-end': '(?m:$)',
    word: '\\b',
    'not-word': '\\B',
  },
};

function printByte(code: number): string {
  const letter = String.fromCharCode(code);
  if (/[A-Za-z0-9_ /:;,<>=!@#%&~"'`]/.test(letter)) return letter;
  if (code > 0x20 && code < 0x7f) return `\\${letter}`;
  return `\\x${code.toString(16).padStart(2, '0')}`;
}

function printSet(set: ByteSet): string {
  const [only] = set;
  if (set.length === 1 && only && only[0] === only[1]) return printByte(only[0]);
  // An empty set matches nothing: [^\x00-\xff] is understood by every engine.
  if (set.length === 0) return '[^\\x00-\\xff]';
  const ranges = set.map(([low, high]) =>
    low === high ? printByte(low) : `${printByte(low)}${high === low + 1 ? '' : '-'}${printByte(high)}`,
  );
  return `[${ranges.join('')}]`;
}

function printBounds(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${least}}` : `{${least},${most}}`;
}

/** The text of a pattern for an engine. No flags, no captures: every set is written out. */
export function printPattern(pattern: Pattern, dialect: Dialect): string {
  switch (pattern.is) {
    case 'set':
      return printSet(pattern.of);
    case 'boundary':
      return BOUNDARIES[dialect][pattern.at];
    case 'sequence':
      return pattern.of
        .map((item) => (item.is === 'any' ? grouped(item, dialect) : printPattern(item, dialect)))
        .join('');
    case 'any':
      return pattern.of.map((item) => printPattern(item, dialect)).join('|');
    case 'repeat': {
      const inside = pattern.of.is === 'set' ? printSet(pattern.of.of) : grouped(pattern.of, dialect);
      return `${inside}${printBounds(pattern.least, pattern.most)}${pattern.lazy ? '?' : ''}`;
    }
  }
}

const grouped = (pattern: Pattern, dialect: Dialect): string => `(?:${printPattern(pattern, dialect)})`;
