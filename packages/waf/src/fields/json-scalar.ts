import type { Source } from './distinct-texts.ts';

const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const E = 0x65;

/** What may stand behind a number or a word. */
const ENDS = new Uint8Array(256);
for (const character of '\t\n\v\f\r \xa0,:]}"[{') ENDS[character.charCodeAt(0)] = 1;

const WORDS = ['true', 'false', 'null'];

/** A code below all others behind the document's end. */
const codeAt = ({ text, bytes }: Source, at: number): number => (at < text.length ? (bytes[at] ?? 0) : -1);

/** Where the number, `true`, `false` or `null` ends that begins at a place; -1 where none does. */
export function endOfScalar(source: Source, start: number): number {
  const first = codeAt(source, start);
  const isNumber = first === MINUS || (first >= ZERO && first <= NINE);
  const end = isNumber ? endOfNumber(source, start) : endOfWord(source, start);
  return end === source.text.length || (end > 0 && ENDS[codeAt(source, end)] === 1) ? end : -1;
}

function endOfWord({ text }: Source, start: number): number {
  for (const word of WORDS) if (text.startsWith(word, start)) return start + word.length;
  return -1;
}

/** https://www.rfc-editor.org/rfc/rfc8259#section-6 */
function endOfNumber(source: Source, start: number): number {
  const whole = codeAt(source, start) === MINUS ? start + 1 : start;
  let end = codeAt(source, whole) === ZERO ? whole + 1 : endOfDigits(source, whole);
  if (end > 0 && codeAt(source, end) === DOT) end = endOfDigits(source, end + 1);
  if (end < 0 || (codeAt(source, end) | 0x20) !== E) return end;
  const sign = codeAt(source, end + 1);
  return endOfDigits(source, sign === PLUS || sign === MINUS ? end + 2 : end + 1);
}

/** -1 where there are none. */
function endOfDigits(source: Source, start: number): number {
  let at = start;
  for (let code = codeAt(source, at); code >= ZERO && code <= NINE; code = codeAt(source, at)) at++;
  return at > start ? at : -1;
}
