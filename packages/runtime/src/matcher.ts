import { isOpaque, type Text } from '@sallyport/architecture';
import type { Matcher } from '@sallyport/gates';
import { asciiLower } from './ascii.ts';
import { compileGlob } from './glob.ts';
import { compileResourcePath } from './resource-path.ts';
import type { World } from './world.ts';

/** Whether a text is one that a matcher wants. */
export type Matches = (text: string, world: World) => boolean;

/** A matcher as a predicate. A pattern that cannot be compiled is reported and matches nothing. */
export function compileMatcher(matcher: Matcher, broken: (reason: string) => void): Matches {
  switch (matcher.is) {
    case 'equal':
      return equal(matcher.to, matcher.fold ?? false);
    case 'one-of':
      return oneOf(matcher.of, matcher.fold ?? false);
    case 'starting-with':
      return folded(matcher.fold, matcher.text, (text, wanted) => text.startsWith(wanted));
    case 'ending-with':
      return folded(matcher.fold, matcher.text, (text, wanted) => text.endsWith(wanted));
    case 'containing':
      return folded(matcher.fold, matcher.text, (text, wanted) => text.includes(wanted));
    case 'glob': {
      const pattern = matcher.fold ? asciiLower(matcher.pattern) : matcher.pattern;
      const glob = compileGlob(pattern, matcher.escapes ?? false);
      return matcher.fold ? (text) => glob(asciiLower(text)) : glob;
    }
    case 'resource-path':
      return compileResourcePath(matcher.template);
    case 'regex':
      return regex(matcher.source, matcher.fold ?? false, broken);
  }
}

/** The letters of a text in this world. */
export const spell = (text: Text, world: World): string => (isOpaque(text) ? world.opaque(text) : text);

function equal(to: Text, fold: boolean): Matches {
  if (fold) return (text, world) => asciiLower(text) === asciiLower(spell(to, world));
  return isOpaque(to) ? (text, world) => text === world.opaque(to) : (text) => text === to;
}

function oneOf(of: readonly Text[], fold: boolean): Matches {
  const known = new Set(of.flatMap((text) => (isOpaque(text) ? [] : [fold ? asciiLower(text) : text])));
  const secrets = of.filter(isOpaque).map((text) => equal(text, fold));
  return (text, world) => known.has(fold ? asciiLower(text) : text) || secrets.some((matches) => matches(text, world));
}

function folded(fold: boolean | undefined, wanted: string, test: (text: string, wanted: string) => boolean): Matches {
  if (!fold) return (text) => test(text, wanted);
  const lower = asciiLower(wanted);
  return (text) => test(asciiLower(text), lower);
}

function regex(source: string, fold: boolean, broken: (reason: string) => void): Matches {
  // An inline `(?i)` at the start is what both dialects allow and JavaScript before ES2025 does not.
  const inline = /^\(\?i\)/.test(source);
  try {
    const expression = new RegExp(inline ? source.slice(4) : source, fold || inline ? 'i' : '');
    return (text) => expression.test(text);
  } catch {
    broken(source);
    return () => false;
  }
}
