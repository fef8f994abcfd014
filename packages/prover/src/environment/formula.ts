import type { AddressSet, Attribute } from '@sallyport/gates';
import type { Language } from '../language/index.ts';

/**
 * One test on the request as it was sent.
 *
 * - `text`: some value of the attribute (`first`: the first one) lies in the language.
 * - `undecided`: only a running system can tell; equal identities are the same question.
 * - `drawn`: chance lets it hold for a share of the requests; who sends many of them chooses.
 * - `granted`: this attacker holds a credential that the named authorizer accepts, and may show it or not.
 */
export type Atom =
  | { readonly atom: 'text'; readonly on: Attribute; readonly first: boolean; readonly language: Language }
  | { readonly atom: 'present'; readonly on: Attribute }
  | { readonly atom: 'address'; readonly in: AddressSet }
  | { readonly atom: 'undecided'; readonly identity: string; readonly reason: string }
  | { readonly atom: 'drawn'; readonly identity: string; readonly share: number }
  | { readonly atom: 'granted'; readonly identity: string };

/** A Boolean combination of tests on the request as it was sent, constants folded. */
export type Formula =
  | boolean
  | Atom
  | { readonly op: 'all' | 'any'; readonly of: readonly Formula[] }
  | { readonly op: 'not'; readonly of: Formula };

export const isAtom = (formula: Formula): formula is Atom => typeof formula === 'object' && 'atom' in formula;

/** All of these hold. A constant that decides it makes the other parts vanish. */
export const allOf = (parts: readonly Formula[]): Formula => combined('all', parts);
export const anyOf = (parts: readonly Formula[]): Formula => combined('any', parts);

function combined(op: 'all' | 'any', parts: readonly Formula[]): Formula {
  const decides = op === 'any';
  const open: Formula[] = [];
  for (const part of parts) {
    if (part === decides) return decides;
    if (part !== !decides) open.push(part);
  }
  const [only] = open;
  if (only === undefined) return !decides;
  return open.length === 1 ? only : { op, of: open };
}

export function notOf(formula: Formula): Formula {
  if (typeof formula === 'boolean') return !formula;
  return 'op' in formula && formula.op === 'not' ? formula.of : { op: 'not', of: formula };
}
