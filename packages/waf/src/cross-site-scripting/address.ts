/** Beginnings of addresses that run scripts or hold documents; `JAVA` stands for `javascript:` and for what old browsers took. */
const DANGEROUS = ['DATA', 'VIEW-SOURCE', 'JAVA', 'VBSCRIPT'];
const LONGEST = 'VIEW-SOURCE'.length;

/** Browsers take no greater code points. */
const GREATEST = 0x1000ff;

/** Whether the address that stands between two places of a text runs a script. */
export function isDangerousAddress(source: string, start: number, end: number): boolean {
  const beginning = decodedBeginning(source, skipUnprintable(source, start, end), end);
  return DANGEROUS.some((scheme) => beginning.startsWith(scheme));
}

/** Some browsers pass over white space of Unicode, whose bytes are from 128 on. */
function skipUnprintable(source: string, start: number, end: number): number {
  let at = start;
  while (at < end && (source.charCodeAt(at) <= 32 || source.charCodeAt(at) >= 127)) at++;
  return at;
}

/** The first characters that count, in capital letters, with numeric character references resolved. */
function decodedBeginning(source: string, start: number, end: number): string {
  let beginning = '';
  for (let at = start; at < end && beginning.length < LONGEST; ) {
    const { code, next } = decodeAt(source, at, end);
    at = next;
    if (code === 0 || code === 10 || (beginning === '' && code <= 32)) continue;
    // Old browsers keep the lowest byte.
    beginning += String.fromCharCode((code >= 97 && code <= 122 ? code - 32 : code) & 0xff);
  }
  return beginning;
}

interface Decoded {
  readonly code: number;
  readonly next: number;
}

/** The character at a place, or the numeric character reference there; names of characters are not resolved. */
function decodeAt(source: string, at: number, end: number): Decoded {
  const plain = { code: source.charCodeAt(at), next: at + 1 };
  if (source[at] !== '&' || at + 1 >= end || source[at + 1] !== '#') return plain;
  const isHex = source[at + 2] === 'x' || source[at + 2] === 'X';
  return numberAt(source, at + (isHex ? 3 : 2), end, isHex ? 16 : 10) ?? plain;
}

/** The number that the digits from here on write, and where the reference ends; undefined where there is none or it is too great. */
function numberAt(source: string, start: number, end: number, base: number): Decoded | undefined {
  let code = 0;
  let at = start;
  for (; at < end; at++) {
    const digit = digitAt(source, at);
    if (digit >= base) break;
    code = code * base + digit;
    if (code > GREATEST) return undefined;
  }
  if (at === start) return undefined;
  return { code, next: at < end && source[at] === ';' ? at + 1 : at };
}

/** The digit's value; 16 for what is no digit. */
function digitAt(source: string, at: number): number {
  const code = source.charCodeAt(at);
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : 16;
}
