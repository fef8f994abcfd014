import { hasWhiteSpaceToCompress } from './compress-white-space.ts';
import {
  TRANSFORMATION_NAMES,
  TRANSFORMATIONS,
  type Transformation,
  type TransformationName,
} from './transformations.ts';

type Test = (text: string) => boolean;

/** A path that is changed has a slash, or begins with a dot. */
const hasSegments: Test = (text) => text.includes('/') || text.startsWith('.');

/**
 * Characters of which a text holds at least one if the transformation changes it, or another quick look; undefined where there
 * is none.
 */
const TELLTALES: Readonly<Record<TransformationName, string | Test | undefined>> = {
  NONE: '',
  COMPRESS_WHITE_SPACE: hasWhiteSpaceToCompress,
  HTML_ENTITY_DECODE: '&',
  LOWERCASE: undefined,
  CMD_LINE: undefined,
  URL_DECODE: '%+',
  BASE64_DECODE: undefined,
  HEX_DECODE: undefined,
  MD5: undefined,
  REPLACE_COMMENTS: '*',
  ESCAPE_SEQ_DECODE: '\\',
  SQL_HEX_DECODE: '0',
  CSS_DECODE: '\\',
  JS_DECODE: '\\',
  NORMALIZE_PATH: hasSegments,
  NORMALIZE_PATH_WIN: (text) => hasSegments(text) || text.includes('\\'),
  REMOVE_NULLS: '\0',
  REPLACE_NULLS: '\0',
  BASE64_DECODE_EXT: undefined,
  URL_DECODE_UNI: '%+',
  UTF8_TO_UNICODE: undefined,
  REMOVE_WHITESPACE: undefined,
  TRIM: undefined,
  TRIM_LEFT: undefined,
  TRIM_RIGHT: undefined,
  REMOVE_COMMENTS_CHAR: '*-#',
  UPPERCASE: undefined,
  CMD_LINE_WIN: undefined,
  CMD_LINE_UNIX: undefined,
  JS_DECODE_EXT: '\\',
  SHA256: undefined,
};

/** A transformation under its number in AWS's list. */
export interface NumberedTransformation {
  readonly number: number;
  readonly transform: Transformation;
  /** Whether the text may be changed: most are told to stay by a look for a character or two. Where it may not, no part of it may. */
  readonly mayChange: Test;
}

export const NUMBERED_TRANSFORMATIONS: ReadonlyMap<TransformationName, NumberedTransformation> = new Map(
  TRANSFORMATION_NAMES.map((name, number) => [
    name,
    { number, transform: TRANSFORMATIONS[name], mayChange: lookFor(TELLTALES[name]) },
  ]),
);

function lookFor(telltales: string | Test | undefined): Test {
  if (telltales === undefined) return () => true;
  if (typeof telltales === 'function') return telltales;
  const [first, second, third] = telltales;
  if (first === undefined) return () => false;
  if (second === undefined) return (text) => text.includes(first);
  if (third === undefined) return (text) => text.includes(first) || text.includes(second);
  return (text) => text.includes(first) || text.includes(second) || text.includes(third);
}
