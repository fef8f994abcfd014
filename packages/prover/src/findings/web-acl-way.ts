import type { InspectingWebAcl } from '@sallyport/gates';
import type { Place } from '@sallyport/http';
import { webAclsOf } from '../claims/conditions.ts';
import type { Subject } from '../claims/subject.ts';
import type { Bypass } from '../claims/verdicts.ts';
import type { Case } from './module.ts';

/** The web ACL on a request's way that can block nothing, where the request met such a one. */
export function blindWebAclOf({ outcome }: Bypass, { subject }: Case): InspectingWebAcl | undefined {
  return outcome.passed
    .flatMap((id) => {
      const gate = subject.graph.gates.get(id);
      return gate === undefined ? [] : webAclsOf(gate);
    })
    .find(({ canBlock }) => canBlock === false);
}

/** Where a rule of a web ACL is written, or else the web ACL. */
export function rulePlace({ graph }: Subject, webAcl: string, rule: string): Place | undefined {
  const inspecting = [...graph.gates.values()].flatMap(webAclsOf).find(({ id }) => id === webAcl);
  return inspecting?.rules.find(({ name }) => name === rule)?.place ?? inspecting?.place;
}
