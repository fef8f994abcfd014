import { automaton } from './automaton.ts';
import { LazyDfa } from './lazy-dfa.ts';
import { isLinear, trimmed } from './linear.ts';
import { parseRegex, type RegexFault } from './parser.ts';
import type { Pattern } from './pattern.ts';
import { printPattern } from './printer.ts';

/** A regular expression that has been checked. */
export interface CompiledRegex {
  /** Whether the byte string contains a match. Takes time linear in its length. */
  readonly test: (text: string) => boolean;
  /** The same pattern with flags worked in and classes written out. */
  readonly plain: string;
  readonly engine: 'v8' | 'automaton';
}

/** Compiles a pattern given as a byte string. */
export function compileRegex(text: string): CompiledRegex | RegexFault {
  const pattern = parseRegex(text);
  if ('fault' in pattern) return pattern;
  const plain = printPattern(pattern, 'plain');
  const short = trimmed(pattern);
  return isLinear(short) ? onV8(short, plain) : onAutomaton(short, plain);
}

function onV8(pattern: Pattern, plain: string): CompiledRegex {
  const regex = new RegExp(printPattern(pattern, 'v8'));
  return { test: (text) => regex.test(text), plain, engine: 'v8' };
}

function onAutomaton(pattern: Pattern, plain: string): CompiledRegex | RegexFault {
  const built = automaton(pattern);
  // AWS's own limits on counted repetitions are not published.
  if (!built) return { fault: 'unknown', reason: 'a pattern whose counted repetitions are this large' };
  // Many patterns are never put to the test: what they need is made when the first text comes.
  let dfa: LazyDfa | undefined;
  const test = (text: string): boolean => {
    dfa ??= new LazyDfa(built);
    return dfa.test(text);
  };
  return { test, plain, engine: 'automaton' };
}
