import {
  TRANSFORMATION_NAMES,
  TRANSFORMATIONS,
  type Transformation,
  type TransformationName,
} from './transformations.ts';

const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_none, at) => String.fromCharCode(from + at)).join('');

const CAPITALS = range(0x41, 0x5a);
const BLANKS = ' \t\n\v\f\r\xA0';

/** Bytes of which a text holds at least one if the transformation changes it; undefined where any text may change. */
const NEEDED: Readonly<Record<TransformationName, string | undefined>> = {
  NONE: '',
  COMPRESS_WHITE_SPACE: BLANKS,
  HTML_ENTITY_DECODE: '&',
  LOWERCASE: CAPITALS,
  CMD_LINE: `\\"'^,;${BLANKS}${CAPITALS}`,
  URL_DECODE: '%+',
  BASE64_DECODE: undefined,
  HEX_DECODE: `0123456789abcdefABCDEF`,
  MD5: undefined,
  REPLACE_COMMENTS: '*',
  ESCAPE_SEQ_DECODE: '\\',
  SQL_HEX_DECODE: '0',
  CSS_DECODE: '\\',
  JS_DECODE: '\\',
  NORMALIZE_PATH: '/.',
  NORMALIZE_PATH_WIN: '/.\\',
  REMOVE_NULLS: '\0',
  REPLACE_NULLS: '\0',
  BASE64_DECODE_EXT: undefined,
  URL_DECODE_UNI: '%+',
  UTF8_TO_UNICODE: range(0x80, 0xff),
  REMOVE_WHITESPACE: BLANKS,
  TRIM: BLANKS,
  TRIM_LEFT: BLANKS,
  TRIM_RIGHT: BLANKS,
  REMOVE_COMMENTS_CHAR: '*-#',
  UPPERCASE: range(0x61, 0x7a),
  CMD_LINE_WIN: `\\"'^,;${BLANKS}${CAPITALS}`,
  CMD_LINE_UNIX: `\\"'^,;${BLANKS}${CAPITALS}`,
  JS_DECODE_EXT: '\\',
  SHA256: undefined,
};

/** A transformation under its number in AWS's list, with the mark of the texts that it may change. */
export interface MarkedTransformation {
  readonly number: number;
  readonly mark: number;
  readonly transform: Transformation;
}

export const MARKED: ReadonlyMap<TransformationName, MarkedTransformation> = new Map(
  TRANSFORMATION_NAMES.map((name, number) => [name, { number, mark: 1 << number, transform: TRANSFORMATIONS[name] }]),
);

/** By byte: the marks of the transformations that may change a text with it. */
const MARKS = new Int32Array(256);
let marksOfAll = 0;
for (const [name, { mark }] of MARKED) {
  const needed = NEEDED[name];
  if (needed === undefined) marksOfAll |= mark;
  else for (const byte of needed) MARKS[byte.charCodeAt(0)] = (MARKS[byte.charCodeAt(0)] ?? 0) | mark;
}

/** The marks of all transformations that may change one of these byte strings; the others leave them as they are. */
export function marksOf(texts: readonly string[]): number {
  let marks = marksOfAll;
  for (const text of texts) for (let at = 0; at < text.length; at++) marks |= MARKS[text.charCodeAt(at)] ?? 0;
  return marks;
}
