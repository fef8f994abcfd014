import { latin1 } from '@sallyport/http';
import { hexDigit, scratch } from './scratch.ts';

/** Named references, without regard to case, and the byte that each stands for. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['quot', '"'],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['nbsp', '\xA0'],
  ['nonbreakingspace', '\xA0'],
  ['apos', "'"],
  ['tab', '\t'],
  ['newline', '\n'],
  ['lpar', '('],
  ['rpar', ')'],
  ['lcub', '{'],
  ['lbrace', '{'],
  ['rcub', '}'],
  ['rbrace', '}'],
  ['lsqb', '['],
  ['lbrack', '['],
  ['rsqb', ']'],
  ['rbrack', ']'],
  ['colon', ':'],
  ['semi', ';'],
  ['comma', ','],
  ['period', '.'],
  ['sol', '/'],
  ['bsol', '\\'],
  ['num', '#'],
  ['excl', '!'],
  ['quest', '?'],
  ['equals', '='],
  ['plus', '+'],
  ['ast', '*'],
  ['percnt', '%'],
  ['dollar', '$'],
  ['commat', '@'],
  ['hat', '^'],
  ['lowbar', '_'],
  ['grave', '`'],
  ['diacriticalgrave', '`'],
  ['verbar', '|'],
  ['vert', '|'],
]);

/** The first two letters of the names, whatever their case; other characters share numbers without harm. */
const startOf = (first: number, second: number): number => ((first & 31) << 5) | (second & 31);
const STARTS = new Uint8Array(1 << 10);
for (const name of NAMED.keys()) STARTS[startOf(name.charCodeAt(0), name.charCodeAt(1))] = 1;

const AMPERSAND = 0x26;
const MOST_HEX_DIGITS = 8;
const MOST_DIGITS = 10;
const SHORTEST_NAME = 2;
const LONGEST_NAME = 18;

/** A byte, and where its reference ends. */
interface Reference {
  readonly byte: number;
  readonly end: number;
}

/**
 * Decodes HTML character references. Of a number beyond one byte the low byte is kept, and the semicolon may be missing,
 * as in ModSecurity, whose names for transformations AWS WAF shares (approximated: AWS says neither).
 */
export function htmlEntityDecode(text: string): string {
  let first = text.indexOf('&');
  while (first >= 0 && !referenceAt(text, first + 1)) first = text.indexOf('&', first + 1);
  return first < 0 ? text : text.slice(0, first) + decodedFrom(text, first);
}

function decodedFrom(text: string, start: number): string {
  const bytes = scratch(text.length);
  let size = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const reference = code === AMPERSAND ? referenceAt(text, at + 1) : undefined;
    bytes[size++] = reference ? reference.byte : code;
    if (reference) at = text[reference.end] === ';' ? reference.end : reference.end - 1;
  }
  return latin1(bytes, 0, size);
}

function referenceAt(text: string, at: number): Reference | undefined {
  if (text[at] !== '#') return named(text, at);
  const isHex = text[at + 1] === 'x' || text[at + 1] === 'X';
  return isHex ? numbered(text, at + 2, 16, MOST_HEX_DIGITS) : numbered(text, at + 1, 10, MOST_DIGITS);
}

function numbered(text: string, start: number, base: number, most: number): Reference | undefined {
  let number = 0;
  let end = start;
  for (; end - start < most && hexDigit(text, end) < base; end++) number = number * base + hexDigit(text, end);
  return end > start ? { byte: number & 0xff, end } : undefined;
}

function named(text: string, start: number): Reference | undefined {
  if (start + 1 >= text.length || STARTS[startOf(text.charCodeAt(start), text.charCodeAt(start + 1))] !== 1)
    return undefined;
  let end = start;
  while (end - start < LONGEST_NAME && isLetter(text.charCodeAt(end))) end++;
  if (end - start < SHORTEST_NAME) return undefined;
  const character = NAMED.get(text.slice(start, end).toLowerCase());
  return character === undefined ? undefined : { byte: character.charCodeAt(0), end };
}

const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
