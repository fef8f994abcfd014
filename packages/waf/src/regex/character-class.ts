import { type ByteSet, byteSet, complement } from './pattern.ts';

const range = (low: string, high = low): [number, number] => [low.charCodeAt(0), high.charCodeAt(0)];
const DIGIT = byteSet([range('0', '9')]);
const WORD = byteSet([range('0', '9'), range('A', 'Z'), range('a', 'z'), range('_')]);
/** PCRE since 8.34: tab, line feed, vertical tab, form feed, carriage return, space. */
const SPACE = byteSet([range('\t', '\r'), range(' ')]);
const HORIZONTAL = byteSet([range('\t'), range(' '), range('\xA0')]);
const VERTICAL = byteSet([range('\n', '\r'), range('\x85')]);
const LINE_END = byteSet([range('\n')]);

export const NOT_LINE_END = complement(LINE_END);
export const ANY_BYTE = byteSet([[0, 0xff]]);

/** Escapes that stand for a set of bytes (pcrepattern, "Generic character types", without Unicode properties). */
export const CLASS_ESCAPES: ReadonlyMap<string, ByteSet> = new Map([
  ['d', DIGIT],
  ['D', complement(DIGIT)],
  ['w', WORD],
  ['W', complement(WORD)],
  ['s', SPACE],
  ['S', complement(SPACE)],
  ['h', HORIZONTAL],
  ['H', complement(HORIZONTAL)],
  ['v', VERTICAL],
  ['V', complement(VERTICAL)],
  ['N', NOT_LINE_END],
]);

/** `[:name:]` inside a class (pcrepattern, "POSIX character classes"). */
export const POSIX_CLASSES: ReadonlyMap<string, ByteSet> = new Map([
  ['alpha', byteSet([range('A', 'Z'), range('a', 'z')])],
  ['digit', DIGIT],
  ['alnum', byteSet([range('0', '9'), range('A', 'Z'), range('a', 'z')])],
  ['upper', byteSet([range('A', 'Z')])],
  ['lower', byteSet([range('a', 'z')])],
  ['space', SPACE],
  ['blank', byteSet([range('\t'), range(' ')])],
  ['punct', byteSet([range('!', '/'), range(':', '@'), range('[', '`'), range('{', '~')])],
  ['cntrl', byteSet([[0, 0x1f], range('\x7f')])],
  ['print', byteSet([range(' ', '~')])],
  ['graph', byteSet([range('!', '~')])],
  ['xdigit', byteSet([range('0', '9'), range('A', 'F'), range('a', 'f')])],
  ['word', WORD],
  ['ascii', byteSet([[0, 0x7f]])],
]);
