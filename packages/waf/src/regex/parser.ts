import { ANY_BYTE, CLASS_ESCAPES, NOT_LINE_END, POSIX_CLASSES } from './character-class.ts';
import { type ByteSet, bothCases, byteSet, complement, type Pattern } from './pattern.ts';

/** What stops a pattern: AWS refuses it, or we do not know what AWS makes of it. */
export interface RegexFault {
  readonly fault: 'refused' | 'unknown';
  readonly reason: string;
}

interface Flags {
  readonly i: boolean;
  readonly s: boolean;
  readonly m: boolean;
  readonly x: boolean;
}

/** Unwinds the parser; never leaves this file. */
class Stop extends Error {
  readonly fault: RegexFault;
  constructor(fault: RegexFault) {
    super(fault.reason);
    this.fault = fault;
  }
}
const refused = (reason: string): never => {
  throw new Stop({ fault: 'refused', reason });
};

const SIMPLE: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['e', 27],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
]);
/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-regex-pattern-support.html */
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ['C', 'the \\C directive'],
  ['R', 'the \\R directive'],
  ['K', 'the \\K directive'],
  ['X', 'the \\X directive'],
  ['G', 'the zero-width assertion \\G'],
  ['g', 'a back-reference or subroutine'],
  ['k', 'a back-reference'],
]);
const DEEPEST = 250;

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #flags: Flags = { i: false, s: false, m: false, x: false };

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Pattern {
    const pattern = this.#alternatives();
    if (this.#at < this.#text.length) refused('an unmatched closing parenthesis');
    return pattern;
  }

  #peek(ahead = 0): string {
    return this.#text.charAt(this.#at + ahead);
  }

  #take(): string {
    return this.#text.charAt(this.#at++);
  }

  #takeIf(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #takeMatch(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#text);
    if (match) this.#at += match[0].length;
    return match;
  }

  #alternatives(): Pattern {
    if (++this.#depth > DEEPEST) refused('parentheses nested too deeply');
    const outer = this.#flags;
    const any: Pattern[] = [this.#sequence()];
    while (this.#takeIf('|')) any.push(this.#sequence());
    this.#flags = outer;
    this.#depth--;
    return any.length === 1 && any[0] ? any[0] : { is: 'any', of: any };
  }

  #sequence(): Pattern {
    const of: Pattern[] = [];
    for (;;) {
      this.#skipExtended();
      const next = this.#peek();
      if (next === '' || next === '|' || next === ')') break;
      const item = this.#item();
      if (item) of.push(...this.#repeated(item));
    }
    return of.length === 1 && of[0] ? of[0] : { is: 'sequence', of };
  }

  #skipExtended(): void {
    if (this.#flags.x) this.#takeMatch(/(?:[ \t\n\v\f\r]+|#[^\n]*)*/y);
  }

  #repeated(item: readonly Pattern[]): readonly Pattern[] {
    this.#skipExtended();
    const bounds = this.#quantifier();
    const last = item.at(-1);
    if (!bounds || !last) return item;
    if (last.is === 'boundary') refused('a quantifier on a zero-width assertion');
    if (this.#takeIf('+')) refused('a possessive quantifier');
    const lazy = this.#takeIf('?');
    this.#skipExtended();
    if (this.#quantifier()) refused('a quantifier with nothing to repeat');
    return [...item.slice(0, -1), { is: 'repeat', of: last, least: bounds[0], most: bounds[1], lazy }];
  }

  #quantifier(): readonly [number, number] | undefined {
    if (this.#takeIf('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#takeIf('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#takeIf('?')) return [0, 1];
    const match = this.#takeMatch(/\{(\d{1,5})(?:(,)(\d{1,5})?)?\}/y);
    if (!match) return undefined;
    const least = Number(match[1]);
    const most = match[2] === undefined ? least : match[3] === undefined ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (most < least) refused('numbers out of order in a {} quantifier');
    if (least > 32767 || (most > 32767 && most !== Number.POSITIVE_INFINITY)) refused('a quantifier above 32767');
    return [least, most];
  }

  #item(): readonly Pattern[] | undefined {
    const letter = this.#take();
    switch (letter) {
      case '(':
        return this.#group();
      case '[':
        return [this.#set(this.#bracket())];
      case '.':
        return [{ is: 'set', of: this.#flags.s ? ANY_BYTE : NOT_LINE_END }];
      case '^':
        return [{ is: 'boundary', at: this.#flags.m ? 'line-start' : 'start' }];
      case '$':
        return [{ is: 'boundary', at: this.#flags.m ? 'line-end' : 'end-or-last-line-end' }];
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        return refused('a quantifier with nothing to repeat');
      default:
        return [this.#byte(letter.charCodeAt(0))];
    }
  }

  #byte(code: number): Pattern {
    return this.#set([[code, code]]);
  }

  #set(of: ByteSet): Pattern {
    return { is: 'set', of: this.#flags.i ? bothCases(of) : of };
  }

  #group(): readonly Pattern[] | undefined {
    if (this.#peek() === '*') refused('a backtracking control verb');
    if (!this.#takeIf('?')) return [this.#closed()];
    if (this.#takeIf('#')) {
      if (!this.#takeMatch(/[^)]*\)/y)) refused('an unterminated comment');
      return undefined;
    }
    if (this.#takeMatch(/(?:<?[=!])/y)) refused('a look-around assertion');
    if (this.#takeIf('>')) refused('an atomic group');
    if (this.#takeIf('(')) refused('a conditional');
    if (this.#takeIf('|')) return [this.#closed()];
    if (this.#takeMatch(/(?:P?<[A-Za-z_]\w{0,31}>|'[A-Za-z_]\w{0,31}')/y)) return [this.#closed()];
    if (this.#takeMatch(/(?:R|[+-]?\d+|&|P[=>]|C)/y)) refused('a subroutine, recursive pattern or callout');
    return this.#flagGroup();
  }

  #flagGroup(): readonly Pattern[] | undefined {
    const match = this.#takeMatch(/([a-zA-Z]*)(?:-([a-zA-Z]*))?([:)])/y);
    if (!match) return refused('an unrecognised group');
    const [, on = '', off = '', end] = match;
    if (/[^imsx]/.test(on + off)) refused('an option that is none of i, m, s and x');
    const before = this.#flags;
    this.#flags = {
      i: (before.i || on.includes('i')) && !off.includes('i'),
      m: (before.m || on.includes('m')) && !off.includes('m'),
      s: (before.s || on.includes('s')) && !off.includes('s'),
      x: (before.x || on.includes('x')) && !off.includes('x'),
    };
    if (end === ')') return undefined;
    const inside = this.#closed();
    this.#flags = before;
    return [inside];
  }

  #closed(): Pattern {
    const inside = this.#alternatives();
    if (!this.#takeIf(')')) refused('a missing closing parenthesis');
    return inside;
  }

  #escape(): readonly Pattern[] {
    const letter = this.#take();
    if (letter === '') refused('a backslash at the end');
    if (letter === 'Q') return this.#quoted();
    if (letter === 'E') return [];
    const boundary = BOUNDARY_ESCAPES.get(letter);
    if (boundary) return [{ is: 'boundary', at: boundary }];
    if (/[1-9]/.test(letter)) refused('a back-reference');
    return [this.#set(this.#escapedSet(letter))];
  }

  #quoted(): readonly Pattern[] {
    const end = this.#text.indexOf('\\E', this.#at);
    const inside = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 2;
    return [...inside].map((letter) => this.#byte(letter.charCodeAt(0)));
  }

  /** The set that an escape stands for, in a class or outside. */
  #escapedSet(letter: string): ByteSet {
    const set = CLASS_ESCAPES.get(letter);
    if (set) return set;
    const unsupported = UNSUPPORTED.get(letter);
    if (unsupported) refused(unsupported);
    if (letter === 'p' || letter === 'P') throw new Stop({ fault: 'unknown', reason: 'a Unicode property' });
    const code = this.#escapedCode(letter);
    if (code > 0xff) refused('a character code above \\xff');
    return [[code, code]];
  }

  #escapedCode(letter: string): number {
    const simple = SIMPLE.get(letter);
    if (simple !== undefined) return simple;
    if (letter === 'x') return this.#hexCode();
    if (letter === 'c') return this.#take().toUpperCase().charCodeAt(0) ^ 0x40;
    if (letter === 'o') {
      const match = this.#takeMatch(/\{([0-7]{1,5})\}/y);
      return match ? Number.parseInt(match[1] ?? '', 8) : refused('an incomplete \\o{} escape');
    }
    if (/[0-7]/.test(letter)) return Number.parseInt(letter + (this.#takeMatch(/[0-7]{0,2}/y)?.[0] ?? ''), 8);
    if (/[A-Za-z]/.test(letter)) refused(`the unrecognised escape \\${letter}`);
    return letter.charCodeAt(0);
  }

  #hexCode(): number {
    const braces = this.#takeMatch(/\{([0-9a-fA-F]{1,6})\}/y);
    if (braces) return Number.parseInt(braces[1] ?? '', 16);
    return Number.parseInt(this.#takeMatch(/[0-9a-fA-F]{0,2}/y)?.[0] || '0', 16);
  }

  #bracket(): ByteSet {
    const negated = this.#takeIf('^');
    const ranges: (readonly [number, number])[] = [];
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      if (this.#peek() === '') refused('a missing terminating ] of a character class');
      ranges.push(...this.#classItem());
    }
    this.#at++;
    const set = byteSet(ranges);
    // Case comes before negation: [^a] with (?i) leaves out A as well.
    return negated ? complement(this.#flags.i ? bothCases(set) : set) : set;
  }

  #classItem(): ByteSet {
    const posix = this.#takeMatch(/\[:(\^?)([a-z]+):\]/y);
    if (posix) {
      const set = POSIX_CLASSES.get(posix[2] ?? '') ?? refused('an unknown POSIX class');
      return posix[1] === '^' ? complement(set) : set;
    }
    const low = this.#classMember();
    const [only] = low;
    if (low.length !== 1 || !only || only[0] !== only[1]) return low;
    if (this.#peek() !== '-' || this.#peek(1) === ']' || this.#peek(1) === '') return low;
    this.#at++;
    const high = this.#classMember()[0];
    if (!high || high[0] !== high[1]) return refused('an invalid range in a character class');
    if (high[0] < only[0]) refused('a range out of order in a character class');
    return [[only[0], high[0]]];
  }

  #classMember(): ByteSet {
    const letter = this.#take();
    if (letter !== '\\') return [[letter.charCodeAt(0), letter.charCodeAt(0)]];
    const escaped = this.#take();
    if (escaped === '') refused('a backslash at the end');
    if (escaped === 'b') return [[8, 8]];
    return this.#escapedSet(escaped);
  }
}

const BOUNDARY_ESCAPES = new Map([
  ['b', 'word'],
  ['B', 'not-word'],
  ['A', 'start'],
  ['z', 'end'],
  ['Z', 'end-or-last-line-end'],
] as const) as ReadonlyMap<string, 'word' | 'not-word' | 'start' | 'end' | 'end-or-last-line-end'>;

/**
 * Reads a regular expression (a byte string) in the subset of PCRE that AWS WAF takes.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-regex-pattern-support.html
 */
export function parseRegex(text: string): Pattern | RegexFault {
  try {
    return new Parser(text).whole();
  } catch (error) {
    if (error instanceof Stop) return error.fault;
    throw error;
  }
}
