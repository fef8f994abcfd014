import { FINGERPRINT_ROWS } from './fingerprints.ts';
import { fold, typesOf } from './folding.ts';
import type { Dialect } from './operator.ts';
import type { Token } from './token.ts';
import { type Context, Tokenizer } from './tokenizer.ts';

/** What is left of a text after folding. */
export interface Fingerprint {
  /** The types of the tokens; `X` alone where databases read the text too differently. */
  readonly types: string;
  readonly tokens: readonly Token[];
  /** How many tokens were read to get there. */
  readonly count: number;
  /** Whether MySQL reads the text differently. */
  readonly isDisputed: boolean;
  readonly source: string;
}

const KNOWN: ReadonlySet<string> = new Set(
  FINGERPRINT_ROWS.flatMap((row) => {
    const [start = '', ...rests] = row.split(' ');
    return rests.map((rest) => start + rest);
  }),
);

/** Which lengths and first types the sequences have: most others are ruled out by it. */
const STARTS = new Uint8Array(8 << 7);
for (const types of KNOWN) STARTS[(types.length << 7) | types.charCodeAt(0)] = 1;

/** Whether the list of sequences that are SQL injection has this one. */
export function isKnown({ types }: Fingerprint): boolean {
  const capitals = types.toUpperCase();
  return STARTS[(capitals.length << 7) | capitals.charCodeAt(0)] === 1 && KNOWN.has(capitals);
}

export function fingerprintOf(source: string, context: Context, dialect: Dialect): Fingerprint {
  const tokenizer = new Tokenizer(source, context, dialect);
  const tokens = withPhpComment(fold(tokenizer));
  const types = typesOf(tokens);
  const { count, isDisputed } = tokenizer;
  return { types: types.includes('X') ? 'X' : types, tokens, count, isDisputed, source };
}

/** A backtick that opens nothing ends a statement in PHP's MySQL, as a comment does. */
function withPhpComment(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.at(-1);
  const isComment =
    tokens.length > 2 && last?.type === 'n' && last.open === '`' && last.close === '' && last.value === '';
  return isComment ? [...tokens.slice(0, -1), { ...last, type: 'c' }] : tokens;
}
