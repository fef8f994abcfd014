import { isHarmless } from './false-positives.ts';
import { type Fingerprint, fingerprintOf, isKnown } from './fingerprint.ts';
import type { Dialect } from './operator.ts';
import { attackPhrase } from './phrases.ts';
import { plainness } from './plain-words.ts';
import type { Context } from './tokenizer.ts';

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_SqliMatchStatement.html */
export type SensitivityLevel = 'LOW' | 'HIGH';

/** What was found in a text. */
export interface SqlInjection {
  /** The types of the tokens after folding; absent where a phrase was found. */
  readonly fingerprint?: string;
  /**
   * The tokens after folding, as AWS WAF's logs list them: `10 AND 1=1` gives `10`, `AND`, `1`.
   * https://docs.aws.amazon.com/waf/latest/developerguide/logging-examples.html
   */
  readonly matchedData: readonly string[];
}

/** Where an application puts a text: into a statement as it is, or between quotes. Double quotes make strings in MySQL. */
const PLACES: readonly (readonly [context: Context, dialects: readonly Dialect[]])[] = [
  ['', ['ansi', 'mysql']],
  ["'", ['ansi', 'mysql']],
  ['"', ['mysql']],
];

/**
 * Looks for SQL injection by the method of libinjection: the text is read as SQL in each place where an application may put it, folded, and
 * looked up in a list of sequences. HIGH also takes those that are often harmless, and phrases of SQL wherever they stand.
 * `source` is a byte string. https://github.com/libinjection/libinjection
 */
export function detectSqlInjection(source: string, level: SensitivityLevel = 'LOW'): SqlInjection | undefined {
  if (source === '') return undefined;
  const plain = plainness(source);
  if (level === 'LOW' && plain === 'all') return undefined;
  for (const place of PLACES) {
    if (place[0] === '' ? plain !== 'none' : !source.includes(place[0])) continue;
    const found = fingerprintIn(source, place, level);
    if (found) return { fingerprint: found.types, matchedData: found.tokens.map(({ value }) => value) };
  }
  if (level === 'HIGH')
    for (const [context, [dialect]] of PLACES) {
      const matchedData = dialect && source.includes(context) && attackPhrase(source, context, dialect);
      if (matchedData) return { matchedData };
    }
  return undefined;
}

/** The fingerprint that is an attack; MySQL's reading is tried only where it differs. */
function fingerprintIn(
  source: string,
  [context, dialects]: (typeof PLACES)[number],
  level: SensitivityLevel,
): Fingerprint | undefined {
  for (const dialect of dialects) {
    const fingerprint = fingerprintOf(source, context, dialect);
    if (isKnown(fingerprint) && (level === 'HIGH' || !isHarmless(fingerprint))) return fingerprint;
    if (!fingerprint.isDisputed) return undefined;
  }
  return undefined;
}
