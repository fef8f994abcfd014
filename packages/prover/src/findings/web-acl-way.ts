import type { InspectingWebAcl } from '@sallyport/gates';
import type { Bypass } from '../claims/verdicts.ts';
import type { Case } from './module.ts';
import { webAclsOf } from './way.ts';

/** The web ACL on a request's way that can block nothing, where the request met such a one. */
export function blindWebAclOf({ outcome }: Bypass, { subject }: Case): InspectingWebAcl | undefined {
  return outcome.passed
    .flatMap((id) => {
      const gate = subject.graph.gates.get(id);
      return gate === undefined ? [] : webAclsOf(gate);
    })
    .find(({ canBlock }) => !canBlock);
}
