import { md5 } from '../transformations/md5.ts';
import { sha256 } from '../transformations/sha256.ts';

/**
 * AWS's text transformations, one letter after the other as their descriptions read, without a look at the engine's. The two
 * digests are the engine's: they have specifications of their own, and test vectors hold them.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html
 */
export function transform(type: string, text: string): string {
  const change = TRANSFORMATIONS[type];
  if (!change) throw new Error(`the reference does not know the transformation ${type}`);
  return change(text);
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_PreParseTextTransformation.html */
export function preParse(type: string, query: string): string {
  if (type === 'REPLACE_SEMICOLONS_WITH_AMPERSANDS') return query.split(';').join('&');
  return type === 'COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA' ? combined(query) : transform(type, query);
}

function combined(query: string): string {
  const pieces = query.split('&').map((piece) => {
    const [name = '', ...rest] = piece.split('=');
    return { name, value: rest.length === 0 ? undefined : rest.join('=') };
  });
  const names = pieces.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) === at);
  const joined = names.map((name) => {
    const values = pieces.flatMap((piece) => (piece.name === name && piece.value !== undefined ? [piece.value] : []));
    return values.length === 0 ? name : `${name}=${values.join(',')}`;
  });
  return joined.join('&');
}

type Change = (text: string) => string;

const SPACES = [' ', '\f', '\t', '\n', '\r', '\v'];
const isSpace = (letter: string): boolean => SPACES.includes(letter);
const isWhite = (letter: string): boolean => isSpace(letter) || letter === '\xA0';
const isHex = (text: string, length: number): boolean => text.length === length && /^[0-9a-fA-F]*$/.test(text);
const byte = (code: number): string => String.fromCharCode(code % 256);
const ofHex = (digits: string): string => byte(Number.parseInt(digits, 16));

/** Full-width ASCII is adjusted, of all else the lower byte is used. */
const ofFour = (digits: string): string =>
  /^ff(?:0[1-9a-f]|[1-4].|5[0-9a-e])$/i.test(digits)
    ? String.fromCharCode(Number.parseInt(digits.slice(2), 16) + 0x20)
    : ofHex(digits.slice(2));

/** Goes through a text; `read` gives what stands for the next letters, and how many they are. */
function scan(text: string, read: (rest: string) => readonly [out: string, length: number]): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const [piece, length] = read(text.slice(at, at + LONGEST));
    out += piece;
    at += length;
  }
  return out;
}

/** No escape is longer. */
const LONGEST = 32;

const letters = (text: string, change: (letter: string) => string): string => [...text].map(change).join('');

const lower: Change = (text) =>
  letters(text, (letter) => (letter >= 'A' && letter <= 'Z' ? letter.toLowerCase() : letter));
const upper: Change = (text) =>
  letters(text, (letter) => (letter >= 'a' && letter <= 'z' ? letter.toUpperCase() : letter));

function trimmedLeft(text: string): string {
  let rest = text;
  while (isSpace(rest.slice(0, 1))) rest = rest.slice(1);
  return rest;
}

function trimmedRight(text: string): string {
  let rest = text;
  while (isSpace(rest.slice(-1))) rest = rest.slice(0, -1);
  return rest;
}

const trimmed: Change = (text) => trimmedLeft(trimmedRight(text));

/** Runs of what `is` finds become one space. */
function squeezed(text: string, is: (letter: string) => boolean): string {
  let out = '';
  for (const letter of text)
    if (!is(letter)) out += letter;
    else if (!out.endsWith(' ') || out === '') out += ' ';
  return out;
}

/** Deletes some letters; then the rest of what a command line goes through. */
function commandLine(text: string, deleted: string): string {
  const left = letters(text, (letter) => (deleted.includes(letter) ? '' : letter));
  const spaced = squeezed(left, (letter) => ' ,;\t\r\n'.includes(letter));
  return lower(spaced.split(' /').join('/').split(' (').join('('));
}

function windowsCommandLine(text: string): string {
  const joined = text.split('^\r\n').join('').split('^\n').join('');
  let out = '';
  for (const letter of commandLine(joined, '"\'^')) if (letter !== '\\' || !out.endsWith('\\')) out += letter;
  return trimmed(out);
}

const urlDecoded = (text: string, uni: boolean): string =>
  scan(text, (rest) => {
    if (rest[0] === '+') return [' ', 1];
    if (uni && /^%u/i.test(rest) && isHex(rest.slice(2, 6), 4)) return [ofFour(rest.slice(2, 6)), 6];
    if (rest[0] === '%' && isHex(rest.slice(1, 3), 2)) return [ofHex(rest.slice(1, 3)), 3];
    return [rest.slice(0, 1), 1];
  });

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Six bits a letter, eight bits a byte; bits that are left over at the end are dropped. */
function ofBase64(text: string): string {
  const bits = letters(text, (letter) => ALPHABET.indexOf(letter).toString(2).padStart(6, '0'));
  const bytes = bits.match(/.{8}/g) ?? [];
  return bytes.map((each) => String.fromCharCode(Number.parseInt(each, 2))).join('');
}

function beforeStranger(text: string): string {
  let end = 0;
  while (end < text.length && ALPHABET.includes(text.charAt(end))) end++;
  return text.slice(0, end);
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: '\xA0',
  nonbreakingspace: '\xA0',
  apos: "'",
  tab: '\t',
  newline: '\n',
  lpar: '(',
  rpar: ')',
  lcub: '{',
  lbrace: '{',
  rcub: '}',
  rbrace: '}',
  lsqb: '[',
  lbrack: '[',
  rsqb: ']',
  rbrack: ']',
  colon: ':',
  semi: ';',
  comma: ',',
  period: '.',
  sol: '/',
  bsol: '\\',
  num: '#',
  excl: '!',
  quest: '?',
  equals: '=',
  plus: '+',
  ast: '*',
  percnt: '%',
  dollar: '$',
  commat: '@',
  hat: '^',
  lowbar: '_',
  grave: '`',
  diacriticalgrave: '`',
  verbar: '|',
  vert: '|',
};

const entities: Change = (text) =>
  scan(text, (rest) => {
    const [all = '', x, digits, name] = /^&(?:#([xX]?)([0-9a-fA-F]+)|([a-zA-Z]+));?/.exec(rest) ?? [];
    const known = name === undefined ? undefined : ENTITIES[name.toLowerCase()];
    if (known !== undefined) return [known, all.length];
    const number = x === undefined || digits === undefined ? '' : numberAt(x === '' ? 'decimal' : 'hex', digits);
    if (number === '') return [rest.slice(0, 1), 1];
    const value = Number.parseInt(number, x === '' ? 10 : 16);
    const length = 2 + (x ?? '').length + number.length;
    return [byte(value), length + (rest[length] === ';' ? 1 : 0)];
  });

/** The digits of a number, ten decimal or eight hexadecimal ones at most. */
const numberAt = (kind: 'decimal' | 'hex', digits: string): string =>
  (kind === 'decimal' ? /^[0-9]{1,10}/ : /^[0-9a-fA-F]{1,8}/).exec(digits)?.[0] ?? '';

const C_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const escapeSequences: Change = (text) =>
  scan(text, (rest) => {
    if (rest[0] !== '\\') return [rest.slice(0, 1), 1];
    const next = rest.slice(1, 2);
    if (next === 'x' && isHex(rest.slice(2, 4), 2)) return [ofHex(rest.slice(2, 4)), 4];
    const [octal] = /^[0-7]{1,3}/.exec(rest.slice(1)) ?? [];
    if (octal !== undefined) return [byte(Number.parseInt(octal, 8)), 1 + octal.length];
    if ('\\?\'"'.includes(next) && next !== '') return [next, 2];
    const known = C_ESCAPES[next];
    return known === undefined ? [rest.slice(0, 2), 2] : [known, 2];
  });

/** Before any other letter the backslash goes, or stays where `keeps` says so. */
const script = (text: string, keeps: (letter: string) => boolean): string =>
  scan(text, (rest) => {
    if (rest[0] !== '\\' || rest.length === 1) return [rest.slice(0, 1), 1];
    const next = rest.slice(1, 2);
    if (next === 'u' && isHex(rest.slice(2, 6), 4)) return [ofFour(rest.slice(2, 6)), 6];
    if (next === 'x' && isHex(rest.slice(2, 4), 2)) return [ofHex(rest.slice(2, 4)), 4];
    const [octal] = /^(?:[0-3][0-7][0-7]|[0-7]{1,2})/.exec(rest.slice(1)) ?? [];
    if (octal !== undefined) return [byte(Number.parseInt(octal, 8)), 1 + octal.length];
    return [C_ESCAPES[next] ?? (keeps(next) ? `\\${next}` : next), 2];
  });

const css: Change = (text) =>
  scan(text, (rest) => {
    if (rest[0] !== '\\') return [rest.slice(0, 1), 1];
    const [digits] = /^[0-9a-fA-F]{1,6}/.exec(rest.slice(1)) ?? [];
    if (digits === undefined) return [rest[1] === '\n' ? '' : rest.slice(1, 2), 2];
    const white = isSpace(rest.slice(1 + digits.length, 2 + digits.length)) ? 1 : 0;
    const four = digits.padStart(4, '0').slice(-4);
    const isLonger = Number.parseInt(digits.slice(0, -4) || '0', 16) !== 0;
    return [isLonger || digits.length < 4 ? ofHex(four.slice(2)) : ofFour(four), 1 + digits.length + white];
  });

const sqlHex: Change = (text) => {
  const [before = '', ...literals] = text.split(/0x/i);
  const marks = text.match(/0x/gi) ?? [];
  const decoded = literals.map((literal, at) => {
    const [digits] = /^(?:[0-9a-fA-F]{2})+/.exec(literal) ?? [];
    return digits === undefined ? `${marks[at]}${literal}` : hexBytes(digits) + literal.slice(digits.length);
  });
  return before + decoded.join('');
};

const hexBytes = (digits: string): string => (digits.match(/../g) ?? []).map(ofHex).join('');

function path(text: string): string {
  const kept: string[] = [];
  const absolute = text.startsWith('/');
  const segments = text.split('/').filter((segment) => segment !== '' && segment !== '.');
  for (const segment of segments) {
    const before = kept.at(-1);
    if (segment !== '..') kept.push(segment);
    else if (before !== undefined && before !== '..') kept.pop();
    else if (!absolute) kept.push(segment);
  }
  const joined = (absolute ? '/' : '') + kept.join('/');
  return text.endsWith('/') && kept.length > 0 ? `${joined}/` : joined;
}

function comments(text: string): string {
  const start = text.indexOf('/*');
  if (start < 0) return text;
  const end = text.indexOf('*/', start + 2);
  return `${text.slice(0, start)} ${end < 0 ? '' : comments(text.slice(end + 2))}`;
}

const commentMarks: Change = (text) =>
  scan(text, (rest) => {
    if (['/*', '*/', '--'].includes(rest.slice(0, 2))) return ['', 2];
    return [rest[0] === '#' ? '' : rest.slice(0, 1), 1];
  });

/** UTF-8 becomes `%uHHHH`; what is no UTF-8 stays. */
const unicode: Change = (text) =>
  scan(text, (rest) => {
    for (const length of [4, 3, 2]) {
      const bytes = [...rest.slice(0, length)].map((letter) => letter.charCodeAt(0));
      const code = bytes.length === length ? codePoint(bytes) : undefined;
      if (code !== undefined) return [`%u${code.toString(16).padStart(4, '0')}`, length];
    }
    return [rest.slice(0, 1), 1];
  });

/** The code point of a sequence of so many bytes; undefined where it is none, or a longer spelling of a shorter one. */
function codePoint([first = 0, ...rest]: readonly number[]): number | undefined {
  const mark = [0, 0xc0, 0xe0, 0xf0][rest.length] ?? 0;
  const room = 2 ** (6 - rest.length);
  if (first < mark || first >= mark + room || rest.some((each) => each < 0x80 || each > 0xbf)) return undefined;
  const code = rest.reduce((sum, each) => sum * 64 + (each - 0x80), first - mark);
  const least = [0, 0x80, 0x800, 0x10000][rest.length] ?? 0;
  return code < least || code > 0x10ffff ? undefined : code;
}

const TRANSFORMATIONS: Readonly<Record<string, Change>> = {
  NONE: (text) => text,
  COMPRESS_WHITE_SPACE: (text) => squeezed(text, isWhite),
  REMOVE_WHITESPACE: (text) => letters(text, (letter) => (isWhite(letter) ? '' : letter)),
  TRIM: trimmed,
  TRIM_LEFT: trimmedLeft,
  TRIM_RIGHT: trimmedRight,
  LOWERCASE: lower,
  UPPERCASE: upper,
  HTML_ENTITY_DECODE: entities,
  CMD_LINE: (text) => commandLine(text, '\\"\'^'),
  CMD_LINE_UNIX: (text) => trimmed(commandLine(text, '\\"\'')),
  CMD_LINE_WIN: windowsCommandLine,
  URL_DECODE: (text) => urlDecoded(text, false),
  URL_DECODE_UNI: (text) => urlDecoded(text, true),
  BASE64_DECODE: (text) => ofBase64(beforeStranger(text)),
  BASE64_DECODE_EXT: (text) => ofBase64(letters(text, (letter) => (ALPHABET.includes(letter) ? letter : ''))),
  HEX_DECODE: (text) => (text.length % 2 === 0 && isHex(text, text.length) ? hexBytes(text) : text),
  SQL_HEX_DECODE: sqlHex,
  MD5: md5,
  SHA256: sha256,
  REPLACE_COMMENTS: comments,
  REMOVE_COMMENTS_CHAR: commentMarks,
  ESCAPE_SEQ_DECODE: escapeSequences,
  CSS_DECODE: css,
  JS_DECODE: (text) => script(text, () => false),
  JS_DECODE_EXT: (text) => script(text, (letter) => !'\\"\'/`'.includes(letter)),
  NORMALIZE_PATH: path,
  NORMALIZE_PATH_WIN: (text) => path(text.split('\\').join('/')),
  REMOVE_NULLS: (text) => text.split('\0').join(''),
  REPLACE_NULLS: (text) => text.split('\0').join(' '),
  UTF8_TO_UNICODE: unicode,
};
