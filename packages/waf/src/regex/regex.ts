import { RE2JS } from 're2js';
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
  readonly engine: 'v8' | 're2';
}

/** Compiles a pattern given as a byte string. */
export function compileRegex(text: string): CompiledRegex | RegexFault {
  const pattern = parseRegex(text);
  if ('fault' in pattern) return pattern;
  const plain = printPattern(pattern, 'plain');
  const short = trimmed(pattern);
  return isLinear(short) ? onV8(short, plain) : onRe2(short, plain);
}

function onV8(pattern: Pattern, plain: string): CompiledRegex {
  const regex = new RegExp(printPattern(pattern, 'v8'));
  return { test: (text) => regex.test(text), plain, engine: 'v8' };
}

function onRe2(pattern: Pattern, plain: string): CompiledRegex | RegexFault {
  try {
    const regex = RE2JS.compile(printPattern(pattern, 're2'));
    return { test: (text) => regex.matcher(text).find(), plain, engine: 're2' };
  } catch (error) {
    // AWS's own limits on counted repetitions are not published; re2's are narrower than PCRE's.
    return { fault: 'unknown', reason: error instanceof Error ? error.message : 'the pattern is too large' };
  }
}
