import { base64Decode, base64DecodeExt } from './base64-decode.ts';
import { cmdLine, cmdLineUnix, cmdLineWin } from './cmd-line.ts';
import { compressWhiteSpace } from './compress-white-space.ts';
import { cssDecode } from './css-decode.ts';
import { escapeSeqDecode } from './escape-seq-decode.ts';
import { hexDecode, sqlHexDecode } from './hex-decode.ts';
import { htmlEntityDecode } from './html-entity-decode.ts';
import { jsDecode, jsDecodeExt } from './js-decode.ts';
import { lowercase } from './lowercase.ts';
import { md5 } from './md5.ts';
import { none } from './none.ts';
import { normalizePath, normalizePathWin } from './normalize-path.ts';
import { removeNulls, replaceNulls } from './nulls.ts';
import { removeCommentsChar } from './remove-comments-char.ts';
import { removeWhitespace } from './remove-whitespace.ts';
import { replaceComments } from './replace-comments.ts';
import { sha256 } from './sha256.ts';
import { trim, trimLeft, trimRight } from './trim.ts';
import { uppercase } from './uppercase.ts';
import { urlDecode, urlDecodeUni } from './url-decode.ts';
import { utf8ToUnicode } from './utf8-to-unicode.ts';

/** A text transformation: a function of byte strings, total, and linear in the text's length. */
export type Transformation = (text: string) => string;

/**
 * AWS's text transformations, by Type.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_TextTransformation.html
 */
export const TRANSFORMATIONS = {
  NONE: none,
  COMPRESS_WHITE_SPACE: compressWhiteSpace,
  HTML_ENTITY_DECODE: htmlEntityDecode,
  LOWERCASE: lowercase,
  CMD_LINE: cmdLine,
  URL_DECODE: urlDecode,
  BASE64_DECODE: base64Decode,
  HEX_DECODE: hexDecode,
  MD5: md5,
  REPLACE_COMMENTS: replaceComments,
  ESCAPE_SEQ_DECODE: escapeSeqDecode,
  SQL_HEX_DECODE: sqlHexDecode,
  CSS_DECODE: cssDecode,
  JS_DECODE: jsDecode,
  NORMALIZE_PATH: normalizePath,
  NORMALIZE_PATH_WIN: normalizePathWin,
  REMOVE_NULLS: removeNulls,
  REPLACE_NULLS: replaceNulls,
  BASE64_DECODE_EXT: base64DecodeExt,
  URL_DECODE_UNI: urlDecodeUni,
  UTF8_TO_UNICODE: utf8ToUnicode,
  REMOVE_WHITESPACE: removeWhitespace,
  TRIM: trim,
  TRIM_LEFT: trimLeft,
  TRIM_RIGHT: trimRight,
  REMOVE_COMMENTS_CHAR: removeCommentsChar,
  UPPERCASE: uppercase,
  CMD_LINE_WIN: cmdLineWin,
  CMD_LINE_UNIX: cmdLineUnix,
  JS_DECODE_EXT: jsDecodeExt,
  SHA256: sha256,
} satisfies Record<string, Transformation>;

export type TransformationName = keyof typeof TRANSFORMATIONS;

export const TRANSFORMATION_NAMES = Object.keys(TRANSFORMATIONS) as readonly TransformationName[];
