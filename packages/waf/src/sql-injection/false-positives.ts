import type { Fingerprint } from './fingerprint.ts';
import type { Token } from './token.ts';

/** Whether a text with a known fingerprint is harmless all the same: the short ones are met in prose and in numbers. */
export function isHarmless(fingerprint: Fingerprint): boolean {
  const { types, source } = fingerprint;
  // SQL Server leaves statements with this word out of its log, which only an attacker wants.
  if (types.length > 1 && types.endsWith('c') && source.includes('sp_password')) return false;
  const [first, second, third] = fingerprint.tokens;
  if (!first || !second) return false;
  if (types.length === 2) return isHarmlessPair(fingerprint, first, second);
  return types.length === 3 && third !== undefined && isHarmlessTriple(fingerprint, first, second, third);
}

function isHarmlessPair(fingerprint: Fingerprint, first: Token, second: Token): boolean {
  // A number and UNION, and nothing that was folded away.
  if (second.type === 'U') return fingerprint.count === 2;
  if (second.value.startsWith('#')) return true;
  if (second.type === 'c') {
    if (first.type === 'n' && !second.value.startsWith('/')) return true;
    if (first.type === '1') return isHarmlessAfterNumber(fingerprint, first, second);
  }
  // Prose has dashes; a scan ends with them.
  return second.value.length > 2 && second.value.startsWith('-');
}

/** `1234-ABCDEF--` is an identifier, `1234--` an attack: what follows the number decides, unless something was folded. */
function isHarmlessAfterNumber({ count, source }: Fingerprint, first: Token, comment: Token): boolean {
  if (comment.value.startsWith('/') || count > 2) return false;
  const at = first.value.length;
  const code = source.charCodeAt(at);
  // Bytes from 128 on count as blanks here, as the reference implementation has them on most machines.
  const isBlank = Number.isNaN(code) || code <= 32 || code >= 128;
  return !isBlank && !source.startsWith('/*', at) && !source.startsWith('--', at);
}

const LOGIC_OF_TWO = new Set(['s&n', 'n&1', '1&1', '1&v', '1&s']);

function isHarmlessTriple({ types, count }: Fingerprint, first: Token, second: Token, third: Token): boolean {
  // `…foo' + 'bar…`: the quotes must be the application's own.
  if (types === 'sos' || types === 's&s')
    return !(first.open === '' && third.close === '' && first.close === third.open);
  // `17 and 4` is prose, `17 and 4 < 5` is not.
  if (LOGIC_OF_TWO.has(types)) return count === 3;
  if (second.type !== 'k') return false;
  return second.value.length < 5 || second.value.slice(0, 4).toUpperCase() !== 'INTO';
}
