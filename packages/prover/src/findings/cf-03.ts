import { at } from '@sallyport/architecture';
import type { Gate } from '@sallyport/gates';
import { webAclsOf } from '../claims/conditions.ts';
import type { Bypass } from '../claims/verdicts.ts';
import type { Case, SideDoorFinding } from './module.ts';
import { distributionOf, resourceOf } from './way.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html */
export const CF03: SideDoorFinding = {
  id: 'CF-03',
  claim: 'noSideDoor',
  title: 'A second distribution reaches the origin without the web ACL',
  remedy:
    'Give every distribution that can authenticate to the origin the same web ACL, or a secret of its own and the origin only one.',
  explain(bypass, of) {
    const gate = distributionOf(bypass, of);
    if (!gate || webAclsOf(gate).some(({ canBlock }) => canBlock !== false)) return undefined;
    const guarded = guardedTwin(gate, bypass, of);
    if (!guarded) return undefined;
    const resource = resourceOf(gate, of);
    return {
      detail: `${gate.title} sends to "${bypass.origin.id}" like ${guarded.title}, but has no web ACL that could block.`,
      place: at(resource?.properties, 'DistributionConfig', 'WebACLId')?.place ?? resource?.place ?? gate.place,
      key: gate.id,
    };
  },
};

/** Another distribution of the same origin that has a web ACL which can block. */
function guardedTwin(gate: Gate, { origin }: Bypass, { subject }: Case): Gate | undefined {
  return [...subject.graph.gates.values()].find(
    (other) =>
      other.component === 'distribution' &&
      other.resource !== undefined &&
      other.resource !== gate.resource &&
      origin.distributions.includes(other.resource) &&
      webAclsOf(other).some(({ canBlock }) => canBlock === true),
  );
}
