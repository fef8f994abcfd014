import { isHarmless } from './false-positives.ts';
import { type Fingerprint, fingerprintOf, isKnown } from './fingerprint.ts';
import type { Dialect } from './operator.ts';
import type { Context } from './tokenizer.ts';

/** What was found in a text. */
export interface SqlInjection {
  /** The types of the tokens after folding. */
  readonly fingerprint: string;
  /** The tokens after folding, as AWS WAF's logs list them: `10 AND 1=1` gives `10`, `AND`, `1`. */
  readonly matchedData: readonly string[];
}

/**
 * Looks for SQL injection by the method of libinjection: the text is read as SQL in each place where an application may put it, folded, and
 * looked up in a list of sequences. `source` is a byte string. https://github.com/libinjection/libinjection
 */
export function detectSqlInjection(source: string): SqlInjection | undefined {
  return attackIn(source, isAttack);
}

const isAttack = (fingerprint: Fingerprint): boolean => isKnown(fingerprint) && !isHarmless(fingerprint);

type Judge = (fingerprint: Fingerprint) => boolean;

/** Tries the places, one after the other: the text as it is, inside single quotes, inside double quotes. */
export function attackIn(source: string, judge: Judge): SqlInjection | undefined {
  if (source === '') return undefined;
  const found =
    inDialects(source, '', ['ansi', 'mysql'], judge) ??
    (source.includes("'") ? inDialects(source, "'", ['ansi', 'mysql'], judge) : undefined) ??
    // Only MySQL takes double quotes for a string.
    (source.includes('"') ? inDialects(source, '"', ['mysql'], judge) : undefined);
  return found && { fingerprint: found.types, matchedData: found.tokens.map(({ value }) => value) };
}

function inDialects(
  source: string,
  context: Context,
  dialects: readonly Dialect[],
  judge: Judge,
): Fingerprint | undefined {
  for (const dialect of dialects) {
    const fingerprint = fingerprintOf(source, context, dialect);
    if (judge(fingerprint)) return fingerprint;
    if (!fingerprint.isDisputed) return undefined;
  }
  return undefined;
}
