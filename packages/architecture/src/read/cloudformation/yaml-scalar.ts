/**
 * What a plain (unquoted) YAML scalar is to CloudFormation, which reads YAML 1.1 without the types binary, omap, pairs,
 * set and timestamp: `2012-10-17` stays a text, `yes` is a Boolean, `0755` is octal, `1:30` counts in sixties, while
 * `012345678901` (8 or 9 in it) is a text.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html (documented: YAML 1.1, the types
 * left out) and https://yaml.org/type/{bool,int,float,null}.html. `y` and `n` stay texts (observed: AWS's own parsers).
 */
export function plainScalar(source: string): string | number | boolean | null {
  const first = source.charCodeAt(0);
  const numeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (numeric) return numberOf(source) ?? source;
  if (source.length > 5) return source;
  if (TRUE.has(source)) return true;
  if (FALSE.has(source)) return false;
  return NULL.has(source) ? null : source;
}

const spellings = (...words: readonly string[]): ReadonlySet<string> =>
  new Set(words.flatMap((word) => [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)]));
const TRUE = spellings('yes', 'true', 'on');
const FALSE = spellings('no', 'false', 'off');
const NULL = new Set(['', '~', 'null', 'Null', 'NULL']);

const BINARY = /^([-+]?)0b([01_]+)$/;
const OCTAL = /^([-+]?)0([0-7_]+)$/;
const DECIMAL = /^([-+]?)(0|[1-9][0-9_]*)$/;
const HEXADECIMAL = /^([-+]?)0x([0-9a-fA-F_]+)$/;
const SEXAGESIMAL = /^([-+]?)([1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9][0-9_]*\.[0-9_]*)(?:[eE][-+]?[0-9]+)?$/;

function numberOf(source: string): number | string | undefined {
  return (
    whole(DECIMAL.exec(source), 10) ??
    whole(OCTAL.exec(source), 8) ??
    whole(HEXADECIMAL.exec(source), 16) ??
    whole(BINARY.exec(source), 2) ??
    sixties(SEXAGESIMAL.exec(source)) ??
    (FLOAT.test(source) ? float(source) : undefined)
  );
}

function whole(match: RegExpExecArray | null, radix: number): number | string | undefined {
  const digits = match?.[2]?.replaceAll('_', '');
  if (match === null || digits === undefined || digits === '') return undefined;
  const value = Number.parseInt(digits, radix) * (match[1] === '-' ? -1 : 1);
  // Digits beyond what a double holds would be altered: they stay as they are written.
  return Number.isSafeInteger(value) ? value : match[0];
}

function sixties(match: RegExpExecArray | null): number | undefined {
  if (match?.[2] === undefined) return undefined;
  const value = match[2].split(':').reduce((sum, part) => sum * 60 + Number(part.replaceAll('_', '')), 0);
  return match[1] === '-' ? -value : value;
}

/** A float whose text a double would not give back (`8.0`) stays a text: settings read numbers from texts as well. */
function float(source: string): number | string {
  const value = Number(source.replaceAll('_', ''));
  return String(value) === source ? value : source;
}
