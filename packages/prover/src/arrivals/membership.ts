import { attributeValues, type Traveller } from '@sallyport/gates';
import type { Unclassed } from '../classes/variable.ts';
import { belongsTo } from '../language/index.ts';
import type { Point } from '../sets/index.ts';
import type { Reading } from './request-set.ts';

/** What a running system would tell. */
export interface Truth {
  /** Whether an undecided test holds, or one that chance decides, by identity. */
  readonly holds: (identity: string) => boolean;
  /** Whether the request shows a credential that the named authorizer accepts. */
  readonly grants: (identity: string) => boolean;
}

/** The point of a space that a request lies at, or why it lies at none. */
export function pointOf(
  { space, languages }: Pick<Reading, 'space' | 'languages'>,
  request: Traveller,
  { holds, grants }: Truth,
): Point | Unclassed {
  for (const [attribute, secrets] of space.forbidden)
    if (attributeValues(request, attribute).some((value) => belongsTo(languages, secrets, value))) return 'unsendable';
  const point = new Int32Array(space.sizes.length).fill(-1);
  let unclassed: Unclassed | undefined;
  for (const [place, variable] of space.variables.entries()) {
    const index = variable.classify(attributeValues(request, variable.attribute));
    if (index === 'unsendable') return index;
    if (index === 'unclassified') unclassed = index;
    else point[place] = index;
  }
  if (unclassed) return unclassed;
  for (const [identity, place] of space.credentials) point[place] = grants(identity) ? 1 : 0;
  for (const [identity, { place }] of space.draws) point[place] = holds(identity) ? 1 : 0;
  for (const [identity, place] of space.undecided) point[place] = holds(identity) ? 1 : 0;
  return point;
}
