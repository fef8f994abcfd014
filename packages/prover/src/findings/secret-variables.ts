import { isOpaque, type Text } from '@sallyport/architecture';
import { standInText } from '@sallyport/gates';
import { estimator, GUESSABLE_BELOW_BITS } from '../claims/guessability.ts';
import { addedTexts, clientKeys, publicNames } from '../claims/knowledge.ts';
import type { Subject } from '../claims/subject.ts';
import type { Masks } from '../report/witness.ts';

/** A key that nobody is to read off a report, and the variable that stands for it. */
export interface SecretVariable {
  readonly key: Text;
  /** `$EDGE_KEY` for one that a distribution adds, `$PARTNER_KEY` for one that a client holds. */
  readonly variable: string;
}

/**
 * The keys that nobody is to read off a report, each with the variable that stands for it. One that can be guessed is no
 * secret: the command has to work.
 */
export function secretVariables(subject: Subject): Masks {
  return new Map(secretKeys(subject).map(({ key, variable }) => [standInText(key), variable]));
}

export function secretKeys(subject: Subject): readonly SecretVariable[] {
  const bits = estimator(() => publicNames(subject));
  const isSecret = (key: Text): boolean => isOpaque(key) || bits(key) >= GUESSABLE_BELOW_BITS;
  const added = addedTexts(subject.graph).filter(isSecret);
  const clients = clientKeys(subject.graph).filter(isSecret);
  return [...variables(added, '$EDGE_KEY'), ...variables(clients, '$PARTNER_KEY')];
}

const variables = (keys: readonly Text[], name: string): readonly SecretVariable[] =>
  keys.map((key, at) => ({ key, variable: at === 0 ? name : `${name}_${at + 1}` }));
