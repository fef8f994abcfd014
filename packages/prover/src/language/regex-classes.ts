import { type ByteTable, byteTable } from './byte-set.ts';

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isUpper = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;
const isLower = (byte: number): boolean => byte >= 0x61 && byte <= 0x7a;
const isAlpha = (byte: number): boolean => isUpper(byte) || isLower(byte);
const isWord = (byte: number): boolean => isAlpha(byte) || isDigit(byte) || byte === 0x5f;
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const isGraph = (byte: number): boolean => byte > 0x20 && byte < 0x7f;

const not = (has: (byte: number) => boolean) => (byte: number) => !has(byte);
const only = (code: number) => (byte: number) => byte === code;

const ESCAPES: Readonly<Record<string, (byte: number) => boolean>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
  n: only(0x0a),
  r: only(0x0d),
  t: only(0x09),
  f: only(0x0c),
};

/** The bytes that `\` and this letter stand for; undefined where it is no class and no byte. */
export function escapedBytes(letter: string): ByteTable | undefined {
  const known = ESCAPES[letter];
  if (known) return byteTable(known);
  return /^[\x00-\x7f]$/.test(letter) && !isWord(letter.charCodeAt(0))
    ? byteTable(only(letter.charCodeAt(0)))
    : undefined;
}

const POSIX: Readonly<Record<string, (byte: number) => boolean>> = {
  alpha: isAlpha,
  digit: isDigit,
  alnum: (byte) => isAlpha(byte) || isDigit(byte),
  upper: isUpper,
  lower: isLower,
  space: isSpace,
  punct: (byte) => isGraph(byte) && !isAlpha(byte) && !isDigit(byte),
  xdigit: (byte) => isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66),
  word: isWord,
  graph: isGraph,
  print: (byte) => byte >= 0x20 && byte < 0x7f,
};

/** The bytes of a POSIX class such as `[:alpha:]`, named without its brackets. */
export function posixBytes(name: string): ByteTable | undefined {
  const known = POSIX[name];
  return known && byteTable(known);
}
