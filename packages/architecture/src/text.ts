import type { Place } from '@sallyport/http';

/**
 * A text that nobody can read off the sources. It has an identity: equal identities hold equal values, whatever they are.
 *
 * - `generated`: made at random by AWS when the stack is deployed (GenerateSecretString, an API key without a value).
 *   It differs from every text of the sources and from every other opaque text; no attacker knows it.
 * - `secret`: a dynamic reference or a NoEcho parameter. No attacker knows it; whether it equals another text is undecided.
 * - `unknown`: a parameter without a value, an import from a stack that was not given. Nothing is known of it.
 */
export interface Opaque {
  readonly opaque: string;
  readonly nature: 'generated' | 'secret' | 'unknown';
  /** How it came to be, for people: `secretsmanager secret "OriginSecret"`. */
  readonly reason: string;
  readonly place?: Place;
}

/** A text known letter by letter, or by its identity only. */
export type Text = string | Opaque;

export const isOpaque = (text: Text): text is Opaque => typeof text !== 'string';

/** Whether two texts are the same: true, false, or undefined where the sources do not tell. */
export function sameText(a: Text, b: Text): boolean | undefined {
  if (!isOpaque(a) && !isOpaque(b)) return a === b;
  if (isOpaque(a) && isOpaque(b) && a.opaque === b.opaque) return true;
  if ((isOpaque(a) && a.nature === 'generated') || (isOpaque(b) && b.nature === 'generated')) return false;
  return undefined;
}
