import type { Request } from '@sallyport/http';
import { isGuessable } from '../../claims/guessability.ts';
import type { LintCase } from '../lint-case.ts';
import { textDescriptions } from '../proof/leaf-language.ts';
import type { Leaf } from '../reading/statement.ts';
import { isTextLeaf } from '../reading/statement.ts';

/** Components that a client fills as it likes, whatever it wants of the origin. */
const FREE = new Set([
  'SingleHeader',
  'Headers',
  'Cookies',
  'QueryString',
  'SingleQueryArgument',
  'AllQueryArguments',
  'Body',
  'JsonBody',
  'HeaderOrder',
]);

/** Whether any client can make a test hold without asking for something else: a text in a header that is no secret. */
export const isFree =
  (of: LintCase) =>
  (leaf: Leaf): boolean =>
    isTextLeaf(leaf) && FREE.has(leaf.field.name) && !isSecret(of, leaf);

/** A literal that nobody guesses is a key: whoever has it was given it. */
export function isSecret(of: LintCase, leaf: Leaf): boolean {
  const texts = textDescriptions(of.probes.of(leaf)?.described ?? { kind: 'never' });
  return texts.some(
    ({ matches }) =>
      'text' in matches && matches.position !== 'CONTAINS_WORD' && !isGuessable(matches.text, [of.read.name]),
  );
}

/** A path that ends so, or has this in it, can be made of any path. */
export function isLoosePath(of: LintCase, leaf: Leaf): boolean {
  if (!isTextLeaf(leaf) || leaf.field.name !== 'UriPath' || leaf.kind !== 'byte-match') return false;
  return textDescriptions(of.probes.of(leaf)?.described ?? { kind: 'never' }).some(
    ({ matches }) => 'position' in matches && (matches.position === 'CONTAINS' || matches.position === 'ENDS_WITH'),
  );
}

/** Headers that one request has and the other has not, for people. */
export function difference(from: Request, to: Request): string {
  const before = new Set(from.headers.map((header) => header.join(': ')));
  const added = to.headers.filter((header) => !before.has(header.join(': '))).map((header) => header.join(': '));
  if (added.length > 0) return `with ${added.map((header) => `"${header.slice(0, 80)}"`).join(' and ')}`;
  return from.target === to.target ? 'changed' : `as "${to.target.slice(0, 80)}"`;
}
