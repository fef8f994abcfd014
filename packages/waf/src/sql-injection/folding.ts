import { foldPair } from './pairs.ts';
import type { Token } from './token.ts';
import { isUnary } from './token.ts';
import type { Tokenizer } from './tokenizer.ts';
import { foldTriple } from './triples.ts';

/** A fingerprint has no more tokens. */
const MOST_TOKENS = 5;

/** Tokens while they are folded: the front is settled, the back still under view. */
export class Folding {
  /** At most one more than a fingerprint has: the sixth may tell what the fifth is. */
  readonly tokens: Token[] = [];
  /** How many tokens at the front are settled. */
  settled = 0;
  /** The comment after the last other token. */
  comment: Token | undefined;
  private readonly tokenizer: Tokenizer;
  private hasMore = true;

  constructor(tokenizer: Tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** The token so many places after the settled ones. */
  at(offset: number): Token | undefined {
    return this.tokens[this.settled + offset];
  }

  replace(offset: number, token: Token): void {
    this.tokens[this.settled + offset] = token;
  }

  /** Takes so many tokens from the end, and looks again from this settled one on: from the first if none is named. */
  drop(count: number, settled = 0): void {
    for (let dropped = 0; dropped < count; dropped++) this.tokens.pop();
    this.settled = settled;
  }

  /** What can stand before anything: comments, opening brackets, types, unary operators. */
  skipPreamble(): boolean {
    for (let token = this.tokenizer.next(); token; token = this.tokenizer.next()) {
      const { type } = token;
      if (type === 'c' || type === '(' || type === 't' || isUnary(token)) continue;
      this.tokens.push(token);
      return true;
    }
    return false;
  }

  /** Reads until so many tokens are under view, or as many as there is room for; whether they are. */
  view(count: number): boolean {
    while (this.hasMore && this.tokens.length <= MOST_TOKENS && this.tokens.length - this.settled < count) this.read();
    return this.tokens.length - this.settled >= count;
  }

  private read(): void {
    const token = this.tokenizer.next();
    if (!token) this.hasMore = false;
    else if (token.type === 'c') this.comment = token;
    else {
      this.comment = undefined;
      this.tokens.push(token);
    }
  }

  get isDone(): boolean {
    return !this.hasMore || this.settled >= MOST_TOKENS;
  }

  settleAll(): void {
    this.settled = this.tokens.length;
  }
}

/** Folds what means the same for an attack into one token, so that at most five remain. */
export function fold(tokenizer: Tokenizer): readonly Token[] {
  const folding = new Folding(tokenizer);
  if (!folding.skipPreamble()) return [];
  for (;;) {
    foldFive(folding);
    if (folding.isDone) break;
    if (!folding.view(2)) {
      folding.settleAll();
      continue;
    }
    const outcome = foldPair(folding);
    if (outcome === 'evil') return folding.tokens.slice(0, folding.settled + 2);
    if (outcome === 'folded') continue;
    if (!folding.view(3)) folding.settleAll();
    else if (!foldTriple(folding)) folding.settled++;
  }
  return ended(folding);
}

/** With room left, a comment at the end is a token too. */
function ended({ tokens, comment }: Folding): readonly Token[] {
  if (comment && tokens.length < MOST_TOKENS) return [...tokens, comment];
  return tokens.slice(0, MOST_TOKENS);
}

/** Beginnings that are as good as their first token: a number or a name, and one in brackets after an operator or a comma. */
const FIVES = new Set(['1o(1)', '1,(1)', 'no(n)', 'no(1)', '1),(1', 'n)o(n']);

function foldFive(folding: Folding): void {
  const { tokens } = folding;
  if (tokens.length < MOST_TOKENS) return;
  if (!FIVES.has(typesOf(tokens.slice(0, MOST_TOKENS)))) return;
  const sixth = tokens[MOST_TOKENS];
  tokens.length = 1;
  if (sixth) tokens.push(sixth);
  folding.settled = 0;
}

export function typesOf(tokens: readonly Token[]): string {
  let types = '';
  for (const { type } of tokens) types += type;
  return types;
}
