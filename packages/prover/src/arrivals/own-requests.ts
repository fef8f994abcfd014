import { CLOUDFRONT } from '../classes/address-classes.ts';
import type { Attacker } from '../environment/index.ts';
import { type Bounds, exactly, NO_REQUEST, NOTHING, withoutBounds } from '../sets/index.ts';
import type { EntranceProof } from './entrance-proof.ts';

/**
 * A proof for senders from anywhere, cut down to what one attacker sends: who has no account sends nothing from CloudFront's
 * addresses. Every set of a proof is made of the requests that come in by intersections, unions and differences with fixed
 * sets, so that cutting the sets at the end gives what carrying fewer requests would have given.
 */
export function ownRequests(proof: EntranceProof, attacker: Attacker): EntranceProof {
  const foreign = attacker === 'internet' ? fromCloudFront(proof) : NO_REQUEST;
  if (foreign === NO_REQUEST) return proof;
  const { diagrams } = proof.reading;
  const own = <Part extends { readonly set: Bounds }>(parts: readonly Part[]): readonly Part[] =>
    parts
      .map((part) => ({ ...part, set: withoutBounds(diagrams, part.set, foreign) }))
      .filter(({ set }) => set.may !== NOTHING);
  return {
    ...proof,
    everyone: withoutBounds(diagrams, proof.everyone, foreign),
    carried: own(proof.carried),
    decided: own(proof.decided),
  };
}

function fromCloudFront({ reading: { space, diagrams } }: EntranceProof): Bounds {
  const place = space.places.get('address');
  const variable = place === undefined ? undefined : space.variables[place];
  if (place === undefined || !variable) return NO_REQUEST;
  return exactly(diagrams.value(place, variable.classesOf({ atom: 'address', in: CLOUDFRONT })));
}
