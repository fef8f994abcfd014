import { automaton } from './automaton.ts';
import { LazyDfa } from './lazy-dfa.ts';
import { isLinear, trimmed } from './linear.ts';
import { longestMatch } from './longest.ts';
import { ParallelAutomaton } from './parallel-automaton.ts';
import { parseRegex, type RegexFault } from './parser.ts';
import type { Pattern } from './pattern.ts';
import { printPattern } from './printer.ts';
import { requiredTexts } from './required.ts';

/** A regular expression that has been checked. */
export interface CompiledRegex {
  /** Whether the byte string contains a match. Takes time linear in its length. */
  readonly test: (text: string) => boolean;
  /** The same pattern with flags worked in and classes written out. */
  readonly plain: string;
  readonly engine: 'v8' | 'automaton';
  /** How many bytes a match has at most; infinite where there is no limit. */
  readonly longest: number;
  /** Texts in small letters of which a text with a match holds one, in whatever case; undefined where none are known. */
  readonly required: readonly string[] | undefined;
  /**
   * Whether there is a match between two places, and perhaps where there is one elsewhere: it takes time linear in the
   * distance. The last place lies a byte behind what a match may end with, or at the text's end.
   */
  readonly testBetween: (text: string, from: number, to: number) => boolean;
}

/** Compiles a pattern given as a byte string. */
export function compileRegex(text: string): CompiledRegex | RegexFault {
  const pattern = parseRegex(text);
  if ('fault' in pattern) return pattern;
  const plain = printPattern(pattern, 'plain');
  const short = trimmed(pattern);
  const common = { plain, longest: longestMatch(short), required: requiredTexts(short) };
  return isLinear(short) ? onV8(short, common) : onAutomaton(short, common);
}

type Common = Pick<CompiledRegex, 'plain' | 'longest' | 'required'>;

function onV8(pattern: Pattern, common: Common): CompiledRegex {
  const regex = new RegExp(printPattern(pattern, 'v8'));
  const test = (text: string): boolean => regex.test(text);
  // Few patterns are asked about a part of a text.
  let between: CompiledRegex['testBetween'] | undefined;
  const testBetween = (text: string, from: number, to: number): boolean => {
    between ??= linearTest(pattern) ?? test;
    return between(text, from, to);
  };
  return { ...common, engine: 'v8', test, testBetween };
}

function onAutomaton(pattern: Pattern, common: Common): CompiledRegex | RegexFault {
  const testBetween = linearTest(pattern);
  // AWS's own limits on counted repetitions are not published.
  if (!testBetween) return { fault: 'unknown', reason: 'a pattern whose counted repetitions are this large' };
  return { ...common, engine: 'automaton', test: (text) => testBetween(text, 0, text.length), testBetween };
}

/**
 * A test whose time for a byte has a limit: deterministic states while the texts need few of them, all ways at once in parallel
 * where one needs many. Undefined where that would cost too much for a byte.
 */
function linearTest(pattern: Pattern): CompiledRegex['testBetween'] | undefined {
  const built = automaton(pattern);
  const parallel = built && ParallelAutomaton.of(built);
  if (!parallel) return undefined;
  // Many patterns are never put to the test: what they need is made when the first text comes.
  let dfa: LazyDfa | undefined;
  return (text, from, to) => {
    dfa ??= new LazyDfa(built);
    return dfa.testBetween(text, from, to) ?? parallel.testBetween(text, from, to);
  };
}
