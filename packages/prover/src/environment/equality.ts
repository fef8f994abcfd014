import { isOpaque, sameText, type Text } from '@sallyport/architecture';
import type { Matcher } from '@sallyport/gates';

export type EqualityMatcher = Extract<Matcher, { is: 'equal' | 'one-of' }>;

export const isEquality = (matcher: Matcher): matcher is EqualityMatcher =>
  matcher.is === 'equal' || matcher.is === 'one-of';

/** The texts that a matcher compares with. */
export const wantedTexts = (matcher: EqualityMatcher): readonly Text[] =>
  matcher.is === 'equal' ? [matcher.to] : matcher.of;

const foldedText = (text: string): string => text.replace(/[A-Z]+/g, (run) => run.toLowerCase());

/** Whether two texts compare equal; undefined where the sources do not tell. */
export function equalTexts(a: Text, b: Text, fold: boolean): boolean | undefined {
  if (!isOpaque(a) && !isOpaque(b)) return a === b || (fold && foldedText(a) === foldedText(b));
  return sameText(a, b);
}
